//! What an enterprise is told at its door of the checks that it had.

use actix_web::{HttpResponse, get};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Scope;
use crate::base::Result;
use crate::base::http::Reply;
use crate::doors::api::Visitor;
use crate::drives::checks::{self, Check, CheckResult};
use crate::entries::AnyLedger;
use crate::entries::actions::Entry;
use crate::entries::description::Class;
use crate::entries::ledger::typed;
use crate::entries::store::{self, EntryFilter, Sort};

/// The checks that an enterprise had in this year, as far as they stand here: those of the city and above don't.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"year": 2021, "checked": 1, "advised": 2, "declined": 1}))]
pub struct DoorChecks {
    /// The year.
    pub year: i32,
    /// Checks of drives that may order something.
    pub checked: i64,
    /// Visits of drives that advise and order nothing (指导服务).
    pub advised: i64,
    /// Those of them that the enterprise declined, which aren't among `advised`.
    pub declined: i64,
}

impl DoorChecks {
    fn of<'c>(checks: impl Iterator<Item = &'c Check>, today: NaiveDate) -> Self {
        let mut told = Self {
            year: today.year(),
            ..Self::default()
        };
        let this_year = |on: NaiveDate| on.year() == today.year();
        for check in checks.filter(|one| one.checked_on.is_some_and(this_year)) {
            let number = match (check.result, check.guidance) {
                (Some(CheckResult::Declined), _) => &mut told.declined,
                (_, Some(true)) => &mut told.advised,
                _ => &mut told.checked,
            };
            *number += 1;
        }
        told
    }
}

/// Count the checks that the enterprise had in this year.
#[utoipa::path(tag = "door", operation_id = "count_own_checks",
    responses((status = 200, description = "How many there were.", body = DoorChecks)))]
#[get("/door/checks")]
pub async fn count_own_checks(visitor: Visitor) -> Result<HttpResponse> {
    visitor
        .read(|conn, inside, visitor| {
            let standing = checks::LEDGER.description().of_class(Class::Settled);
            let filter = EntryFilter {
                enterprise_id: Some(inside.enterprise.id),
                status: standing.map(str::to_owned).collect(),
                ..EntryFilter::default()
            };
            let ids = store::ids(
                conn,
                Scope::All,
                checks::LEDGER.code(),
                &filter,
                Sort::Newest,
            )?;
            let mut own: Vec<Check> = vec![];
            for row in store::rows_of(conn, &ids)? {
                let entry = Entry::of(&checks::LEDGER, row, vec![], vec![])?;
                own.push(typed(&entry.fields)?);
            }
            Reply::ok(&DoorChecks::of(own.iter(), visitor.when().today()))
        })
        .await
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn checks_count_in_their_year_and_by_what_they_are() {
        let check = |on: &str, guidance: bool, result: CheckResult| Check {
            checked_on: Some(on.parse().unwrap()),
            guidance: Some(guidance),
            result: Some(result),
            ..Check::default()
        };
        let all = [
            check("2020-12-31", false, CheckResult::Passed),
            check("2021-01-01", false, CheckResult::Passed),
            check("2021-08-02", false, CheckResult::Failed),
            check("2021-08-02", true, CheckResult::Passed),
            check("2021-08-02", true, CheckResult::Declined),
        ];
        let told = DoorChecks::of(all.iter(), "2021-12-31".parse().unwrap());
        assert_eq!(
            (told.year, told.checked, told.advised, told.declined),
            (2021, 2, 1, 1)
        );
        let next = DoorChecks::of(all.iter(), "2022-01-01".parse().unwrap());
        assert_eq!((next.checked, next.advised, next.declined), (0, 0, 0));
    }
}
