//! A row of a ledger that a description stands behind.

use serde_json::{Map, Value as Json};

use super::enterprise::code;
use super::fault::Issue;
use super::money;
use super::names::is_none;
use super::row::Reading;
use crate::access::Role;
use crate::entries::api::Served;
use crate::entries::description::{Class, Description, ENTERPRISE_COLUMN, Field, Kind as Of, Text};
use crate::ledger::export::{NO, YES};
use crate::vocabulary::Words;
use crate::vocabulary::bounds::{LINE, NAME, TEXT};

/// What a row says, before anybody has looked into the directory.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryDraft {
    pub row: u32,
    pub number: Option<String>,
    pub park: Option<String>,
    pub enterprise: Option<String>,
    /// The enterprise's code, in ledgers whose entries are called as their enterprise.
    pub credit_code: Option<String>,
    pub leader: Option<String>,
    pub department: Option<String>,
    pub handler: Option<String>,
    /// The code of its state.
    pub status: Option<Text>,
    pub progress: Option<String>,
    /// Its fields, by name; what a cell doesn't say isn't there.
    pub fields: Map<String, Json>,
}

/// Reads a row for somebody of a role. None where something is wrong with it.
pub fn entry(it: &mut Reading, ledger: Served, role: Role) -> Option<EntryDraft> {
    let description = ledger.description();
    let mut fields = Map::new();
    for column in it.kind.columns() {
        let Some(field) = description.field(column.key) else {
            continue;
        };
        if field.hidden_from.contains(&role) {
            if !it.record.get(field.name).is_empty() {
                let (zh, en) = ("该列不由您填报，请清空", "isn't yours to fill in");
                it.wrong(field.name, Issue::new("not_yours", zh, en));
            }
            continue;
        }
        if let Some(value) = value(it, description, field) {
            fields.insert(field.name.to_owned(), value);
        }
    }
    let missing = description
        .given()
        .filter(|field| field.required && !fields.contains_key(field.name));
    for field in missing {
        it.required(field.name);
    }
    let enterprise = it.name(ENTERPRISE_COLUMN, NAME);
    if enterprise.is_none() && description.is_of_enterprise() {
        it.required(ENTERPRISE_COLUMN);
    }
    let credit_code = match description.is_of_enterprise() {
        true => {
            let given = it.line("credit_code", 30);
            code(it, given)
        }
        false => None,
    };
    let draft = EntryDraft {
        row: it.record.number,
        number: it.name("number", LINE),
        park: it.name("park", NAME),
        enterprise,
        credit_code,
        leader: it.name("leader", NAME),
        department: it.name("department", NAME),
        handler: it.name("handler", NAME),
        status: status(it, ledger),
        progress: it.text("progress", TEXT).filter(|text| !is_none(text)),
        fields,
    };
    (!it.is_wrong()).then_some(draft)
}

fn value(it: &mut Reading, of: &Description, field: &Field) -> Option<Json> {
    let key = field.name;
    match field.kind {
        Of::Word { words } => word(it, key, words).map(Json::from),
        Of::Line { most } => it.name(key, most).map(Json::from),
        Of::Text { most } => it
            .text(key, most)
            .filter(|text| !is_none(text))
            .map(Json::from),
        Of::Day if of.is_day_of_move(field) => it.past_day(key).map(|day| day.to_string().into()),
        Of::Day => it.day(key).map(|day| day.to_string().into()),
        Of::Yuan { .. } => {
            let read = money::yuan(it.record.get(key), it.record.unit(key));
            told(it, key, read).map(Json::from)
        }
        Of::Integer { .. } => {
            let read = money::integer(it.record.get(key));
            told(it, key, read).map(Json::from)
        }
        Of::Mu => {
            let read = money::decimal(it.record.get(key));
            told(it, key, read).map(Json::from)
        }
        Of::Flag => flag(it, key).map(Json::from),
        Of::Park
        | Of::Enterprise
        | Of::Department
        | Of::Entry { .. }
        | Of::Departments { .. }
        | Of::Entries { .. }
        | Of::Records { .. }
        | Of::Group { .. } => None,
    }
}

fn told<T>(it: &mut Reading, key: Text, read: Result<Option<T>, Issue>) -> Option<T> {
    match read {
        Ok(value) => value,
        Err(issue) => {
            it.wrong(key, issue);
            None
        }
    }
}

/// The key of the word in a cell.
fn word(it: &mut Reading, key: Text, words: Words) -> Option<Text> {
    let text = it.name(key, LINE)?;
    let found = words
        .iter()
        .find(|word| word.zh == text || word.synonyms.contains(&text.as_str()));
    if found.is_none() {
        let names: Vec<&str> = words.iter().map(|word| word.zh).collect();
        it.unknown_word(key, &text, &names.join("、"));
    }
    found.map(|word| word.key)
}

fn flag(it: &mut Reading, key: Text) -> Option<bool> {
    let text = it.name(key, LINE)?;
    match text.as_str() {
        YES => Some(true),
        NO => Some(false),
        _ => {
            it.unknown_word(key, &text, &[YES, NO].join("、"));
            None
        }
    }
}

/// The words of the states that come in: those that count.
pub fn statuses(ledger: Served) -> impl Iterator<Item = (Text, Text)> {
    let all = ledger.description().statuses.iter();
    all.filter(|status| status.class != Class::Excluded)
        .map(|status| (status.code, status.zh))
}

fn status(it: &mut Reading, ledger: Served) -> Option<Text> {
    const KEY: &str = "status";
    let text = it.name(KEY, LINE)?;
    let mut all = ledger.description().statuses.iter();
    let found = all.find(|status| status.zh == text);
    if found.is_none() {
        let names: Vec<Text> = statuses(ledger).map(|(_, zh)| zh).collect();
        it.unknown_word(KEY, &text, &names.join("、"));
    }
    found.map(|status| status.code)
}

/// What is said of an excluded state that would have to be entered anew.
pub fn not_imported() -> Issue {
    let (zh, en) = (
        "已移出台账的条目不导入，请删去该行",
        "what was excluded isn't imported",
    );
    Issue::new("not_applicable", zh, en)
}
