//! The ledgers that are served, and the rights of all routes.

use std::sync::LazyLock;

use crate::access::rights::{self, Row};
use crate::base::http::Routes;
use crate::entries::api::{self, Served};
use crate::entries::rules::common::ERASE;
use crate::vocabulary::{LedgerWords, entries as say};
use crate::{
    activities, attachments, bulletins, drives, entries, leads, ledger, projects, revivals,
};

/// Each has its routes, its rows of rights and its part of the document from its description.
pub static LEDGERS: &[Served] = &[
    &projects::LEDGER,
    &projects::targets::LEDGER,
    &projects::negative_list::LEDGER,
    &revivals::LEDGER,
    &drives::LEDGER,
    &drives::checks::LEDGER,
    &drives::hazards::LEDGER,
    &leads::LEDGER,
    &leads::terms::LEDGER,
    &activities::LEDGER,
    &activities::matches::LEDGER,
    &activities::cases::LEDGER,
    &bulletins::LEDGER,
];

/// The rights of all routes: those that stand in a table, and those of the ledgers.
static RIGHTS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let fixed = rights::RIGHTS.iter().copied();
    fixed.chain(api::rights(LEDGERS)).collect()
});

/// The rows of all routes.
pub fn rights() -> &'static [Row] {
    &RIGHTS
}

/// Lets the guard know the rights, and papers and imports the ledgers.
pub fn serve() {
    rights::serve(rights());
    entries::serve(LEDGERS);
}

pub fn routes(routes: &mut Routes) {
    projects::api::routes(routes);
    revivals::api::routes(routes);
    drives::api::routes(routes);
    leads::api::routes(routes);
    bulletins::api::routes(routes);
    api::routes(routes, LEDGERS);
    attachments::api::of_ledgers(routes, LEDGERS);
    ledger::api::of_ledgers(routes, LEDGERS);
}

/// Whether a path below the base is an entry's.
pub fn is_of_one(path: &str) -> bool {
    let first = path.strip_prefix("/door").unwrap_or(path).split('/').nth(1);
    LEDGERS.iter().any(|ledger| first == Some(ledger.code()))
}

/// What they are called, for the page.
pub fn words() -> Vec<LedgerWords> {
    let of = |ledger: &Served| {
        let (table, description) = (ledger.table(), ledger.description());
        let moves = table.names().into_iter();
        let statuses = description.statuses.iter();
        let erased = (!table.personal.is_empty()).then_some((ERASE, say::ERASE));
        LedgerWords {
            code: description.code,
            zh: description.zh,
            moves: moves
                .map(|name| (name, table.zh(name)))
                .chain(erased)
                .collect(),
            statuses: statuses.map(|status| (status.code, status.zh)).collect(),
        }
    };
    LEDGERS.iter().map(of).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::HashMap;

    use serde_json::{Value, json};

    use super::LEDGERS;
    use crate::entries::api::document;
    use crate::entries::description::Description;

    #[test]
    fn no_two_ledgers_give_one_name_to_different_schemas() {
        let mut seen: HashMap<String, (Value, &str)> = HashMap::new();
        for ledger in LEDGERS {
            let mut own = json!({"paths": {}, "components": {"schemas": {}}});
            document(&mut own, &[*ledger]);
            let schemas = own["components"]["schemas"].as_object().unwrap();
            // The bodies of common moves are told once for all.
            for (name, schema) in schemas
                .iter()
                .filter(|(name, _)| !name.starts_with("Entry"))
            {
                let first = seen.entry(name.clone());
                let (there, of) = first.or_insert((schema.clone(), ledger.code()));
                assert_eq!(there, schema, "{name} of {of} and {}", ledger.code());
            }
        }
    }

    #[test]
    fn descriptions_are_true_of_themselves_and_read_as_they_are_written() {
        for ledger in LEDGERS {
            let description = ledger.description();
            description.check().unwrap();
            let json = serde_json::to_string(description).unwrap();
            assert_eq!(&Description::read(&json).unwrap(), description);
        }
    }
}
