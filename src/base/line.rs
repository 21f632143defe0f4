//! One-line texts: names, titles, addresses.

use super::FieldError;
use super::characters::{self, Lines, is_unseen, tidy};

/// The longest e-mail address, in characters.
pub const EMAIL_MAX: usize = 254;

pub const EMPTY: &str = "不能为空";

pub fn too_long(max: usize) -> String {
    format!("不能超过{max}个字符")
}

/// A one-line text: tidied, not empty, within `max` characters, each of them seen.
pub fn line(pointer: &str, value: &str, max: usize, errors: &mut Vec<FieldError>) -> String {
    let trimmed = tidy(value);
    if trimmed.is_empty() {
        errors.push(FieldError::new(
            pointer,
            "required",
            EMPTY,
            "must not be empty",
        ));
    } else if trimmed.chars().count() > max {
        errors.push(FieldError::new(
            pointer,
            "too_long",
            too_long(max),
            format!("must have at most {max} characters"),
        ));
    } else {
        errors.extend(characters::fault(pointer, &trimmed, Lines::One));
    }
    trimmed.into_owned()
}

/// [`line`] for a value that may be absent; an empty text counts as absent.
pub fn optional_line(
    pointer: &str,
    value: Option<&str>,
    max: usize,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let value = value.map(str::trim).filter(|v| !v.is_empty())?;
    Some(line(pointer, value, max, errors))
}

/// An e-mail address as plain as notices need: one `@`, no spaces, nothing unseen.
pub fn email(pointer: &str, value: &str, errors: &mut Vec<FieldError>) -> String {
    let address = tidy(value);
    let well_formed = address.len() <= EMAIL_MAX
        && !address
            .chars()
            .any(|c| c.is_whitespace() || is_unseen(c) || ",;<>\"".contains(c))
        && address.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if !well_formed {
        errors.push(FieldError::new(
            pointer,
            "malformed",
            "不是有效的邮箱地址",
            "is not an e-mail address",
        ));
    }
    address.into_owned()
}
