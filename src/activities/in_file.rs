//! What files of activities tell of their matches (对接): what was looked for, what came of it, and the amounts together.

use std::collections::HashMap;

use serde_json::json;

use super::matches::{self, Match};
use crate::access::Scope;
use crate::base::Result;
use crate::base::db::Conn;
use crate::entries::AnyLedger;
use crate::entries::actions::Entry;
use crate::entries::description::{Field, Text, YUAN, field, text};
use crate::entries::ledger::{Fields, typed};
use crate::entries::store;
use crate::vocabulary::bounds::TEXT;

const MATCHED: Text = "matched";
const RESULTS: Text = "results";
const AMOUNT: Text = "matched_yuan";

pub const COLUMNS: &[Field] = &[
    field(
        MATCHED,
        "对接事项",
        "What was looked for, and with whom.",
        text(TEXT),
    ),
    field(
        RESULTS,
        "结果",
        "What came of each, in the same order.",
        text(TEXT),
    ),
    field(AMOUNT, "金额(万元)", "What was agreed on, together.", YUAN),
];

/// Between the matches of one activity.
const BETWEEN: &str = "；";

/// # Errors
/// Those of the database.
pub fn worked_out(
    conn: &mut Conn,
    scope: Scope,
    activities: &[i64],
) -> Result<HashMap<i64, Fields>> {
    let ledger = &matches::LEDGER;
    let description = ledger.description();
    let (seen, named) = ((scope, description.code), ("activity_id", activities));
    let mut all: HashMap<i64, Vec<(Match, &'static str)>> = HashMap::new();
    for row in store::naming(conn, seen, named, description.excluded)? {
        let status = description.status_zh(&row.status);
        let of: Match = typed(&Entry::of(ledger, row, vec![], vec![])?.fields)?;
        if let Some(activity) = of.activity_id {
            all.entry(activity).or_default().push((of, status));
        }
    }
    Ok(all.into_iter().map(|(id, of)| (id, told(&of))).collect())
}

fn told(all: &[(Match, &str)]) -> Fields {
    let needs: Vec<String> = all
        .iter()
        .map(|(of, _)| format!("{}（{}）", of.need, of.counterpart))
        .collect();
    let results: Vec<&str> = all.iter().map(|(_, status)| *status).collect();
    let amounts = all.iter().filter_map(|(of, _)| of.amount_yuan);
    let amount = amounts.reduce(i64::saturating_add);
    Fields::from_iter([
        (MATCHED.to_owned(), json!(needs.join(BETWEEN))),
        (RESULTS.to_owned(), json!(results.join(BETWEEN))),
        (AMOUNT.to_owned(), json!(amount)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_of_an_activity_stand_in_one_row() {
        let of = |need: &str, amount_yuan| Match {
            need: need.into(),
            counterpart: "农业银行".into(),
            amount_yuan,
            ..Match::default()
        };
        let all = [
            (of("续贷", Some(3_000_000)), "已签约"),
            (of("扩产", None), "对接中"),
        ];
        let row = told(&all);
        assert_eq!(row[MATCHED], "续贷（农业银行）；扩产（农业银行）");
        assert_eq!(
            (&row[RESULTS], &row[AMOUNT]),
            (&json!("已签约；对接中"), &json!(3_000_000))
        );
        // Nothing was agreed on, which isn't an amount of nothing.
        assert!(told(&all[1..])[AMOUNT].is_null());
    }
}
