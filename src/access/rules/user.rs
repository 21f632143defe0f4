//! What an account must be like.

use super::Role;
use crate::base::FieldError;
use crate::vocabulary::bounds::USERNAME;

/// The longest name shown for somebody.
pub use crate::vocabulary::bounds::NAME as NAME_MAX;

const USERNAME_MIN: usize = 2;

/// A username as it is kept: small letters, digits, `.`, `_` and `-`, 2 to 64 of them, beginning
/// with a letter or digit. Capital letters become small ones, so that nobody passes for another.
pub fn username(text: &str) -> Result<String, FieldError> {
    let name = text.trim().to_ascii_lowercase();
    let well_formed = (USERNAME_MIN..=USERNAME).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
        && name
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_alphanumeric);
    if well_formed {
        Ok(name)
    } else {
        Err(FieldError::new(
            "/username",
            "malformed",
            "用户名为2至64位小写字母、数字或 . _ -，以字母或数字开头",
            "2 to 64 letters, digits, . _ -, beginning with a letter or digit",
        ))
    }
}

/// Where somebody belongs: park staff to a park, department staff to a department, others to
/// neither.
pub fn check_unit(
    role: Role,
    park_id: Option<i64>,
    department_id: Option<i64>,
    errors: &mut Vec<FieldError>,
) {
    let mut check = |pointer: &str, given: bool, wanted: bool| {
        if wanted && !given {
            errors.push(FieldError::new(
                pointer,
                "required",
                "该角色须指定所属单位",
                "is required for this role",
            ));
        } else if given && !wanted {
            errors.push(FieldError::new(
                pointer,
                "not_for_role",
                "该角色不属于此类单位",
                "is not for this role",
            ));
        }
    };
    check("/park_id", park_id.is_some(), role == Role::ParkStaff);
    check(
        "/department_id",
        department_id.is_some(),
        role == Role::DepartmentStaff,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_small_and_plain() {
        assert_eq!(username(" Zhang.San "), Ok("zhang.san".into()));
        assert!(username("a").is_err());
        assert_eq!(username("ab"), Ok("ab".into()));
        assert!(username(&"a".repeat(64)).is_ok());
        assert!(username(&"a".repeat(65)).is_err());
        for wrong in ["-ab", "张三", "a b", "a\nb", ""] {
            assert!(username(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_unit_goes_with_its_role_only() {
        let verdict = |role, park, department| {
            let mut errors = Vec::new();
            check_unit(role, park, department, &mut errors);
            errors
                .iter()
                .map(|e| (e.pointer.clone(), e.code))
                .collect::<Vec<_>>()
        };
        assert!(verdict(Role::ParkStaff, Some(1), None).is_empty());
        assert!(verdict(Role::Leader, None, None).is_empty());
        assert_eq!(
            verdict(Role::ParkStaff, None, Some(1)),
            [
                ("/park_id".into(), "required"),
                ("/department_id".into(), "not_for_role")
            ]
        );
        assert_eq!(
            verdict(Role::Admin, Some(1), None),
            [("/park_id".into(), "not_for_role")]
        );
    }
}
