//! A bulletin on paper.

use chrono::NaiveDate;

use super::fields::{Bulletin, BulletinActivity, BulletinCase, BulletinContent};
use crate::base::rate::Rate;
use crate::reports::rules::paper::{
    Block, Cell, Column, Kind, Line, Paper, Sheet, Signature, Size, Table, counted, day,
};

/// What it is called.
const TITLE: &str = "万人助万企活动简报";

/// 「举办创新服务活动1场，参加企业14家次（14家）、20人次，专家3人次；对接5项，达成3项，达成率60.0%。」
pub fn sentence(told: &BulletinContent) -> String {
    let rate = Rate::of(told.reached, told.matches).percent;
    let rate = rate.map_or_else(String::new, |percent| format!("，达成率{percent}%"));
    format!(
        "举办创新服务活动{}场，参加企业{}家次（{}家）、{}人次，专家{}人次；对接{}项，达成{}项{rate}。",
        told.held,
        told.times,
        told.enterprises,
        told.people,
        told.experts,
        told.matches,
        told.reached
    )
}

/// Lays it out. What isn't issued yet is marked as a draft, and dated on the day it is looked at.
pub fn paper(bulletin: &Bulletin, told: &BulletinContent, on: NaiveDate) -> Paper {
    let from = bulletin.from_on.map(day).unwrap_or_default();
    let to = bulletin.to_on.map(day).unwrap_or_default();
    let mut blocks = vec![Block::Heading("一、总体情况".into())];
    let written = bulletin.text.iter().flat_map(|text| text.lines());
    blocks.extend(written.map(|line| Block::Paragraph(line.to_owned())));
    blocks.push(Block::Paragraph(sentence(told)));
    blocks.push(Block::Table(numbers(told)));
    blocks.push(Block::Heading("二、活动开展情况".into()));
    blocks.push(match told.activities.is_empty() {
        true => Block::Paragraph("—".into()),
        false => Block::Table(activities(&told.activities)),
    });
    blocks.push(Block::Heading("三、典型案例".into()));
    if told.cases.is_empty() {
        blocks.push(Block::Paragraph("—".into()));
    }
    for (at, one) in told.cases.iter().enumerate() {
        blocks.push(Block::Subheading(format!(
            "（{}）{}",
            counted(at + 1),
            one.name
        )));
        blocks.push(Block::Paragraph(facts(one)));
        let text = one.text.iter().flat_map(|text| text.lines());
        blocks.extend(text.map(|line| Block::Paragraph(line.to_owned())));
    }
    let name = Some(told.signature.clone()).filter(|name| !name.is_empty());
    let head = Some(told.issuing_body.clone()).filter(|name| told.red_head && !name.is_empty());
    let mark = bulletin.issued_on.is_none().then(|| "草稿".to_owned());
    Paper {
        size: Size::A4,
        red_head: head,
        title: TITLE.to_owned(),
        under: vec![bulletin.issue_number.clone(), format!("{from}—{to}")],
        mark,
        blocks,
        signature: name.map(|name| Signature { name, on }),
        foot: vec![],
        dated: on,
    }
}

/// Who had the problem, who solved it, and how long that took.
fn facts(one: &BulletinCase) -> String {
    let park = one.park.as_deref().unwrap_or_default();
    let raised = one.raised_on.map(|on| format!("{}提出", day(on)));
    let lead = one.lead.as_ref().map(|lead| format!("由{lead}承办"));
    let resolved = one.resolved_on.map(|on| format!("{}办结", day(on)));
    let days = one.working_days.map(|days| format!("用时{days}个工作日"));
    let told: Vec<String> = [raised, lead, resolved, days]
        .into_iter()
        .flatten()
        .collect();
    format!("{park}{}：{}。", one.enterprise, told.join("，"))
}

fn numbers(told: &BulletinContent) -> Table {
    let rate = Cell::Rate(Rate::of(told.reached, told.matches));
    let rows = [
        ("活动场次", Cell::Number(told.held)),
        ("参加企业家次", Cell::Number(told.times)),
        ("参加企业家数", Cell::Number(told.enterprises)),
        ("参加人次", Cell::Number(told.people)),
        ("专家人次", Cell::Number(told.experts)),
        ("对接事项", Cell::Number(told.matches)),
        ("达成事项", Cell::Number(told.reached)),
        ("达成率", rate),
    ];
    let rows = rows.into_iter();
    Table {
        sheet: Sheet::Totals,
        caption: "创新服务".to_owned(),
        columns: vec![
            Column::new("项目", Kind::Text, 80),
            Column::new("数量", Kind::Number, 76),
        ],
        rows: rows
            .map(|(name, cell)| Line::new(vec![Cell::text(name), cell]))
            .collect(),
    }
}

fn activities(all: &[BulletinActivity]) -> Table {
    let line = |one: &BulletinActivity| {
        Line::new(vec![
            one.on.map_or(Cell::Nothing, Cell::Day),
            Cell::text(&one.name),
            Cell::text(one.kind.zh()),
            Cell::or_nothing(one.place.as_deref()),
            Cell::text(&one.host),
            Cell::Number(one.enterprises),
            Cell::Number(one.experts),
        ])
    };
    Table {
        sheet: Sheet::Lists,
        caption: "活动一览".to_owned(),
        columns: vec![
            Column::new("日期", Kind::Day, 22),
            Column::new("活动名称", Kind::Text, 40),
            Column::new("类型", Kind::Text, 18),
            Column::new("地点", Kind::Text, 28),
            Column::new("主办单位", Kind::Text, 26),
            Column::new("企业", Kind::Number, 11),
            Column::new("专家", Kind::Number, 11),
        ],
        rows: all.iter().map(line).collect(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn told() -> BulletinContent {
        BulletinContent {
            issuing_body: "活动办".into(),
            red_head: true,
            signature: "活动办".into(),
            held: 1,
            times: 14,
            enterprises: 14,
            people: 20,
            experts: 3,
            cases: vec![BulletinCase {
                name: "用电有了保障".into(),
                enterprise: "某企业".into(),
                park: Some("沙河产业园区".into()),
                lead: Some("华辰电力公司".into()),
                raised_on: NaiveDate::from_ymd_opt(2021, 8, 3),
                resolved_on: NaiveDate::from_ymd_opt(2021, 8, 6),
                working_days: Some(3),
                text: Some("第一段\n第二段".into()),
            }],
            ..BulletinContent::default()
        }
    }

    #[test]
    fn it_says_its_numbers_and_none_where_nothing_was_matched() {
        assert_eq!(
            sentence(&told()),
            "举办创新服务活动1场，参加企业14家次（14家）、20人次，专家3人次；对接0项，达成0项。"
        );
        let some = BulletinContent {
            matches: 5,
            reached: 3,
            ..told()
        };
        assert!(sentence(&some).ends_with("对接5项，达成3项，达成率60.0%。"));
    }

    #[test]
    fn a_draft_is_marked_and_what_is_empty_is_a_dash() {
        let on = NaiveDate::from_ymd_opt(2021, 8, 16).unwrap();
        let mut bulletin = Bulletin {
            issue_number: "2021年第1期".into(),
            ..Bulletin::default()
        };
        let draft = paper(&bulletin, &told(), on);
        assert_eq!(draft.mark.as_deref(), Some("草稿"));
        assert!(draft.blocks.contains(&Block::Paragraph("—".into())));
        let said = "沙河产业园区某企业：2021年8月3日提出，由华辰电力公司承办，2021年8月6日办结，用时3个工作日。";
        assert!(draft.blocks.contains(&Block::Paragraph(said.into())));
        bulletin.issued_on = Some(on);
        let issued = paper(&bulletin, &told(), on);
        assert_eq!((issued.mark, issued.dated), (None, on));
    }
}
