//! Which entry of a ledger a row is about.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use crate::access::Actor;
use crate::base::Result;
use crate::base::db::Conn;
use crate::entries::actions::Entry;
use crate::entries::api::Served;
use crate::entries::description::{Description, Text};
use crate::entries::store::{self, EntryFilter, EntryRow, Sort};
use crate::ledger::import::rules::entry::EntryDraft;
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
    /// By an identifying field and its value.
    by_field: HashMap<(Text, String), i64>,
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
            self.by_field.insert((name, value), row.id);
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
            .filter_map(|key| self.by_field.get(&key));
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
    pub(super) fn find(
        &self,
        draft: &EntryDraft,
        park: Option<i64>,
        known: &Known,
    ) -> Option<(i64, Text)> {
        let of = self.ledger.description();
        if let Some(id) = draft
            .number
            .as_ref()
            .and_then(|one| self.by_number.get(one))
        {
            return Some((*id, "number"));
        }
        let own = identifying(of, &draft.fields);
        for (name, value) in &own {
            if let Some(id) = self.by_field.get(&(*name, value.clone())) {
                return Some((*id, *name));
            }
        }
        let alike = self.by_title.get(&title(of, draft))?;
        let mut there = alike.iter().filter(|(own, _)| *own == park);
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
        there
            .find(|(_, id)| !differs(*id))
            .map(|(_, id)| (*id, of.title))
    }
}

pub(super) type Known = BTreeMap<i64, Entry>;

pub(super) fn title(of: &Description, draft: &EntryDraft) -> String {
    let title = draft.fields.get(of.title).and_then(Value::as_str);
    plain_title(title.unwrap_or_default())
}

/// The values that no other entry has.
pub(super) fn identifying(of: &Description, fields: &Map<String, Value>) -> Vec<(Text, String)> {
    let own = of.fields.iter().filter(|field| field.identifying);
    own.filter_map(|field| {
        let value = fields.get(field.name).filter(|value| !value.is_null())?;
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        Some((field.name, text))
    })
    .collect()
}
