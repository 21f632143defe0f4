//! Taking a file in: begun by whoever uploads it, worked on in the background, written when they
//! say so.

mod enterprise_index;
mod enterprises;
mod entries;
mod failed;
mod kept;
mod maker;
mod pass;
mod prepare;
mod problems;
mod publish;
mod visits;
mod worker;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};

pub use entries::EntryIndex;
pub use failed::failed_rows;
pub use kept::{discard, forget};
pub use worker::Worker;

use crate::access::{Actor, Role, Scope};
use crate::attachments::rules::name::cleaned;
use crate::audit;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::fault::FileFault;
use crate::ledger::import::rules::header::{Mapping, place};
use crate::ledger::import::rules::money::MoneyUnit;
use crate::ledger::import::rules::names::Names;
use crate::ledger::import::rules::read::Table;
use crate::ledger::import::rules::seen_rows::SeenRows;
use crate::ledger::import::state::{Missing, Mode, State};
use crate::ledger::import::store::{self, ImportRow, NewImport};

/// What a check of rows works with.
pub struct Checking {
    pub names: Names,
    pub seen: SeenRows,
    /// Where the file is one of a ledger's entries.
    pub entries: Option<EntryIndex>,
}

/// An import that somebody asks for.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    pub kind: Kind,
    pub dry_run: bool,
    pub mode: Mode,
    pub mapping: Mapping,
    /// The name of a sheet; the first one with a header where absent.
    pub sheet: Option<String>,
    pub create_missing: BTreeSet<Missing>,
    pub file_name: String,
    /// The unit of amounts whose headings tell none; of files of a ledger's entries alone.
    pub unit: Option<MoneyUnit>,
}

impl Default for ImportRequest {
    fn default() -> Self {
        Self {
            kind: Kind::Problems,
            dry_run: true,
            mode: Mode::AllOrNothing,
            mapping: Mapping::new(),
            sheet: None,
            create_missing: BTreeSet::new(),
            file_name: String::new(),
            unit: None,
        }
    }
}

/// What is wrong with a file before it is looked into, as an answer to its upload.
///
/// # Errors
/// 422 for a file of another kind, a damaged or a protected one, and one that inflates to too much.
pub fn inspect(content: &[u8], sheet: Option<&str>) -> Result<()> {
    let table = Table::open(content).map_err(|fault| refused("/file", &fault))?;
    match sheet {
        Some(name) if !table.sheets().iter().any(|own| own == name) => {
            Err(refused("/sheet", &FileFault::new("sheet_unknown")))
        }
        _ => Ok(()),
    }
}

fn refused(pointer: &str, fault: &FileFault) -> Error {
    let detail = fault.detail();
    Error::invalid(FieldError::new(pointer, fault.code, detail.zh, detail.en))
}

/// Keeps a file that was inspected, to be read in its turn.
///
/// # Errors
/// 422 for a wrong mapping, 403 for what only the coordinator may make.
pub fn begin(
    conn: &mut Conn,
    (who, at): (&Actor, DateTime<Utc>),
    asked: &ImportRequest,
    content: &[u8],
) -> Result<ImportRow> {
    who.require(&takers(asked.kind))?;
    if !asked.create_missing.is_empty() {
        who.require(&[Role::Coordinator])?;
    }
    check_mapping(asked.kind, &asked.mapping)?;
    if asked.unit.is_some() && !matches!(asked.kind, Kind::Entries(_)) {
        return Err(Error::invalid(FieldError::new(
            "/unit",
            "not_applicable",
            "这类台账没有金额，不用选择单位",
            "belongs to files of a ledger with amounts",
        )));
    }
    let new = NewImport {
        kind: asked.kind.as_str(),
        dry_run: asked.dry_run,
        mode: asked.mode,
        create_missing: serde_json::to_string(&asked.create_missing).map_err(Error::internal)?,
        mapping: serde_json::to_string(&asked.mapping).map_err(Error::internal)?,
        sheet: asked.sheet.clone(),
        file_name: cleaned(&asked.file_name),
        file_hash: hex::encode(Sha256::digest(content)),
        requested_by: who.id,
        park_id: match who.cases() {
            Scope::Park(park) => Some(park),
            _ => None,
        },
        department_id: match who.cases() {
            Scope::Department(department) => Some(department),
            _ => None,
        },
        unit: asked.unit,
        kept_bytes: kept::size(content.len()),
    };
    kept::fits(conn, who.id, new.kept_bytes)?;
    let id = store::insert(conn, at.naive_utc(), &new, content)?;
    let data = json!({"kind": new.kind, "file_name": new.file_name, "file_hash": new.file_hash});
    audit::record(
        conn,
        at.naive_utc(),
        &who.entry("import.begin", "import", id, data),
    )?;
    get(conn, who, id)
}

/// Who takes files of a kind in: of a ledger's entries those who list them.
fn takers(kind: Kind) -> Vec<Role> {
    match kind {
        Kind::Enterprises | Kind::Visits | Kind::Problems => {
            vec![Role::Coordinator, Role::ParkStaff]
        }
        Kind::Entries(ledger) => {
            let first = ledger.description().first_move();
            first.map(|row| row.roles()).unwrap_or_default()
        }
    }
}

fn check_mapping(kind: Kind, mapping: &Mapping) -> Result<()> {
    let mut errors = vec![];
    let mut keys = BTreeSet::new();
    for (letter, key) in mapping {
        let pointer = format!("/mapping/{letter}");
        if place(letter).is_none() {
            errors.push(FieldError::new(
                &pointer,
                "unknown_field",
                "没有这一列，请用列的字母",
                "is no column",
            ));
        }
        let Some(key) = key else { continue };
        if kind.by_key(key).is_none() {
            errors.push(FieldError::new(
                &pointer,
                "unknown_value",
                "不是可选的内容",
                "is none of the known columns",
            ));
        } else if !keys.insert(key) {
            errors.push(FieldError::new(
                &pointer,
                "duplicate",
                "两列不能对应同一内容",
                "is given to two columns",
            ));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// An import in this person's scope.
///
/// # Errors
/// 404 for an unknown one and a foreign one alike.
pub fn get(conn: &mut Conn, who: &Actor, id: i64) -> Result<ImportRow> {
    store::find(conn, who.cases(), id)?.ok_or(Error::NotFound)
}

/// Asks for what was previewed to be written.
///
/// # Errors
/// 409 where it isn't ready, or has wrong rows that nobody said to leave out.
pub fn commit(
    conn: &mut Conn,
    (who, at): (&Actor, DateTime<Utc>),
    import: &ImportRow,
    mode: Option<Mode>,
) -> Result<ImportRow> {
    let mode = mode.unwrap_or(import.mode);
    if import.state != State::Ready {
        return Err(Error::conflict(
            "import.not_ready",
            "该导入不在待确认状态",
            "This import isn't ready to be written.",
        ));
    }
    if import.wrong_count > 0 && mode == Mode::AllOrNothing {
        return Err(Error::conflict(
            "import.has_errors",
            format!(
                "有{}行有误，请更正后重新上传，或选择仅导入正确行",
                import.wrong_count
            ),
            format!(
                "{} rows are wrong: correct them, or take the good ones only.",
                import.wrong_count
            ),
        ));
    }
    if !store::ask_to_write(conn, import.id, at.naive_utc(), mode)? {
        return Err(Error::Stale);
    }
    let data = json!({"mode": mode});
    audit::record(
        conn,
        at.naive_utc(),
        &who.entry("import.commit", "import", import.id, data),
    )?;
    get(conn, who, import.id)
}
