//! Reads the drawing back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::reading::{Element, read};
use super::*;
use crate::base::given::days_later;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn drawn(map: &RoadMap) -> Vec<Element> {
    read(&map.svg().unwrap())
}

fn classes(elements: &[Element], class: &str) -> usize {
    let has = |element: &&Element| element.get("class").split(' ').any(|one| one == class);
    elements.iter().filter(has).count()
}

fn texts(elements: &[Element]) -> Vec<&str> {
    let texts = elements.iter().filter(|element| element.name == "text");
    texts.map(|element| element.text.as_str()).collect()
}

fn node(name: &str, due_on: &str, original_due_on: &str, done_on: Option<&str>) -> MapNode {
    MapNode {
        name: name.to_owned(),
        due_on: day(due_on),
        original_due_on: day(original_due_on),
        done_on: done_on.map(day),
        provisional: false,
    }
}

fn permit(
    name: &str,
    state: PermitState,
    due_on: Option<&str>,
    done_on: Option<&str>,
) -> MapPermit {
    MapPermit {
        name: name.to_owned(),
        state,
        due_on: due_on.map(day),
        done_on: done_on.map(day),
    }
}

fn farm() -> Project {
    Project {
        number: "SH-XM-2021-003".to_owned(),
        name: "聚合庄生态农庄".to_owned(),
        planned_start_on: Some(day("2021-03-01")),
        planned_finish_on: Some(day("2021-12-31")),
        started_on: Some(day("2021-03-15")),
        completed_on: None,
        nodes: vec![
            node("场地平整", "2021-03-31", "2021-03-31", Some("2021-03-26")),
            node("生产区建设", "2021-08-10", "2021-07-20", None),
            node("大棚封顶", "2021-09-18", "2021-09-18", None),
            MapNode {
                provisional: true,
                ..node("竣工验收", "2021-12-31", "2021-12-31", None)
            },
        ],
        permits: vec![
            permit(
                "立项备案",
                PermitState::Done,
                Some("2021-02-10"),
                Some("2021-02-05"),
            ),
            permit("用地", PermitState::Done, None, Some("2021-02-26")),
            permit("环评", PermitState::Applied, Some("2021-08-31"), None),
            permit("施工许可", PermitState::Todo, Some("2021-09-10"), None),
            permit("能评", PermitState::Todo, None, None),
        ],
    }
}

fn map(projects: Vec<Project>) -> RoadMap {
    RoadMap {
        title: "沙河产业园区重点项目建设路线图".to_owned(),
        today: day("2021-08-16"),
        projects,
    }
}

/// Fifty of them, with names of all lengths.
fn fifty() -> RoadMap {
    let name =
        "年产五十万吨高性能绿色低碳新型建筑材料智能化生产线及配套仓储物流基地建设项目（一期）";
    let projects = (0..50_u64).map(|at| {
        let from = days_later(day("2021-01-10"), at * 5);
        let by = |days| days_later(from, days);
        let length = 6 + usize::try_from(at).unwrap() % 36;
        let moved = if at % 4 == 0 { 25 } else { 0 };
        Project {
            number: format!("SH-XM-2021-{:03}", at + 1),
            name: name.chars().take(length).collect(),
            planned_start_on: Some(from),
            planned_finish_on: Some(by(260)),
            started_on: (at % 3 != 2).then(|| by(at % 7)),
            completed_on: None,
            nodes: (1..=4)
                .map(|nth| MapNode {
                    name: format!("节点{nth}"),
                    due_on: by(nth * 65 + moved),
                    original_due_on: by(nth * 65),
                    done_on: Some(by(nth * 63)).filter(|on| *on < day("2021-08-16") && at % 5 != 0),
                    provisional: by(nth * 65) > day("2022-01-01"),
                })
                .collect(),
            permits: vec![
                MapPermit {
                    name: "备案".to_owned(),
                    state: PermitState::Done,
                    due_on: None,
                    done_on: Some(by(10)),
                },
                MapPermit {
                    name: "环评".to_owned(),
                    state: PermitState::Applied,
                    due_on: Some(by(40)),
                    done_on: None,
                },
                MapPermit {
                    name: "施工许可".to_owned(),
                    state: PermitState::Todo,
                    due_on: Some(by(70)),
                    done_on: None,
                },
            ],
        }
    });
    map(projects.collect())
}

#[test]
fn one_project_has_a_row_for_each_node_and_permit() {
    let found = drawn(&map(vec![farm()]));
    let texts = texts(&found);
    for words in [
        "沙河产业园区重点项目建设路线图",
        "截至2021年8月16日",
        "聚合庄生态农庄",
        "手续2/5",
        "场地平整",
        "3月26日完成",
        "逾期6天（原定7月20日）",
        "（暂定）",
        "环评",
        "已申请",
        "未办",
        "2月5日办结",
        "今日",
        "2021年",
        "7月",
    ] {
        assert!(texts.contains(&words), "{words} {texts:?}");
    }
    for (class, number) in [
        ("planned", 1),
        ("actual", 1),
        ("node", 4),
        ("due", 3),
        ("provisional", 1),
        ("overdue", 1),
        ("done", 2 + 1 + 1),
        ("original", 1 + 1),
        ("permit", 4),
        ("today", 1),
    ] {
        assert_eq!(classes(&found, class), number, "{class}");
    }
}

#[test]
fn several_projects_have_a_row_each_in_a3_landscape() {
    let found = drawn(&fifty());
    assert_eq!(found[0].get("viewBox"), "0 0 1680 1188");
    assert_eq!(
        (found[0].get("width"), found[0].get("height")),
        ("420mm", "297mm")
    );
    assert_eq!(classes(&found, "planned"), 50);
    assert_eq!(classes(&found, "node"), 200);
    assert_eq!(classes(&found, "permit"), 150);
    let titles = found.iter().filter(|element| element.name == "title");
    let titles: Vec<&str> = titles.map(|element| element.text.as_str()).collect();
    for project in fifty().projects {
        let title = format!("{} {}", project.number, project.name);
        assert!(titles.contains(&title.as_str()), "{title}");
    }
    assert!(texts(&found).iter().any(|text| text.ends_with('…')));
    // Nothing but shades of grey, so that a copy in black and white tells the same.
    for colour in found
        .iter()
        .flat_map(|element| [element.get("fill"), element.get("stroke")])
    {
        let is_grey = ["", "none"].contains(&colour) || {
            let (red, rest) = (&colour[1..3], &colour[3..]);
            rest == red.repeat(2)
        };
        assert!(is_grey, "{colour}");
    }
}

#[test]
fn more_than_fifty_are_refused() {
    let mut map = fifty();
    map.projects.push(farm());
    let Err(Error::Invalid(errors)) = map.svg() else {
        panic!("not refused");
    };
    assert_eq!(
        (errors[0].pointer.as_str(), errors[0].code),
        ("/projects", "too_many")
    );
}

#[test]
fn a_map_of_nothing_and_a_project_without_days_can_be_drawn() {
    assert!(texts(&drawn(&map(Vec::new()))).contains(&"暂无项目"));
    let bare = Project {
        name: "谋划".to_owned(),
        ..Project::default()
    };
    let found = drawn(&map(vec![bare.clone(), bare]));
    assert_eq!(
        texts(&found)
            .iter()
            .filter(|text| **text == "尚无计划日期")
            .count(),
        2
    );
}

#[test]
fn what_people_typed_is_text() {
    let name = "<script>alert(\"&\")</script>\u{8}";
    let named = Project {
        name: name.to_owned(),
        nodes: vec![node(name, "2021-09-01", "2021-09-01", None)],
        permits: vec![permit(name, PermitState::Todo, Some("2021-09-01"), None)],
        ..Project::default()
    };
    for projects in [vec![named.clone()], vec![named; 2]] {
        let map = RoadMap {
            title: name.to_owned(),
            ..map(projects)
        };
        let found = drawn(&map);
        assert!(found.iter().all(|element| element.name != "script"));
        assert!(found.iter().any(|element| {
            element
                .text
                .contains("<script>alert(\"&\")</script>\u{FFFD}")
        }));
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..84_000_u64).prop_map(|days| days_later(day("1970-01-01"), days))
}

prop_compose! {
    fn any_project()(
        name in any::<String>(), plan in prop::option::of((any_day(), any_day())), started_on in prop::option::of(any_day()),
        nodes in prop::collection::vec((any::<String>(), any_day(), any_day(), prop::option::of(any_day())), 0..6),
        permits in prop::collection::vec((any_day(), 0..3_usize), 0..4),
    ) -> Project {
        Project {
            number: String::new(),
            name,
            planned_start_on: plan.map(|(from, _)| from),
            planned_finish_on: plan.map(|(_, to)| to),
            started_on,
            completed_on: None,
            nodes: nodes
                .into_iter()
                .map(|(name, due_on, original_due_on, done_on)| MapNode { name, due_on, original_due_on, done_on, provisional: false })
                .collect(),
            permits: permits
                .into_iter()
                .map(|(on, state)| MapPermit {
                    name: "环评".to_owned(),
                    state: PermitState::ALL[state],
                    due_on: Some(on),
                    done_on: Some(on),
                })
                .collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_map_is_well_formed_and_stays_on_its_sheet(projects in prop::collection::vec(any_project(), 0..=6), today in any_day()) {
        let found = drawn(&RoadMap { today, ..map(projects) });
        for element in &found {
            for (key, most) in [("x", 1680.0), ("x1", 1680.0), ("x2", 1680.0), ("cx", 1680.0), ("y", 1188.0), ("y2", 1188.0), ("cy", 1188.0)] {
                if !element.get(key).is_empty() {
                    let at = element.number(key);
                    prop_assert!((0.0..=most).contains(&at), "{key} {element:?}");
                }
            }
        }
    }
}

/// Writes the two drawings for somebody to look at: `ROADMAP_OUT=/tmp cargo test --lib roadmap -- --ignored`.
#[test]
#[ignore = "writes files"]
fn drawings_to_look_at() {
    let folder = std::env::var("ROADMAP_OUT").unwrap();
    let mut several = fifty();
    std::fs::write(format!("{folder}/fifty.svg"), several.svg().unwrap()).unwrap();
    several.projects.truncate(12);
    std::fs::write(format!("{folder}/twelve.svg"), several.svg().unwrap()).unwrap();
    std::fs::write(
        format!("{folder}/one.svg"),
        map(vec![farm()]).svg().unwrap(),
    )
    .unwrap();
}
