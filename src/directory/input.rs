//! Bodies of the directory's requests, and the one pass that checks them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rules::{
    CONTACTS_MAX, DepartmentKind, EMAILS_MAX, EnterpriseSize, NAME_MAX, OperatingStatus, PHONE_MAX,
    ParkKind, TAG_MAX, TAGS_MAX, email, line, optional_line,
};
use crate::base::{Error, FieldError, Result, patch};

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParkIn {
    /// 1 to 10 capital letters and digits; begins the numbers of the park's problems.
    #[schema(
        example = "SH",
        min_length = 1,
        max_length = 10,
        pattern = "^[A-Z][A-Z0-9]{0,9}$"
    )]
    pub code: String,
    #[schema(example = "沙河产业园区", min_length = 1, max_length = 100)]
    pub name: String,
    pub kind: ParkKind,
}

/// The code can't change: it stands in problem numbers.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParkPatch {
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub kind: Option<ParkKind>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartmentIn {
    #[schema(example = "华辰电力公司", min_length = 1, max_length = 100)]
    pub name: String,
    pub kind: DepartmentKind,
    /// At most 20 addresses that are told of dispatches and limits.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub notice_emails: Vec<String>,
    #[schema(max_length = 100)]
    pub peer_group: Option<String>,
    #[schema(max_length = 100)]
    pub duty_contact: Option<String>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartmentPatch {
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub kind: Option<DepartmentKind>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(max_items = 20, nullable = false)]
    pub notice_emails: Option<Vec<String>>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub peer_group: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub duty_contact: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryIn {
    #[schema(example = "用电", min_length = 1, max_length = 100)]
    pub name: String,
    /// A category of the first level; there are two levels.
    pub parent_id: Option<i64>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryPatch {
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub parent_id: Option<Option<i64>>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// A person at the enterprise. Kept with the enterprise only; never in events, mails or reports.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[schema(max_length = 30)]
    pub phone: Option<String>,
    #[schema(max_length = 254)]
    pub email: Option<String>,
    #[schema(max_length = 100)]
    pub position: Option<String>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterpriseIn {
    #[schema(example = "聚合庄生态农庄", min_length = 1, max_length = 100)]
    pub name: String,
    /// 统一社会信用代码, checked by GB 32100; may be absent while 筹建.
    #[schema(example = "91350100M000100Y43")]
    pub credit_code: Option<String>,
    pub park_id: i64,
    #[schema(max_length = 100)]
    pub industry: Option<String>,
    pub size: Option<EnterpriseSize>,
    /// At most 20 of at most 30 characters.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub tags: Vec<String>,
    pub operating_status: Option<OperatingStatus>,
    /// Since which day; today where absent. Not in the future.
    pub operating_status_since: Option<NaiveDate>,
    /// 包联领导.
    #[schema(max_length = 100)]
    pub assisting_leader: Option<String>,
    /// 首席服务员: a user of the enterprise's park or of the campaign office.
    pub liaison_user_id: Option<i64>,
    /// At most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub contacts: Vec<Contact>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterprisePatch {
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>)]
    pub credit_code: Option<Option<String>>,
    /// The coordinator alone moves an enterprise to another park.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub park_id: Option<i64>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub industry: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<EnterpriseSize>)]
    pub size: Option<Option<EnterpriseSize>>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(max_items = 20, nullable = false)]
    pub tags: Option<Vec<String>>,
    pub operating_status: Option<OperatingStatus>,
    pub operating_status_since: Option<NaiveDate>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub assisting_leader: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub liaison_user_id: Option<Option<i64>>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(max_items = 20, nullable = false)]
    pub contacts: Option<Vec<Contact>>,
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// Collects what is wrong with a body, field by field.
#[derive(Default)]
pub struct Check {
    pub errors: Vec<FieldError>,
}

impl Check {
    pub fn done(self) -> Result<()> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.errors))
        }
    }

    pub fn name(&mut self, value: &str) -> String {
        line("/name", value, NAME_MAX, &mut self.errors)
    }

    pub fn short(&mut self, pointer: &str, value: Option<&str>) -> Option<String> {
        optional_line(pointer, value, NAME_MAX, &mut self.errors)
    }

    fn few<T>(&mut self, pointer: &str, list: &[T], max: usize) {
        if list.len() > max {
            self.errors.push(FieldError::new(
                pointer,
                "too_many",
                format!("不能超过{max}项"),
                format!("must have at most {max} items"),
            ));
        }
    }

    pub fn emails(&mut self, list: &[String]) -> Vec<String> {
        self.few("/notice_emails", list, EMAILS_MAX);
        list.iter()
            .enumerate()
            .map(|(i, one)| email(&format!("/notice_emails/{i}"), one, &mut self.errors))
            .collect()
    }

    pub fn tags(&mut self, list: &[String]) -> Vec<String> {
        self.few("/tags", list, TAGS_MAX);
        list.iter()
            .enumerate()
            .map(|(i, tag)| line(&format!("/tags/{i}"), tag, TAG_MAX, &mut self.errors))
            .collect()
    }

    pub fn contacts(&mut self, list: &[Contact]) -> Vec<Contact> {
        self.few("/contacts", list, CONTACTS_MAX);
        list.iter()
            .enumerate()
            .map(|(i, one)| {
                let at = |field: &str| format!("/contacts/{i}/{field}");
                if one
                    .phone
                    .as_deref()
                    .is_some_and(|phone| phone.contains('*'))
                {
                    self.errors.push(FieldError::new(
                        at("phone"),
                        "masked",
                        "请填写完整的电话号码",
                        "must be the whole number",
                    ));
                }
                let address = one.email.as_deref().filter(|e| !e.trim().is_empty());
                Contact {
                    name: line(&at("name"), &one.name, NAME_MAX, &mut self.errors),
                    phone: optional_line(
                        &at("phone"),
                        one.phone.as_deref(),
                        PHONE_MAX,
                        &mut self.errors,
                    ),
                    email: address.map(|e| email(&at("email"), e, &mut self.errors)),
                    position: self.short(&at("position"), one.position.as_deref()),
                }
            })
            .collect()
    }
}
