//! Bodies of the directory's requests, and the one pass that checks them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rules::{
    CONTACTS_MAX, DepartmentKind, EMAILS_MAX, EnterpriseSize, NAME_MAX, OperatingStatus, PHONE_MAX,
    ParkKind, TAG_MAX, TAGS_MAX, email, line, optional_line,
};
use crate::base::given::Date;
use crate::base::{Error, FieldError, Result, patch};

/// A new park (园区).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "SH", "name": "沙河产业园区", "kind": "park"}))]
pub struct ParkIn {
    /// 1 to 10 capital letters and digits, a letter first; begins the numbers of the park's problems.
    /// No two parks have the same, and it can't be changed.
    #[schema(
        example = "SH",
        min_length = 1,
        max_length = 10,
        pattern = "^[A-Z][A-Z0-9]{0,9}$"
    )]
    pub code: String,
    /// What it is called, on one line of 1 to 100 characters. No two parks have the same.
    #[schema(example = "沙河产业园区", min_length = 1, max_length = 100)]
    pub name: String,
    /// What kind of area it is.
    pub kind: ParkKind,
}

/// Changes to a park; what is absent stays. The code can't change: it stands in problem numbers.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "沙河产业园区"}))]
pub struct ParkPatch {
    /// What it is called, on one line of 1 to 100 characters. No two parks have the same.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    /// What kind of area it is.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub kind: Option<ParkKind>,
    /// Whether it is in use; nothing new is filed in one that isn't.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// A new department (单位) that solves problems.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "华辰电力公司", "kind": "utility",
    "notice_emails": ["diaodu@huachen.example"], "peer_group": "公用企业",
    "duty_contact": "值班室 0375-3990002"}))]
pub struct DepartmentIn {
    /// What it is called, on one line of 1 to 100 characters. No two departments have the same.
    #[schema(example = "华辰电力公司", min_length = 1, max_length = 100)]
    pub name: String,
    /// What kind of body it is.
    pub kind: DepartmentKind,
    /// Addresses that are told of dispatches and limits, besides the department's accounts: at most 20
    /// of at most 254 bytes; none where absent.
    #[serde(default)]
    #[schema(max_items = 20, max_length = 254)]
    pub notice_emails: Vec<String>,
    /// The departments that it is compared with in reports are those with the same text here; at most
    /// 100 characters.
    #[schema(example = "公用企业", max_length = 100)]
    pub peer_group: Option<String>,
    /// Whom to call (值班联系人), at most 100 characters.
    #[schema(example = "值班室 0375-3990002", max_length = 100)]
    pub duty_contact: Option<String>,
    /// Whether the slip (交办单) goes along as PDF with letters about what it is to begin; false where
    /// absent.
    #[serde(default)]
    pub wants_slip_pdf: bool,
}

/// Changes to a department; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"notice_emails": ["diaodu@huachen.example"],
    "duty_contact": "值班室 0375-3990002"}))]
pub struct DepartmentPatch {
    /// What it is called, on one line of 1 to 100 characters. No two departments have the same.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    /// What kind of body it is.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub kind: Option<DepartmentKind>,
    /// All addresses that are told of dispatches and limits from now on: at most 20 of at most 254
    /// bytes.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(max_items = 20, max_length = 254, nullable = false)]
    pub notice_emails: Option<Vec<String>>,
    /// The departments that it is compared with in reports are those with the same text here; at most
    /// 100 characters; null takes it out of its group.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub peer_group: Option<Option<String>>,
    /// Whom to call (值班联系人), at most 100 characters; null takes it away.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub duty_contact: Option<Option<String>>,
    /// Whether the slip (交办单) goes along as PDF with letters about what it is to begin.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub wants_slip_pdf: Option<bool>,
    /// Whether it is in use; no problem is dispatched to one that isn't.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// A new category (类别) of problems.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "临时用电", "parent_id": 4}))]
pub struct CategoryIn {
    /// What it is called, on one line of 1 to 100 characters. No two categories have the same.
    #[schema(example = "用电", min_length = 1, max_length = 100)]
    pub name: String,
    /// The category above it, an active one that has none above itself: there are two levels. Null for
    /// the first level.
    pub parent_id: Option<i64>,
}

/// Changes to a category; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "用电"}))]
pub struct CategoryPatch {
    /// What it is called, on one line of 1 to 100 characters. No two categories have the same.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    /// The category above it, an active one that has none above itself; null brings it to the first
    /// level. One with categories below it stays there.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub parent_id: Option<Option<i64>>,
    /// Whether it is in use; no problem is filed under one that isn't.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// A person at the enterprise (联系人). Kept with the enterprise only; never in events, mails or
/// reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The person's name, on one line of 1 to 100 characters.
    #[schema(example = "王负责人", min_length = 1, max_length = 100)]
    pub name: String,
    /// The whole telephone number, at most 30 characters. Answers show `138****1234` to those who don't
    /// work with the enterprise; sent back with the same name, that means the number that is kept.
    #[schema(example = "13800001234", max_length = 30)]
    pub phone: Option<String>,
    /// An e-mail address, at most 254 bytes.
    #[schema(example = "fuzeren@juhezhuang.example", max_length = 254)]
    pub email: Option<String>,
    /// What the person is there (职务), at most 100 characters.
    #[schema(example = "负责人", max_length = 100)]
    pub position: Option<String>,
}

/// A new enterprise (企业).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "聚合庄生态农庄", "credit_code": "91350100M000100Y43", "park_id": 1,
    "industry": "农业", "size": "small", "tags": ["规上"], "operating_status": "running",
    "operating_status_since": "2019-03-01", "assisting_leader": "李区长", "liaison_user_id": 3,
    "contacts": [{"name": "王负责人", "phone": "13800001234", "email": null, "position": "负责人"}]}))]
pub struct EnterpriseIn {
    /// What it is called, on one line of 1 to 100 characters.
    #[schema(example = "聚合庄生态农庄", min_length = 1, max_length = 100)]
    pub name: String,
    /// 统一社会信用代码: 18 digits and capital letters without I, O, S, V, Z, the last one checked by GB
    /// 32100; small letters become capital ones. No two enterprises have the same. Null where it has none
    /// yet, as while 筹建.
    #[schema(example = "91350100M000100Y43", max_length = 18)]
    pub credit_code: Option<String>,
    /// The park it belongs to, an active one; park staff name their own.
    pub park_id: i64,
    /// What it does (行业), at most 100 characters.
    #[schema(example = "农业", max_length = 100)]
    pub industry: Option<String>,
    /// How large it is.
    pub size: Option<EnterpriseSize>,
    /// What it is known as (标签), such as 规上 and 专精特新: at most 20 of 1 to 30 characters; none where
    /// absent.
    #[serde(default)]
    #[schema(max_items = 20, min_length = 1, max_length = 30)]
    pub tags: Vec<String>,
    /// How it is running; null where that isn't known.
    pub operating_status: Option<OperatingStatus>,
    /// The day since which it has been so; today where absent. Not after today, and only together with
    /// `operating_status`.
    #[schema(example = "2019-03-01")]
    pub operating_status_since: Option<Date>,
    /// The leader who looks after it (包联领导), at most 100 characters.
    #[schema(example = "李区长", max_length = 100)]
    pub assisting_leader: Option<String>,
    /// The account of its liaison officer (首席服务员): one of `GET /enterprises/liaisons` for its park.
    pub liaison_user_id: Option<i64>,
    /// People there (联系人), at most 20; none where absent.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub contacts: Vec<Contact>,
}

/// Changes to an enterprise; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"operating_status": "reduced", "operating_status_since": "2021-08-09",
    "assisting_leader": "李区长"}))]
pub struct EnterprisePatch {
    /// What it is called, on one line of 1 to 100 characters.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    /// 统一社会信用代码: 18 digits and capital letters, the last one checked by GB 32100; null takes it
    /// away.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 18)]
    pub credit_code: Option<Option<String>>,
    /// The park it belongs to, an active one. Park staff can't give it to another.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub park_id: Option<i64>,
    /// What it does (行业), at most 100 characters; null takes it away.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub industry: Option<Option<String>>,
    /// How large it is; null: not known.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<EnterpriseSize>)]
    pub size: Option<Option<EnterpriseSize>>,
    /// All of its tags (标签) from now on: at most 20 of 1 to 30 characters.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(max_items = 20, min_length = 1, max_length = 30, nullable = false)]
    pub tags: Option<Vec<String>>,
    /// How it is running from `operating_status_since` on: a new entry in its history. Null adds none.
    pub operating_status: Option<OperatingStatus>,
    /// The day since which it has been so; today where it is absent or null. Not after today, and only
    /// together with `operating_status`.
    pub operating_status_since: Option<Date>,
    /// The leader who looks after it (包联领导), at most 100 characters; null: nobody.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 100)]
    pub assisting_leader: Option<Option<String>>,
    /// The account of its liaison officer (首席服务员): one of `GET /enterprises/liaisons` for its park;
    /// null: nobody.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub liaison_user_id: Option<Option<i64>>,
    /// All people there (联系人) from now on, at most 20.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(max_items = 20, nullable = false)]
    pub contacts: Option<Vec<Contact>>,
    /// Whether it is in use; nothing new is filed about one that isn't.
    #[serde(default, deserialize_with = "patch::value")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// Collects what is wrong with a body, field by field. Of a patch only what it changes is checked: what
/// there was before may be older than a rule.
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

    /// A name that may be another than before.
    pub fn new_name(&mut self, told: Option<&String>, had: &str) -> String {
        match told.filter(|told| *told != had) {
            Some(told) => self.name(told),
            None => had.to_owned(),
        }
    }

    /// A short text that may be another than before.
    pub fn new_short(
        &mut self,
        pointer: &str,
        told: Option<&Option<String>>,
        had: &Option<String>,
    ) -> Option<String> {
        match told.filter(|told| *told != had) {
            Some(told) => self.short(pointer, told.as_deref()),
            None => had.clone(),
        }
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

    /// `had` are those there were.
    pub fn emails(&mut self, list: &[String], had: &[String]) -> Vec<String> {
        self.few("/notice_emails", list, EMAILS_MAX);
        list.iter()
            .enumerate()
            .map(|(i, one)| match had.contains(one) {
                true => one.clone(),
                false => email(&format!("/notice_emails/{i}"), one, &mut self.errors),
            })
            .collect()
    }

    /// As [`Self::emails`].
    pub fn tags(&mut self, list: &[String], had: &[String]) -> Vec<String> {
        self.few("/tags", list, TAGS_MAX);
        list.iter()
            .enumerate()
            .map(|(i, tag)| match had.contains(tag) {
                true => tag.clone(),
                false => line(&format!("/tags/{i}"), tag, TAG_MAX, &mut self.errors),
            })
            .collect()
    }

    /// As [`Self::emails`].
    pub fn contacts(&mut self, list: &[Contact], had: &[Contact]) -> Vec<Contact> {
        self.few("/contacts", list, CONTACTS_MAX);
        list.iter()
            .enumerate()
            .map(|(i, one)| {
                if had.contains(one) {
                    return one.clone();
                }
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
