//! Bodies of requests about accounts, and the one pass that checks them.

use serde::Deserialize;
use utoipa::ToSchema;

use super::Role;
use super::rules::password::{self, PasswordProfile, Plaintext};
use super::rules::user::{NAME_MAX, check_unit, username};
use super::store::users::{User, UserFields};
use crate::base::line::{email, line, optional_line};
use crate::base::{Error, FieldError, Result, patch};
use crate::vocabulary::bounds::PHONE;

/// Who signs in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "zhang.san", "password": "baoyuhu-2021-liushi"}))]
pub struct Credentials {
    /// The account's name; capital letters count as small ones.
    #[schema(example = "zhang.san", max_length = 64)]
    pub username: String,
    /// The account's password.
    #[schema(value_type = String, format = Password, max_length = 256)]
    pub password: Plaintext,
}

/// One's own password, as it is and as it becomes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current_password": "baoyuhu-2021-liushi",
    "new_password": "qiuyuhu-2021-liushi"}))]
pub struct OwnPassword {
    /// The password in force. A wrong one counts as a failed sign-in.
    #[schema(value_type = String, format = Password, max_length = 256)]
    pub current_password: Plaintext,
    /// The password from now on: another one, as `GET /me/password` says it has to be, no common one
    /// and without control characters.
    #[schema(value_type = String, format = Password, max_length = 256)]
    pub new_password: Plaintext,
}

/// A password that an administrator sets for somebody.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "baoyuhu-2021-liushi"}))]
pub struct ResetPassword {
    /// Good for the next sign-in, at which another one has to be chosen; as `GET /me/password` says
    /// it has to be.
    #[schema(value_type = String, format = Password, max_length = 256)]
    pub password: Plaintext,
}

/// A new account.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "zhang.san", "display_name": "沙河产业园区 张三",
    "role": "park_staff", "park_id": 1, "email": "zhang.san@shahe.example", "phone": "0375-3990001",
    "password": "baoyuhu-2021-liushi"}))]
pub struct UserIn {
    /// What is signed in with: 2 to 64 small letters, digits, `.`, `_`, `-`, a letter or digit first;
    /// capital letters become small ones. No two accounts have the same, and it can't be changed.
    #[schema(example = "zhang.san", min_length = 2, max_length = 64)]
    pub username: String,
    /// The name that others read, on one line of 1 to 100 characters.
    #[schema(example = "张三", min_length = 1, max_length = 100)]
    pub display_name: String,
    /// What the account may do.
    pub role: Role,
    /// The park (园区) it belongs to; required for park_staff and refused for others.
    pub park_id: Option<i64>,
    /// The department (单位) it belongs to; required for department_staff and refused for others.
    pub department_id: Option<i64>,
    /// Where mail goes, at most 254 bytes; none is sent where it is null.
    #[schema(example = "zhang.san@shahe.example", max_length = 254)]
    pub email: Option<String>,
    /// A telephone number, at most 30 characters.
    #[schema(example = "0375-3990001", max_length = 30)]
    pub phone: Option<String>,
    /// Good for the first sign-in, at which another one has to be chosen; as `GET /me/password` says
    /// it has to be.
    #[schema(value_type = String, format = Password, max_length = 256)]
    pub password: Plaintext,
}

/// Changes to an account; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"display_name": "沙河产业园区 张三", "phone": "0375-3990001"}))]
pub struct UserPatch {
    /// The name that others read, on one line of 1 to 100 characters.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub display_name: Option<String>,
    /// What the account may do. Another role ends its sessions.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// The park (园区) it belongs to: park_staff have one, others null. Another one ends its
    /// sessions.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub park_id: Option<Option<i64>>,
    /// The department (单位) it belongs to: department_staff have one, others null. Another one ends
    /// its sessions.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub department_id: Option<Option<i64>>,
    /// Where mail goes, at most 254 bytes; null takes it away.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 254)]
    pub email: Option<Option<String>>,
    /// A telephone number, at most 30 characters; null takes it away.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 30)]
    pub phone: Option<Option<String>>,
    /// Whether one can sign in with it; `false` ends its sessions. The last active administrator
    /// stays.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

impl UserIn {
    /// The username and the other fields, as they are kept.
    ///
    /// # Errors
    /// 422 with everything that is wrong.
    pub fn check(&self, profile: PasswordProfile) -> Result<(String, UserFields)> {
        let mut errors = Vec::new();
        let username = username(&self.username).unwrap_or_else(|fault| {
            errors.push(fault);
            String::new()
        });
        let fields = UserFields {
            display_name: line("/display_name", &self.display_name, NAME_MAX, &mut errors),
            role: self.role,
            park_id: self.park_id,
            department_id: self.department_id,
            email: email_of(self.email.as_deref(), &mut errors),
            phone: phone_of(self.phone.as_deref(), &mut errors),
            active: true,
        };
        check_unit(
            fields.role,
            fields.park_id,
            fields.department_id,
            &mut errors,
        );
        errors.extend(password::check(
            profile,
            "/password",
            &self.password,
            &username,
        ));
        done(errors)?;
        Ok((username, fields))
    }
}

impl UserPatch {
    /// The account's fields as they become.
    ///
    /// # Errors
    /// 422 with everything that is wrong.
    pub fn apply(&self, old: &User) -> Result<UserFields> {
        let mut errors = Vec::new();
        let mut fields = old.fields();
        // What stays isn't checked again: it may be older than a rule.
        if let Some(name) = self
            .display_name
            .as_ref()
            .filter(|name| **name != old.display_name)
        {
            fields.display_name = line("/display_name", name, NAME_MAX, &mut errors);
        }
        if let Some(email) = self.email.as_ref().filter(|email| **email != old.email) {
            fields.email = email_of(email.as_deref(), &mut errors);
        }
        if let Some(phone) = self.phone.as_ref().filter(|phone| **phone != old.phone) {
            fields.phone = phone_of(phone.as_deref(), &mut errors);
        }
        fields.role = self.role.unwrap_or(fields.role);
        fields.park_id = self.park_id.unwrap_or(fields.park_id);
        fields.department_id = self.department_id.unwrap_or(fields.department_id);
        fields.active = self.active.unwrap_or(fields.active);
        check_unit(
            fields.role,
            fields.park_id,
            fields.department_id,
            &mut errors,
        );
        done(errors)?;
        Ok(fields)
    }
}

fn email_of(value: Option<&str>, errors: &mut Vec<FieldError>) -> Option<String> {
    let value = value.map(str::trim).filter(|v| !v.is_empty())?;
    Some(email("/email", value, errors))
}

fn phone_of(value: Option<&str>, errors: &mut Vec<FieldError>) -> Option<String> {
    optional_line("/phone", value, PHONE, errors)
}

fn done(errors: Vec<FieldError>) -> Result<()> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}
