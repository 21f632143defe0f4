//! Which entry of a ledger a row is about.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use crate::access::Actor;
use crate::base::Result;
use crate::base::db::Conn;
use crate::entries::actions::Entry;
use crate::entries::api::Served;
use crate::entries::description::{Class, Description, Field, Text};
use crate::entries::rules::columns::comes_in;
use crate::entries::store::{self, EntryFilter, EntryRow, Sort};
use crate::ledger::import::rules::entry::EntryDraft;
use crate::ledger::import::rules::fault::Issue;
use crate::ledger::import::rules::names::wrong;
use crate::ledger::import::rules::row::RowIssue;
use crate::problems::rules::number::plain_title;

/// Rows read at once.
const CHUNK: usize = 500;

/// The entries of a ledger that its reader may see, by what tells that a row is one of them.
pub struct EntryIndex {
    pub(super) ledger: Served,
    pub(super) actor: Actor,
    by_number: HashMap<String, i64>,
    by_title: HashMap<String, Vec<(Option<i64>, i64)>>,
    /// By an identifying field and its value; several entries may have been given the same one.
    by_field: HashMap<(Text, String), Vec<i64>>,
}

impl EntryIndex {
    /// # Errors
    /// Those of the database.
    pub fn of(conn: &mut Conn, ledger: Served, actor: &Actor) -> Result<Self> {
        let mut index = Self {
            ledger,
            actor: actor.clone(),
            by_number: HashMap::new(),
            by_title: HashMap::new(),
            by_field: HashMap::new(),
        };
        let (scope, code) = (actor.cases(), ledger.code());
        let ids = store::ids(conn, scope, code, &EntryFilter::default(), Sort::Newest)?;
        for some in ids.chunks(CHUNK) {
            for row in store::rows(conn, scope, code, some)? {
                index.add(row)?;
            }
        }
        Ok(index)
    }

    fn add(&mut self, row: EntryRow) -> Result<()> {
        let entry = Entry::of(self.ledger, row, vec![], vec![])?;
        let row = entry.row;
        self.by_number.insert(row.number, row.id);
        let alike = self.by_title.entry(plain_title(&row.title)).or_default();
        alike.push((row.park_id, row.id));
        for (name, value) in identifying(self.ledger.description(), &entry.fields) {
            self.by_field.entry((name, value)).or_default().push(row.id);
        }
        Ok(())
    }

    /// The entries that some rows may be about.
    pub(super) fn known(
        &self,
        conn: &mut Conn,
        drafts: &[(EntryDraft, Vec<RowIssue>)],
    ) -> Result<Known> {
        let ids = drafts.iter().flat_map(|(draft, _)| self.perhaps(draft));
        let mut ids: Vec<i64> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        let mut known = Known::new();
        for some in ids.chunks(CHUNK) {
            for row in store::rows(conn, self.actor.cases(), self.ledger.code(), some)? {
                known.insert(row.id, Entry::of(self.ledger, row, vec![], vec![])?);
            }
        }
        Ok(known)
    }

    /// The ids of the entries that a row may be about, of whatever park.
    fn perhaps(&self, draft: &EntryDraft) -> Vec<i64> {
        let of = self.ledger.description();
        let by_number = draft
            .number
            .as_ref()
            .and_then(|one| self.by_number.get(one));
        let by_field = identifying(of, &draft.fields)
            .into_iter()
            .filter_map(|key| self.by_field.get(&key))
            .flatten();
        let alike = self.by_title.get(&title(of, draft));
        let by_title = alike.into_iter().flatten().map(|(_, id)| id);
        by_number
            .into_iter()
            .chain(by_field)
            .chain(by_title)
            .copied()
            .collect()
    }

    /// The entry that a row is about: by its number, by what identifies it, or by its title within the park;
    /// and the column that tells it.
    ///
    /// # Errors
    /// Where it can't be told which of several it is.
    pub(super) fn find(
        &self,
        draft: &EntryDraft,
        park: Option<i64>,
        known: &Known,
    ) -> Result<Option<(i64, Text)>, RowIssue> {
        let of = self.ledger.description();
        if let Some(id) = draft
            .number
            .as_ref()
            .and_then(|one| self.by_number.get(one))
        {
            return Ok(Some((*id, "number")));
        }
        let own = identifying(of, &draft.fields);
        let alike = self.by_title.get(&title(of, draft));
        let there = alike.into_iter().flatten();
        let mut there = there.filter(|(own, _)| *own == park);
        for (name, value) in &own {
            match self
                .by_field
                .get(&(*name, value.clone()))
                .map(Vec::as_slice)
            {
                None | Some([]) => {}
                Some([id]) => return Ok(Some((*id, *name))),
                Some(several) => {
                    let named: Vec<i64> = there
                        .map(|(_, id)| *id)
                        .filter(|id| several.contains(id))
                        .collect();
                    return match named[..] {
                        [id] => Ok(Some((id, *name))),
                        _ => Err(several_have_it(of, name)),
                    };
                }
            }
        }
        // Two that share their name and differ in their codes are two.
        let differs = |id: i64| {
            let theirs = known.get(&id).map(|entry| identifying(of, &entry.fields));
            let theirs = theirs.unwrap_or_default();
            own.iter().any(|(name, value)| {
                theirs
                    .iter()
                    .any(|(other, its)| other == name && its != value)
            })
        };
        let rest = beside_title(of, &draft.fields);
        let is_like = |id: i64| {
            let theirs = known.get(&id);
            theirs.is_some_and(|entry| beside_title(of, &entry.fields) == rest)
        };
        // An enterprise may have been through it before: what is open is about the entry that is.
        let is_open = |code: &str| of.class(code) == Class::Open;
        let is_now = |id: i64| {
            let theirs = known.get(&id);
            !of.is_of_enterprise()
                || theirs.is_some_and(|entry| {
                    is_open(&entry.row.status) == draft.status.is_none_or(is_open)
                })
        };
        let found = there.find(|(_, id)| !differs(*id) && is_like(*id) && is_now(*id));
        Ok(found.map(|(_, id)| (*id, of.title_column())))
    }
}

pub(super) type Known = BTreeMap<i64, Entry>;

pub(super) fn title(of: &Description, draft: &EntryDraft) -> String {
    let title = match of.is_of_enterprise() {
        true => draft.enterprise.as_deref(),
        false => draft.fields.get(of.title).and_then(Value::as_str),
    };
    plain_title(title.unwrap_or_default())
}

fn several_have_it(of: &Description, name: Text) -> RowIssue {
    let heading = of.field(name).map_or(name, |field| field.heading);
    let zh = format!("已登记的条目中有多条{heading}相同，无法判断是哪一条，请填写编号");
    wrong(
        name,
        Issue::new("ambiguous", zh, "is that of several entries"),
    )
}

/// Of a register, whose entries may share their names, what tells one from the other: all else that files bring.
pub(super) fn beside_title(of: &Description, fields: &Map<String, Value>) -> Vec<(Text, String)> {
    let own = of
        .fields
        .iter()
        .filter(|field| of.is_register() && comes_in(field));
    own.filter(|field| field.name != of.title)
        .filter_map(|field| told(field, fields))
        .collect()
}

/// The values by which an entry is known.
pub(super) fn identifying(of: &Description, fields: &Map<String, Value>) -> Vec<(Text, String)> {
    let own = of.fields.iter().filter(|field| field.identifying);
    own.filter_map(|field| told(field, fields)).collect()
}

fn told(field: &Field, fields: &Map<String, Value>) -> Option<(Text, String)> {
    let value = fields.get(field.name).filter(|value| !value.is_null())?;
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    Some((field.name, text))
}
