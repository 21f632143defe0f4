//! What a password must be like, by profile.

use std::fmt;

use chrono::{Duration, NaiveDateTime};
use serde::Deserialize;

use crate::base::FieldError;
pub use crate::config::PasswordProfile;

/// The longest password, so that hashing one never costs more than the rest of the request.
pub const LENGTH_MAX: usize = 256;
const LENGTH_MIN: usize = 12;
const DENGBAO_LENGTH_MIN: usize = 8;
const DENGBAO_CLASSES: usize = 3;
const DENGBAO_LIFE: Duration = Duration::days(90);
const DENGBAO_IDLE: Duration = Duration::minutes(30);

/// Passwords that guessing begins with, in small letters, one a line.
const BLOCKLIST: &str = include_str!("blocklist.txt");

impl PasswordProfile {
    /// How many characters a new password has at least.
    pub fn least(self) -> usize {
        match self {
            Self::Length => LENGTH_MIN,
            Self::Dengbao => DENGBAO_LENGTH_MIN,
        }
    }

    /// How many kinds of characters (capital and small letters, digits, symbols) it holds at least.
    pub fn classes(self) -> usize {
        match self {
            Self::Length => 1,
            Self::Dengbao => DENGBAO_CLASSES,
        }
    }

    /// After how many days it has to be changed.
    pub fn days(self) -> Option<i64> {
        (self == Self::Dengbao).then(|| DENGBAO_LIFE.num_days())
    }

    /// Whether a password of that day is too old.
    pub fn expired(self, changed_at: NaiveDateTime, now: NaiveDateTime) -> bool {
        self == Self::Dengbao && now >= changed_at + DENGBAO_LIFE
    }

    /// Whether a session unused since then has ended by itself.
    pub fn idle_too_long(self, last_used_at: NaiveDateTime, now: NaiveDateTime) -> bool {
        self == Self::Dengbao && now >= last_used_at + DENGBAO_IDLE
    }
}

/// A password as it came in: read from JSON, never written or printed.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Plaintext(String);

impl Plaintext {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A longer one can't be anybody's, and isn't worth hashing.
    pub fn is_too_long(&self) -> bool {
        self.0.chars().count() > LENGTH_MAX
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Says what is wrong with a new password, first fault first.
pub fn check(
    profile: PasswordProfile,
    pointer: &str,
    password: &Plaintext,
    username: &str,
) -> Option<FieldError> {
    let text = password.expose();
    let least = profile.least();
    let fault = |code, zh: String, en: String| Some(FieldError::new(pointer, code, zh, en));
    if text.chars().count() < least {
        return fault(
            "too_short",
            format!("密码至少{least}位"),
            format!("must have at least {least} characters"),
        );
    }
    if password.is_too_long() {
        return fault(
            "too_long",
            format!("密码不能超过{LENGTH_MAX}位"),
            format!("must have at most {LENGTH_MAX} characters"),
        );
    }
    if text.chars().any(char::is_control) {
        return fault(
            "control_character",
            "密码不能含有控制字符".into(),
            "must not contain control characters".into(),
        );
    }
    if classes(text) < profile.classes() {
        return fault(
            "too_simple",
            "密码须包含大写字母、小写字母、数字、符号中的至少三类".into(),
            "must hold three of: capital letters, small letters, digits, symbols".into(),
        );
    }
    if is_easy(text, username) {
        return fault(
            "too_common",
            "这个密码太常见，请换一个".into(),
            "is too easy to guess".into(),
        );
    }
    None
}

fn classes(text: &str) -> usize {
    let kinds: [fn(char) -> bool; 4] = [
        |c| c.is_uppercase(),
        |c| c.is_lowercase(),
        |c| c.is_numeric(),
        |c| !c.is_uppercase() && !c.is_lowercase() && !c.is_numeric(),
    ];
    kinds.iter().filter(|kind| text.chars().any(**kind)).count()
}

fn is_easy(text: &str, username: &str) -> bool {
    let small = text.to_lowercase();
    let repeats = |part: &str| !part.is_empty() && small.replace(part, "").is_empty();
    let first_four =
        (1..=4).filter_map(|n| small.char_indices().nth(n).map(|(at, _)| &small[..at]));
    BLOCKLIST.lines().any(|line| line == small)
        || repeats(&username.to_lowercase())
        || first_four.into_iter().any(repeats)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(profile: PasswordProfile, password: &str) -> Option<&'static str> {
        check(profile, "/password", &Plaintext::new(password), "zhangsan").map(|e| e.code)
    }

    #[test]
    fn twelve_to_256_characters_of_any_kind_will_do() {
        let length = |text: &str| verdict(PasswordProfile::Length, text);
        assert_eq!(length("晨钟暮鼓沙河产业园区走"), Some("too_short"));
        assert_eq!(length("晨钟暮鼓沙河产业园区走访"), None);
        let long: String = ('a'..='z').cycle().take(LENGTH_MAX).collect();
        assert_eq!(length(&long), None);
        assert_eq!(length(&format!("{long}z")), Some("too_long"));
        assert_eq!(length("a tab\there, no"), Some("control_character"));
    }

    #[test]
    fn what_guessing_begins_with_is_refused() {
        for easy in [
            "password1234",
            "PASSWORD1234",
            "zhangsanzhangsan",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "123412341234",
            "1qaz2wsx3edc",
        ] {
            assert_eq!(
                verdict(PasswordProfile::Length, easy),
                Some("too_common"),
                "{easy}"
            );
        }
    }

    #[test]
    fn dengbao_wants_three_of_four_classes() {
        let dengbao = |text: &str| verdict(PasswordProfile::Dengbao, text);
        assert_eq!(dengbao("Ab3!xyz"), Some("too_short"));
        assert_eq!(dengbao("abcdefg9"), Some("too_simple"));
        assert_eq!(dengbao("Shahe-16"), None);
    }

    #[test]
    fn only_dengbao_passwords_grow_old() {
        let changed = chrono::NaiveDate::default().and_time(chrono::NaiveTime::MIN);
        let last = changed + Duration::days(90) - Duration::milliseconds(1);
        assert!(!PasswordProfile::Dengbao.expired(changed, last));
        assert!(PasswordProfile::Dengbao.expired(changed, changed + Duration::days(90)));
        assert!(!PasswordProfile::Length.expired(changed, changed + Duration::days(9000)));
    }
}
