//! domain.md §2 as it stands there, and who people are. The model moves by it, and what the product
//! calls its table is compared with it cell by cell.

use std::collections::BTreeSet;

use zhuqi::problems::rules::table::{self, Need, Relation};

/// Action, from where, by whom: §2 as it stands there.
pub const TABLE: &[(&str, &str, &str)] = &[
    ("edit", "reported", "park coordinator"),
    (
        "edit",
        "dispatched returned in_progress suspended tracking",
        "coordinator",
    ),
    ("dispatch", "reported", "park coordinator"),
    (
        "redispatch",
        "dispatched in_progress tracking",
        "coordinator",
    ),
    (
        "add_support",
        "dispatched in_progress tracking",
        "park coordinator",
    ),
    ("accept", "dispatched", "lead"),
    (
        "on_site",
        "dispatched in_progress tracking",
        "lead supporting",
    ),
    (
        "assign_handler",
        "dispatched in_progress suspended tracking",
        "lead supporting",
    ),
    ("return", "dispatched in_progress", "lead"),
    ("decide_return", "returned", "coordinator"),
    (
        "progress",
        "in_progress suspended tracking",
        "lead supporting park",
    ),
    (
        "reply",
        "dispatched in_progress suspended tracking",
        "supporting",
    ),
    ("request_extension", "in_progress tracking", "lead"),
    ("decide_extension", "in_progress tracking", "coordinator"),
    ("request_suspension", "in_progress", "lead"),
    ("decide_suspension", "in_progress", "coordinator"),
    ("resume", "suspended", "coordinator"),
    ("resolve", "in_progress suspended tracking", "lead"),
    ("resolve_on_site", "reported", "park coordinator"),
    ("follow_up", "resolved closed", "park coordinator"),
    ("track", "resolved", "park coordinator"),
    ("close", "resolved", "park coordinator"),
    ("reopen", "resolved closed", "park coordinator"),
    (
        "supervise",
        "reported dispatched returned in_progress suspended tracking resolved",
        "coordinator leader",
    ),
    ("escalate", OPEN, "coordinator"),
    ("transfer_park", OPEN, "coordinator"),
    (
        "withdraw",
        "reported returned dispatched in_progress",
        "park coordinator",
    ),
    ("reject", "reported returned dispatched", "coordinator"),
    (
        "merge",
        "reported returned dispatched in_progress",
        "coordinator",
    ),
    ("reinstate", "rejected merged withdrawn", "coordinator"),
    (
        "comment",
        "reported dispatched returned in_progress suspended tracking resolved closed rejected merged withdrawn",
        "park coordinator lead supporting former leader",
    ),
];

pub const OPEN: &str = "reported dispatched returned in_progress suspended tracking";

pub const ON_BEHALF: [&str; 6] = [
    "accept", "on_site", "return", "progress", "reply", "resolve",
];

/// Nobody who resolved it does these.
pub const BY_ANOTHER: [&str; 4] = ["follow_up", "track", "close", "reopen"];

pub fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// A user, and what they are.
#[derive(Debug, Clone, Copy)]
pub struct Who {
    pub name: &'static str,
    pub role: &'static str,
    /// Which park, or which department; as the role has it.
    pub unit: usize,
}

/// Action, state, who: one for each cell of the table that says yes.
type Cells = BTreeSet<(&'static str, &'static str, &'static str)>;

#[test]
fn the_products_table_says_what_the_domain_says() {
    let words = |list: &'static str| list.split(' ');
    let wanted: Cells = TABLE
        .iter()
        .flat_map(|(action, from, who)| {
            words(from).flat_map(move |state| words(who).map(move |hat| (*action, state, hat)))
        })
        .collect();
    let hat = |hat: &Relation| match hat {
        Relation::Park => "park",
        Relation::Coordinator => "coordinator",
        Relation::Lead => "lead",
        Relation::Support => "supporting",
        Relation::Former => "former",
        Relation::Leader => "leader",
    };
    let told: Cells = table::TABLE
        .iter()
        .flat_map(|row| {
            row.from.iter().flat_map(move |state| {
                let cell = move |who| (row.action.as_str(), state.as_str(), hat(who));
                row.who.iter().map(cell)
            })
        })
        .collect();
    assert_eq!(told, wanted);

    let named = |of: fn(&table::Move) -> bool| -> Vec<&str> {
        let rows = table::TABLE.iter().filter(|row| of(row));
        rows.map(|row| row.action.as_str()).collect()
    };
    assert_eq!(named(|row| row.on_behalf), ON_BEHALF);
    assert_eq!(
        named(|row| row.needs.contains(&Need::NotWhoResolved)),
        BY_ANOTHER
    );
}
