//! One-line texts: names, titles, addresses.

use super::FieldError;

const EMAIL_MAX: usize = 254;

/// A one-line text: trimmed, not empty, within `max` characters, no control characters.
pub fn line(pointer: &str, value: &str, max: usize, errors: &mut Vec<FieldError>) -> String {
    let trimmed = value.trim();
    if trimmed.is_empty() {
        errors.push(FieldError::new(
            pointer,
            "required",
            "不能为空",
            "must not be empty",
        ));
    } else if trimmed.chars().count() > max {
        errors.push(FieldError::new(
            pointer,
            "too_long",
            format!("不能超过{max}个字"),
            format!("must have at most {max} characters"),
        ));
    } else if trimmed.chars().any(char::is_control) {
        errors.push(FieldError::new(
            pointer,
            "control_character",
            "不能含有控制字符",
            "must not contain control characters",
        ));
    }
    trimmed.to_owned()
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

/// An e-mail address as plain as notices need: one `@`, no spaces, no control characters.
pub fn email(pointer: &str, value: &str, errors: &mut Vec<FieldError>) -> String {
    let address = value.trim();
    let well_formed = address.len() <= EMAIL_MAX
        && !address
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || ",;<>\"".contains(c))
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
    address.to_owned()
}
