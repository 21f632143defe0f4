//! A row of a directory of enterprises.

use chrono::NaiveDate;

use super::fault::{Issue, issue};
use super::names::{are_several_firms, is_none};
use super::problem::NAME;
use super::row::Reading;
use crate::directory::input::{Check, Contact};
use crate::directory::rules::{EnterpriseSize, OperatingStatus, TAG_MAX, TAGS_MAX, credit_code};
use crate::ledger::columns::names_of;
use crate::ledger::words::{SIZES, STATUSES};
use crate::problems::rules::check::TEXT;

/// What a row says, before anybody has looked into the directory.
#[derive(Debug, Clone)]
pub struct EnterpriseDraft {
    pub row: u32,
    pub name: String,
    pub credit_code: Option<String>,
    pub park: Option<String>,
    pub industry: Option<String>,
    pub size: Option<EnterpriseSize>,
    pub tags: Vec<String>,
    pub operating_status: Option<OperatingStatus>,
    pub operating_status_since: Option<NaiveDate>,
    pub assisting_leader: Option<String>,
    pub liaison: Option<String>,
    pub contacts: Vec<Contact>,
}

/// A credit code as it is kept; the file's own spelling may have spaces and small letters.
pub fn code(it: &mut Reading, cell: Option<String>) -> Option<String> {
    let cell = cell.filter(|cell| !is_none(cell) && cell != "待补" && cell != "筹建")?;
    let bare: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let mut errors = vec![];
    let code = credit_code("/credit_code", &bare, &mut errors);
    match errors.pop() {
        None => Some(code),
        Some(error) => {
            it.wrong(
                "credit_code",
                Issue {
                    code: error.code,
                    detail: error.detail,
                },
            );
            None
        }
    }
}

/// Reads a row. None where something is wrong with it.
pub fn enterprise(it: &mut Reading) -> Option<EnterpriseDraft> {
    let name = it.name("name", NAME);
    match &name {
        None => it.required("name"),
        Some(name) if are_several_firms(name) => it.wrong("name", issue("several_firms")),
        Some(_) => {}
    }
    let given = it.line("credit_code", 30);
    let credit_code = code(it, given);
    let tags = it.names("tags", TEXT).unwrap_or_default();
    let tags = names_of(&tags).into_iter().filter(|tag| !is_none(tag));
    let tags: Vec<String> = tags.map(str::to_owned).collect();
    if tags.len() > TAGS_MAX || tags.iter().any(|tag| tag.chars().count() > TAG_MAX) {
        let zh = format!("标签不能超过{TAGS_MAX}个，每个不超过{TAG_MAX}个字符");
        it.wrong(
            "tags",
            Issue::new(
                "too_many",
                zh,
                format!("at most {TAGS_MAX} of {TAG_MAX} characters"),
            ),
        );
    }
    let operating_status = it.word("operating_status", STATUSES);
    let operating_status_since = it.past_day("operating_status_since");
    if operating_status.is_none() && operating_status_since.is_some() {
        it.required("operating_status");
    }
    let draft = EnterpriseDraft {
        row: it.record.number,
        credit_code,
        park: it.name("park", NAME),
        industry: it.name("industry", NAME),
        size: it.word("size", SIZES),
        tags,
        operating_status,
        operating_status_since,
        assisting_leader: it.name("assisting_leader", NAME),
        liaison: it.name("liaison", NAME),
        contacts: contacts(it),
        name: name?,
    };
    (!it.is_wrong()).then_some(draft)
}

/// Contacts, several of them parted by 、 alike in every column.
fn contacts(it: &mut Reading) -> Vec<Contact> {
    let mut list = |key| {
        let cell = it.names(key, TEXT).filter(|cell| !is_none(cell));
        names_of(&cell.unwrap_or_default())
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (names, positions) = (list("contact"), list("contact_position"));
    let (phones, emails) = (list("contact_phone"), list("contact_email"));
    let many = names.len();
    // One of several may have none: 无 keeps the place of the others.
    let has = |given: &&String| !is_none(given);
    for (key, other) in [
        ("contact_position", &positions),
        ("contact_phone", &phones),
        ("contact_email", &emails),
    ] {
        if !other.is_empty() && other.len() != many {
            let (zh, en) = (
                format!("共{}项，与联系人数{many}不一致", other.len()),
                "doesn't go with the contacts",
            );
            it.wrong(key, Issue::new("contradiction", zh, en));
        }
    }
    let contacts: Vec<Contact> = names
        .into_iter()
        .enumerate()
        .map(|(index, name)| Contact {
            name,
            phone: phones.get(index).filter(has).cloned(),
            email: emails.get(index).filter(has).cloned(),
            position: positions.get(index).filter(has).cloned(),
        })
        .collect();
    let mut check = Check::default();
    let contacts = check.contacts(&contacts, &[]);
    for error in check.errors {
        let key = match error.pointer.rsplit('/').next() {
            Some("phone") => "contact_phone",
            Some("email") => "contact_email",
            Some("position") => "contact_position",
            _ => "contact",
        };
        it.wrong(
            key,
            Issue {
                code: error.code,
                detail: error.detail,
            },
        );
    }
    contacts
}
