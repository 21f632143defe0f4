//! The token in a door's link.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use sha2::{Digest, Sha256};
use url::Url;

use crate::base::{Error, Result};

/// The side of a QR code where nothing scales it.
const QR_PIXELS: u32 = 240;

/// A fresh secret: 256 random bits. It is shown once and kept nowhere.
pub struct Token(String);

impl Token {
    pub fn fresh() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    pub fn hash(&self) -> String {
        hash(&self.0)
    }

    /// The address of the page with the token in its fragment, which browsers send to no server:
    /// it stands in no access log and no `Referer`.
    pub fn link(&self, public_url: &Url) -> String {
        let base = public_url.as_str().trim_end_matches('/');
        format!("{base}/door#{}", self.0)
    }
}

/// What of a token is kept. A random one of this length needs no slow hash.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// A link as a QR code that is still read from a creased sheet.
///
/// # Errors
/// A fault of ours: a link too long for a code.
pub fn qr_svg(link: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).map_err(Error::internal)?;
    let image = code.render::<svg::Color<'_>>();
    let image = { image }.min_dimensions(QR_PIXELS, QR_PIXELS).build();
    // Within a page there is no place for an XML declaration.
    Ok(image
        .trim_start_matches(r#"<?xml version="1.0" standalone="yes"?>"#)
        .to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_256_bits_and_stands_in_the_fragment_alone() {
        let token = Token::fresh();
        assert_eq!(URL_SAFE_NO_PAD.decode(&token.0).unwrap().len(), 32);
        assert_ne!(token.0, Token::fresh().0);
        let link = Url::parse(&token.link(&"https://zhuqi.example/".parse().unwrap())).unwrap();
        assert_eq!((link.path(), link.query()), ("/door", None));
        assert_eq!(link.fragment(), Some(token.0.as_str()));
        assert_eq!(token.hash(), hash(&token.0));
    }

    #[test]
    fn a_link_becomes_a_picture() {
        let svg = qr_svg("https://zhuqi.example/door#abc").unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    }
}
