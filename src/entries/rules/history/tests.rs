use super::*;
use crate::entries::description::{Kind, LedgerKind, field, line, status, step, words};
use crate::entries::rules::common::DAY;
use crate::vocabulary::problem::LEVEL;
use serde_json::json;

const DATED: &[Field] = &[DAY];
const FIELDS: &[Field] = &[
    field("name", "名称", "What it is called.", line(10))
        .required()
        .in_file(),
    field("filed_on", "入库日期", "When it was filed.", Kind::Day)
        .by_moves()
        .in_file(),
    field("started_on", "开工日期", "When it was started.", Kind::Day)
        .by_moves()
        .in_file(),
    field("seen_on", "核实日期", "When it was looked at.", Kind::Day)
        .by_moves()
        .in_file(),
    field("done_on", "竣工日期", "When it was done.", Kind::Day)
        .by_moves()
        .in_file(),
    field("level", "级别", "Its level.", words(LEVEL))
        .by_moves()
        .in_file(),
];
const STATUSES: &[crate::entries::description::StatusRow] = &[
    status("new", "谋划", Class::Open),
    status("filed", "入库", Class::Open),
    status("building", "在建", Class::Open),
    status("stopped", "停工", Class::Open),
    status("done", "竣工", Class::Settled),
    status("gone", "取消", Class::Excluded),
];
const MOVES: &[MoveRow] = &[
    step("list", "登记", "List.", &[], To::One("new"), &[]),
    step("file", "入库", "File.", &["new"], To::One("filed"), &[])
        .body(DATED)
        .sets(&[("filed_on", "on")]),
    step(
        "start",
        "开工",
        "Start.",
        &["new", "filed"],
        To::One("building"),
        &[],
    )
    .body(DATED)
    .sets(&[("started_on", "on")]),
    step(
        "stop",
        "停工",
        "Stop.",
        &["building"],
        To::One("stopped"),
        &[],
    ),
    step(
        "resume",
        "复工",
        "Go on.",
        &["stopped"],
        To::One("building"),
        &[],
    ),
    step(
        "look",
        "核实",
        "Look at it.",
        &["building", "done"],
        To::Same,
        &[],
    )
    .body(DATED)
    .sets(&[("seen_on", "on")]),
    step(
        "rank",
        "定级",
        "Rank it.",
        &["new", "building"],
        To::Same,
        &[],
    )
    .sets(&[("level", "level")]),
    step(
        "complete",
        "竣工",
        "Complete it.",
        &["building"],
        To::One("done"),
        &[],
    )
    .body(DATED)
    .sets(&[("done_on", "on")]),
    step("drop", "取消", "Drop it.", &["new"], To::One("gone"), &[]),
];
static OF: Description = Description {
    code: "works",
    letters: "GC",
    zh: "工程",
    entry_zh: "工程",
    one: "work",
    many: "works",
    kind: LedgerKind::Ledger,
    shape: 1,
    title: "name",
    excluded: "gone",
    without_park: false,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: &[],
    rates: &[],
    months: None,
};

fn told(json: Value) -> Map<String, Value> {
    json.as_object().unwrap().clone()
}

fn names(status: Option<Text>, json: Value) -> Result<Vec<Text>, NoWay> {
    let found = way(&OF, ("new", status), &told(json))?;
    Ok(found.iter().map(|step| step.row.name).collect())
}

#[test]
fn a_number_of_ours_tells_park_ledger_year_and_place() {
    assert_eq!(
        entry_parts("SH-XM-2021-003"),
        Some(("SH", "SH-XM", 2021, 3))
    );
    for number in [
        "SH-2021-003",
        "SH-XM-2021-3",
        "SH-xm-2021-003",
        "003",
        "SH--2021-003",
    ] {
        assert_eq!(entry_parts(number), None, "{number}");
    }
}

#[test]
fn a_way_gives_every_field_and_ends_where_the_file_says() {
    let both = json!({"filed_on": "2021-03-01", "started_on": "2021-05-01"});
    assert_eq!(
        names(Some("building"), both.clone()),
        Ok(vec!["file", "start"])
    );
    assert_eq!(names(None, both.clone()), Ok(vec!["file", "start"]));
    assert_eq!(
        names(Some("stopped"), both),
        Ok(vec!["file", "start", "stop"])
    );
    assert_eq!(names(None, json!({})), Ok(vec![]));
    assert_eq!(names(Some("new"), json!({})), Ok(vec![]));
    // What keeps the state comes where its day is.
    let all = json!({"started_on": "2021-05-01", "seen_on": "2021-06-01", "done_on": "2021-07-01"});
    assert_eq!(
        names(Some("done"), all),
        Ok(vec!["start", "look", "complete"])
    );
    let later =
        json!({"started_on": "2021-05-01", "seen_on": "2021-08-01", "done_on": "2021-07-01"});
    assert_eq!(
        names(Some("done"), later),
        Ok(vec!["start", "complete", "look"])
    );
    assert_eq!(
        names(Some("new"), json!({"level": "city"})),
        Ok(vec!["rank"])
    );
}

#[test]
fn what_leads_nowhere_is_told_with_its_reason() {
    assert_eq!(
        names(Some("building"), json!({})),
        Err(NoWay::Missing("started_on"))
    );
    assert_eq!(
        names(Some("new"), json!({"started_on": "2021-05-01"})),
        Err(NoWay::Contradiction)
    );
    assert_eq!(
        names(
            Some("done"),
            json!({"started_on": "2021-05-01", "done_on": "2021-04-01"})
        ),
        Err(NoWay::OutOfOrder("done_on", "started_on"))
    );
    assert_eq!(names(Some("gone"), json!({})), Err(NoWay::Contradiction));
}

#[test]
fn who_passed_over_a_usual_move_is_told_by_which_field() {
    let found = way(
        &OF,
        ("new", None),
        &told(json!({"started_on": "2021-05-01"})),
    )
    .unwrap();
    let (row, field) = found[0].passed_over.unwrap();
    assert_eq!((row.name, field), ("file", "filed_on"));
}

#[test]
fn what_has_no_day_occurred_with_what_follows_or_on_the_day_of_the_import() {
    let fields = told(json!({"level": "city", "started_on": "2021-05-01"}));
    let found = way(&OF, ("new", Some("stopped")), &fields).unwrap();
    let moves = moves(&OF, &fields, &found);
    let days: Vec<_> = moves
        .iter()
        .map(|one| (one.name.as_str(), one.on))
        .collect();
    let day = NaiveDate::from_ymd_opt(2021, 5, 1);
    assert!(
        days.contains(&("start", day)) && days.last() == Some(&("stop", None)),
        "{days:?}"
    );
    assert_eq!(
        moves.iter().find(|one| one.name == "start").unwrap().body["on"],
        "2021-05-01"
    );
}
