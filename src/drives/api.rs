//! What drives have besides the routes of every ledger: how one stands, and what an enterprise is told of its checks.

mod at_door;

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::LEDGER;
use super::numbers::{Gathered, park_name};
use super::rules::{Standing, zero_on};
use crate::access::api::Call;
use crate::base::given::Date;
use crate::base::http::{PathId, Query, Reply, Routes};
use crate::base::rate::Rate;
use crate::base::{Error, FieldError, Result};
use crate::entries::actions::unit_of;
use crate::entries::{AnyLedger, store};
use at_door::count_own_checks;

pub fn routes(routes: &mut Routes) {
    routes.service(count_drive).service(count_own_checks);
}

/// As of which day a drive is counted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DriveNumbersQuery {
    /// Counts are as at the end of this local day, today at the latest; today where absent.
    pub as_of: Option<Date>,
}

/// Checks and hazards of a drive, or of a part of it. What is void isn't counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct DriveCounts {
    /// Targets that were checked; those that declined aren't among them.
    checked: i64,
    /// Targets that declined, which they may in a drive of guidance.
    declined: i64,
    /// Hazards that were found.
    found: i64,
    /// Those of them that were verified (已销号).
    verified: i64,
    /// Those that weren't (未销号).
    open: i64,
    /// `verified` of `found` (整改率).
    rectified: Rate,
    /// Of the hazards with a limit that are verified or past it, those that were verified by it (按期整改率).
    in_time: Rate,
}

impl DriveCounts {
    fn of(told: &Standing) -> Self {
        Self {
            checked: told.checked,
            declined: told.declined,
            found: told.found,
            verified: told.verified,
            open: told.open,
            rectified: Rate::of(told.verified, told.found),
            in_time: Rate::of(told.in_time, told.due),
        }
    }
}

/// What a working group checked and found.
#[derive(Debug, Serialize, ToSchema)]
pub struct DriveGroupCounts {
    /// Its place in the drive.
    group: usize,
    /// What it is called.
    name: String,
    /// What it did.
    counts: DriveCounts,
}

/// What was checked and found in a park.
#[derive(Debug, Serialize, ToSchema)]
pub struct DriveParkCounts {
    /// The park.
    park_id: i64,
    /// What it is called.
    name: String,
    /// The targets that are in it.
    targets: i64,
    /// What was done there.
    counts: DriveCounts,
}

/// What was found by a line of the checklist.
#[derive(Debug, Serialize, ToSchema)]
pub struct DriveItemCounts {
    /// Its place in the checklist; null for hazards that none found.
    item: Option<usize>,
    /// What it says.
    text: Option<String>,
    /// Hazards that were found by it.
    found: i64,
    /// Those of them that were verified.
    verified: i64,
    /// Those that weren't.
    open: i64,
}

/// How a drive stands (行动进度).
#[derive(Debug, Serialize, ToSchema)]
pub struct DriveStanding {
    /// The day at whose end it is counted.
    as_of: NaiveDate,
    /// Its targets.
    targets: i64,
    /// `checked` of `targets` (覆盖率).
    coverage: Rate,
    /// All of it.
    counts: DriveCounts,
    /// Since which day each target has been checked or has declined and no hazard is open; null where it isn't so.
    zero_on: Option<NaiveDate>,
    /// What a paper says of it.
    sentence: String,
    /// By working group.
    groups: Vec<DriveGroupCounts>,
    /// By park, those of the targets.
    parks: Vec<DriveParkCounts>,
    /// By line of the checklist.
    items: Vec<DriveItemCounts>,
}

/// Count what a drive has checked and found (行动进度).
#[utoipa::path(tag = "ledgers", operation_id = "count_drive", params(("id" = i64, Path), DriveNumbersQuery),
    responses((status = 200, description = "How it stands.", body = DriveStanding)))]
#[get("/drives/{id}/numbers")]
pub async fn count_drive(
    call: Call,
    id: PathId,
    query: Query<DriveNumbersQuery>,
) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row =
            store::find(conn, call.who.cases(), LEDGER.code(), id.0)?.ok_or(Error::NotFound)?;
        let today = call.today();
        let day = query.check()?.as_of.map_or(today, NaiveDate::from);
        if day > today {
            return Err(Error::invalid(FieldError::future_day("/as_of")));
        }
        let told = Gathered::of(conn, row.id, day)?;
        let sentence = told.sentence(&unit_of(conn, &row)?);
        let mut parks: Vec<(i64, String)> = vec![];
        for target in told.drive.targets.iter().flatten() {
            if !parks.iter().any(|(park, _)| *park == target.park_id) {
                let name = park_name(conn, target.park_id)?;
                parks.push((target.park_id, name));
            }
        }
        Reply::ok(&shown(&told, sentence, parks))
    })
    .await
}

fn shown(told: &Gathered, sentence: String, parks: Vec<(i64, String)>) -> DriveStanding {
    let standing = told.standing();
    let places = |of: usize| i64::try_from(of).unwrap_or(i64::MAX);
    let groups = told.drive.groups.iter().flatten().enumerate();
    let groups = groups.map(|(index, group)| {
        let own = Some(places(index + 1));
        let checks = told.checks.iter().filter(|one| one.group == own);
        let hazards = told.hazards.iter().filter(|one| one.group == own);
        DriveGroupCounts {
            group: index + 1,
            name: group.name.clone(),
            counts: DriveCounts::of(&Standing::of(0, checks, hazards, told.day)),
        }
    });
    let parks = parks.into_iter().map(|(park_id, name)| {
        let own = Some(park_id);
        let targets = told.drive.targets.iter().flatten();
        let targets = targets.filter(|one| one.park_id == park_id).count();
        let checks = told.checks.iter().filter(|one| one.park == own);
        let hazards = told.hazards.iter().filter(|one| one.park == own);
        let counted = Standing::of(targets, checks, hazards, told.day);
        DriveParkCounts {
            park_id,
            name,
            targets: counted.targets,
            counts: DriveCounts::of(&counted),
        }
    });
    let lines = told.drive.checklist.iter().flatten().enumerate();
    let lines = lines.map(|(index, line)| (Some(index + 1), Some(line.text.clone())));
    let items = lines.chain([(None, None)]).map(|(item, text)| {
        let own = item.map(places);
        let hazards = told.hazards.iter().filter(|one| one.item == own);
        let counted = Standing::of(0, [].iter(), hazards, told.day);
        DriveItemCounts {
            item,
            text,
            found: counted.found,
            verified: counted.verified,
            open: counted.open,
        }
    });
    DriveStanding {
        as_of: told.day,
        targets: standing.targets,
        coverage: Rate::of(standing.checked, standing.targets),
        counts: DriveCounts::of(&standing),
        zero_on: zero_on(told.targets(), &told.checks, &told.hazards, told.day),
        sentence,
        groups: groups.collect(),
        parks: parks.collect(),
        items: items
            .filter(|one| one.item.is_some() || one.found > 0)
            .collect(),
    }
}
