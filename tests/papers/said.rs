//! What a report's papers must say, told by its JSON alone.

use calamine::Data;
use serde_json::Value;

/// What must stand in a row, as the JSON has it.
#[derive(Debug, Clone)]
pub(super) enum Said {
    Number(i64),
    Change(i64),
    Rate(i64, i64, Option<String>),
}

impl Said {
    fn number(of: &Value) -> Self {
        Self::Number(of.as_i64().unwrap())
    }

    fn rate(of: &Value) -> Self {
        let percent = of["percent"].as_str().map(str::to_owned);
        Self::Rate(
            of["numerator"].as_i64().unwrap(),
            of["denominator"].as_i64().unwrap(),
            percent,
        )
    }

    pub(super) fn shown(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Change(0) => "持平".into(),
            Self::Change(by) if *by > 0 => format!("+{by}"),
            Self::Change(by) => format!("−{}", -by),
            Self::Rate(over, under, Some(percent)) => format!("{percent}% {over}/{under}"),
            Self::Rate(..) => "—".into(),
        }
    }

    pub(super) fn in_excel(&self) -> Vec<Data> {
        let number = |value: i64| Data::Float(value as f64);
        match self {
            Self::Number(value) | Self::Change(value) => vec![number(*value)],
            Self::Rate(over, under, percent) => {
                let shown = percent
                    .as_ref()
                    .map(|text| text.parse::<f64>().unwrap() / 100.0);
                let first = shown.map_or(Data::String("—".into()), Data::Float);
                vec![first, number(*over), number(*under)]
            }
        }
    }
}

/// Every row of numbers that a report has, told by its JSON alone.
pub(super) fn expected(report: &Value) -> Vec<(String, Vec<Said>)> {
    let (now, before) = (&report["totals"], &report["previous"]);
    let mut all = Vec::new();
    for (name, key) in [
        ("走访（次）", "visits"),
        ("走访企业（家）", "visited_enterprises"),
        ("收集问题", "collected"),
        ("解决", "solved"),
        ("　其中回访确认", "confirmed"),
        ("办结", "resolved"),
        ("　其中已销号", "closed"),
        ("退回", "returned"),
        ("延期", "extended"),
        ("重办", "reopened"),
        ("督办、批示", "supervised"),
        ("不予受理", "rejected"),
        ("并单", "merged"),
        ("撤回", "withdrawn"),
    ] {
        let (week, last) = (&now["period"][key], &before["period"][key]);
        let change = week.as_i64().unwrap() - last.as_i64().unwrap();
        let said = [&now[key], week, last].map(Said::number);
        all.push((
            name.to_owned(),
            [&said[..], &[Said::Change(change)]].concat(),
        ));
    }
    for (name, key) in [
        ("未办结", "outstanding"),
        ("　其中持续跟踪", "tracking"),
        ("　其中挂起", "suspended"),
        ("　其中超期", "overdue"),
    ] {
        let change = now[key].as_i64().unwrap() - before[key].as_i64().unwrap();
        let said = [&now[key], &before[key], &now["period"][key]].map(Said::number);
        all.push((
            name.to_owned(),
            [&said[..], &[Said::Change(change)]].concat(),
        ));
    }
    for (name, key) in [
        ("解决率（累计）", "solve"),
        ("办结率（累计）", "resolve"),
        ("回访率（累计）", "follow_up"),
        ("满意率（累计）", "satisfaction"),
    ] {
        all.push((
            name.to_owned(),
            [now, before]
                .map(|row| Said::rate(&row["rates"][key]))
                .to_vec(),
        ));
    }
    for (name, key) in [
        ("按时办结率（本周）", "on_time"),
        ("按原时限办结率（本周）", "on_time_original"),
        ("签收及时率（本周）", "accept_on_time"),
    ] {
        all.push((
            name.to_owned(),
            [now, before]
                .map(|row| Said::rate(&row["period"]["rates"][key]))
                .to_vec(),
        ));
    }
    let name = |row: &Value| row["key"]["name"].as_str().unwrap().to_owned();
    let pairs = |row: &Value, keys: &[&str]| -> Vec<Said> {
        keys.iter()
            .flat_map(|key| [&row[*key], &row["period"][*key]].map(Said::number))
            .collect()
    };
    let rates = |row: &Value| {
        [&row["rates"]["solve"], &row["rates"]["resolve"]]
            .map(Said::rate)
            .to_vec()
    };
    let open = |row: &Value| {
        [&row["outstanding"], &row["overdue"]]
            .map(Said::number)
            .to_vec()
    };
    let park = |row: &Value| {
        [
            pairs(row, &["visits", "collected", "solved", "resolved"]),
            open(row),
            rates(row),
        ]
        .concat()
    };
    for row in report["parks"].as_array().unwrap() {
        all.push((name(row), park(row)));
    }
    all.push(("合计".into(), park(now)));
    let group = |row: &Value| {
        let on_time = vec![Said::rate(&row["period"]["rates"]["on_time"])];
        [
            pairs(row, &["collected", "solved", "resolved"]),
            open(row),
            rates(row),
            on_time,
        ]
        .concat()
    };
    for list in ["categories", "levels"] {
        all.extend(
            report[list]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| (name(row), group(row))),
        );
        all.push(("合计".into(), group(now)));
    }
    all.push(("上级交办".into(), group(&report["superior"])));
    for peers in report["departments"].as_array().unwrap() {
        let rows = ["rows", "nothing_due"].map(|list| peers[list].as_array().unwrap());
        for row in rows.into_iter().flatten() {
            let numbers = [
                &row["collected"],
                &row["resolved"],
                &row["period"]["resolved"],
                &row["outstanding"],
                &row["overdue"],
                &row["returned"],
                &row["extended"],
            ]
            .map(Said::number)
            .to_vec();
            let week = &row["period"]["rates"];
            let rates = [
                &week["on_time"],
                &week["on_time_original"],
                &week["accept_on_time"],
                &row["rates"]["satisfaction"],
            ];
            let mut said = [numbers, rates.map(Said::rate).to_vec()].concat();
            if let Some(supporting) = row.get("supporting") {
                said.extend([&supporting["assigned"], &supporting["replied"]].map(Said::number));
            }
            all.push((name(row), said));
        }
    }
    for point in report["series"].as_array().unwrap() {
        let said = [&point["collected"], &point["resolved"]]
            .map(Said::number)
            .to_vec();
        all.push((point["week"].as_str().unwrap().to_owned(), said));
    }
    all
}

/// What a problem's line begins with, in every list of the report.
pub(super) fn listed(report: &Value) -> Vec<[String; 4]> {
    let lists = ["overdue", "supervised", "tracking", "settled", "excluded"];
    let all = lists
        .iter()
        .flat_map(|list| report[*list].as_array().unwrap());
    let text = |value: &Value| value.as_str().unwrap_or("—").to_owned();
    all.map(|one| ["number", "title", "park", "place"].map(|key| text(&one[key])))
        .collect()
}
