//! Hashing passwords (argon2id), never more than two at once: a flood of sign-ins must not eat the
//! machine.

use std::sync::OnceLock;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::rules::password::{PasswordProfile, Plaintext};
use crate::base::turns::Turns;
use crate::base::{Error, Result};

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many are hashed at the same time.
const AT_ONCE: usize = 2;
/// How many more may wait; the next one is told to come back (503).
const WAITING: usize = 16;
/// How long one of them waits.
const WAIT: Duration = Duration::from_secs(10);

/// The hasher with its profile; cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    pub profile: PasswordProfile,
    /// What is hashed takes its turn.
    pub turns: Turns,
}

/// What an unknown user's password is compared with, so that it costs the same.
static DECOY: OnceLock<String> = OnceLock::new();

impl Passwords {
    pub fn new(profile: PasswordProfile) -> Self {
        Self {
            profile,
            turns: Turns::new(AT_ONCE, WAITING, WAIT),
        }
    }

    /// The hash to keep.
    ///
    /// # Errors
    /// 503 where too many wait.
    pub async fn hash(&self, password: Plaintext) -> Result<String> {
        self.in_turn(move || hash_now(&password)).await
    }

    /// Whether the password belongs to the kept hash; without one it takes as long and is wrong.
    ///
    /// # Errors
    /// 503 where too many wait.
    pub async fn matches(&self, password: Plaintext, kept: Option<String>) -> Result<bool> {
        self.in_turn(move || match kept {
            Some(kept) => matches_now(&password, &kept),
            None => matches_now(&password, decoy()?).map(|_| false),
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = self.turns.next().await?;
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .map_err(Error::internal)?
    }
}

/// [`Passwords::hash`] for callers that may block.
///
/// # Errors
/// Internal, where hashing doesn't work at all.
pub fn hash_now(password: &Plaintext) -> Result<String> {
    let hasher = argon2()?;
    let hash = hasher
        .hash_password(password.expose().as_bytes())
        .map_err(Error::internal)?;
    Ok(hash.to_string())
}

fn decoy() -> Result<&'static str> {
    if let Some(made) = DECOY.get() {
        return Ok(made);
    }
    let made = hash_now(&one_time())?;
    Ok(DECOY.get_or_init(|| made))
}

fn matches_now(password: &Plaintext, kept: &str) -> Result<bool> {
    let kept = PasswordHash::new(kept).map_err(Error::internal)?;
    match argon2()?.verify_password(password.expose().as_bytes(), &kept) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(other) => Err(Error::internal(other)),
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A password nobody chose, easy to read aloud: 20 letters and digits that don't look alike.
pub fn one_time() -> Plaintext {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters = rand::random::<[u8; 20]>();
    let text = letters
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    Plaintext::new(text.collect::<String>())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_belongs_to_its_own_hash_only() {
        let passwords = Passwords::new(PasswordProfile::Length);
        let right = Plaintext::new("沙河产业园区 16 件");
        let hash = passwords.hash(right.clone()).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(
            passwords
                .matches(right.clone(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .matches(Plaintext::new("other"), Some(hash))
                .await
                .unwrap()
        );
        assert!(!passwords.matches(right, None).await.unwrap());
    }

    #[tokio::test]
    async fn who_would_wait_behind_eighteen_is_told_to_come_back() {
        let passwords = Passwords::new(PasswordProfile::Length);
        let turns = passwords.turns.clone();
        let first = turns.next().await.unwrap();
        let _second = turns.next().await.unwrap();
        let mut waiting: Vec<_> = (0..16).map(|_| Box::pin(turns.next())).collect();
        for one in &mut waiting {
            assert!(tokio::time::timeout(Duration::ZERO, one).await.is_err());
        }
        let told = passwords.hash(one_time()).await.unwrap_err();
        assert!(matches!(
            told,
            Error::Busy {
                too_many: false,
                ..
            }
        ));
        drop((first, waiting));
        assert!(passwords.hash(one_time()).await.is_ok());
    }

    #[test]
    fn one_time_passwords_pass_the_rules_and_never_repeat() {
        use crate::access::rules::password::check;
        let one = one_time();
        assert!(check(PasswordProfile::Length, "/password", &one, "admin").is_none());
        assert_ne!(one.expose(), one_time().expose());
    }
}
