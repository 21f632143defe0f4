//! HMAC-SHA-256 for jsonwebtoken, by ring, which TLS to the mail server brings along anyway: the
//! library's own sets of algorithms come with RSA and elliptic curves that no token here uses.

use std::sync::Once;

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use ring::hmac;

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes it the one that tokens are signed and checked with; again does nothing.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = PROVIDER.install_default();
    });
}

struct Hs256(hmac::Key);

impl Hs256 {
    fn boxed(algorithm: &Algorithm, secret: &[u8]) -> Result<Box<Self>> {
        match algorithm {
            Algorithm::HS256 => Ok(Box::new(Self(hmac::Key::new(hmac::HMAC_SHA256, secret)))),
            _ => Err(ErrorKind::InvalidAlgorithm.into()),
        }
    }
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    Ok(Hs256::boxed(algorithm, key.as_bytes())?)
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    Ok(Hs256::boxed(algorithm, key.try_get_as_bytes()?)?)
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        hmac::verify(&self.0, message, signature).map_err(|_| Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use jsonwebtoken::crypto;

    use super::*;

    /// RFC 4231, test case 2.
    #[test]
    fn it_signs_as_the_rfc_says() {
        install();
        let key = EncodingKey::from_secret(b"Jefe");
        let signed = crypto::sign(b"what do ya want for nothing?", &key, Algorithm::HS256).unwrap();
        assert_eq!(signed, "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
        let key = DecodingKey::from_secret(b"Jefe");
        let holds = |message| crypto::verify(&signed, message, &key, Algorithm::HS256).unwrap();
        assert!(holds(b"what do ya want for nothing?".as_slice()));
        assert!(!holds(b"what do ya want for something?".as_slice()));
    }

    #[test]
    fn it_knows_no_other_algorithm() {
        install();
        let key = EncodingKey::from_secret(b"Jefe");
        for other in [Algorithm::HS384, Algorithm::HS512] {
            assert!(crypto::sign(b"x", &key, other).is_err());
        }
    }
}
