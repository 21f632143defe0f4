//! What the papers say of projects (五盯), out of a row of their statistics: no number is counted here.

use serde_json::Value;

use crate::base::money::in_hundred_millions;
use crate::base::rate::Rate;
use crate::entries::ledger::Fields;
use crate::entries::rules::paper::{Amount, Reporting, Told};

/// The amounts by park, in the unit of papers.
pub const AMOUNTS: &[Amount] = &[
    Amount {
        name: "plan_yuan",
        heading: "年度计划（亿元）",
        of: |row| yuan(row, "plan_yuan"),
    },
    Amount {
        name: "month_yuan",
        heading: "当月完成（亿元）",
        of: |row| yuan(row, "month_yuan"),
    },
    Amount {
        name: "year_yuan",
        heading: "年度完成（亿元）",
        of: |row| yuan(row, "year_yuan"),
    },
    Amount {
        name: "completion_percent",
        heading: "占年度计划（%）",
        of: |row| text(part(row, "progress"), "completion_percent"),
    },
    Amount {
        name: "ahead_points",
        heading: "超欠序时（百分点）",
        of: |row| text(part(row, "progress"), "ahead_points"),
    },
];

/// The sentence, the five clauses, how targets stand where there are any, and who owes the month.
pub fn told(row: &Fields) -> Told {
    let progress = part(row, "progress");
    let missing = progress["missing"].as_array();
    let missing = missing.into_iter().flatten().filter_map(Value::as_i64);
    let mut clauses = vec![
        ("项目状态", states(row)),
        ("开工情况", starts(row)),
        ("投资进度", investment(progress)),
        ("手续办理", permits(row)),
        ("产业类占比", industrial(row)),
    ];
    clauses.extend(targets(row).map(|told| ("目标管理", told)));
    Told {
        sentence: row
            .get("sentence")
            .and_then(Value::as_str)
            .map(str::to_owned),
        money_through: text(progress, "through"),
        month_rates: vec![("started", rate(part(row, "started_of_listed")))],
        clauses,
        reporting: Some(Reporting {
            expected: progress["expected"].as_i64().unwrap_or(0),
            missing: missing.collect(),
        }),
    }
}

fn states(row: &Fields) -> String {
    let n = |name: &str| number(row, name);
    format!(
        "在册项目{}个，其中谋划{}个、入库未开工{}个、在建{}个、停工{}个、竣工{}个、投产{}个；叫停{}个。",
        n("listed"),
        n("proposed"),
        n("filed"),
        n("building"),
        n("stopped"),
        n("completed"),
        n("producing"),
        n("banned"),
    )
}

fn starts(row: &Fields) -> String {
    let by_month = &part(row, "by_month")["started"];
    let of_year = rate(part(row, "started_of_listed"));
    format!(
        "年度新建计划{}个，本年开工{}个，年度开工率{}；按月序时开工率{}，提前开工{}个，应开未开{}个。",
        of_year.denominator,
        of_year.numerator,
        percent(part(row, "started_of_listed")),
        with_parts(&by_month["rate"]),
        by_month["early"].as_i64().unwrap_or(0),
        by_month["behind"].as_i64().unwrap_or(0),
    )
}

fn investment(progress: &Value) -> String {
    let amount = |name: &str| amount(progress, name).unwrap_or_else(|| "—".to_owned());
    let month = text(progress, "through");
    let month = month.as_deref().and_then(|month| month.split('-').nth(1));
    let month = month.unwrap_or_default().trim_start_matches('0');
    let (completion, ahead) = (
        text(progress, "completion_percent"),
        text(progress, "ahead_points"),
    );
    let against = match (completion, ahead) {
        (Some(completion), Some(ahead)) => format!(
            "年度计划投资{}亿元，完成{completion}%，{}",
            amount("plan_yuan"),
            points(&ahead)
        ),
        _ => "尚无年度计划".to_owned(),
    };
    format!(
        "{month}月完成投资{}亿元，年度累计完成{}亿元；{against}；达到序时进度的项目占{}。",
        amount("month_yuan"),
        amount("year_yuan"),
        with_parts(&progress["on_schedule"]),
    )
}

/// `+13.8` as officials say it.
fn points(ahead: &str) -> String {
    match (ahead.strip_prefix('+'), ahead.strip_prefix('-')) {
        (Some(points), _) => format!("超序时进度{points}个百分点"),
        (_, Some(points)) => format!("欠序时进度{points}个百分点"),
        _ => "与序时进度持平".to_owned(),
    }
}

fn permits(row: &Fields) -> String {
    let rate = rate(part(row, "permits"));
    format!(
        "应办手续{}项，已办{}项，办结率{}；未批先建{}个。",
        rate.denominator,
        rate.numerator,
        percent(part(row, "permits")),
        number(row, "without_permits"),
    )
}

fn industrial(row: &Fields) -> String {
    let share = part(row, "industrial_share");
    let of_money = text(share, "by_investment").map_or_else(|| "—".to_owned(), |p| format!("{p}%"));
    let missing = match share["missing"].as_i64() {
        Some(0) => "已达到60%的目标".to_owned(),
        Some(missing) => format!("距60%的目标还差{missing}个"),
        None => "无法测算差距".to_owned(),
    };
    format!(
        "产业类项目{}个，按个数占{}，按总投资占{of_money}；{missing}。",
        number(row, "industrial"),
        with_parts(&share["by_number"]),
    )
}

/// Of the paper of all: targets are the district's.
fn targets(row: &Fields) -> Option<String> {
    let all = part(row, "targets").as_array()?;
    let told: Vec<String> = all.iter().map(target).collect();
    (!told.is_empty()).then(|| format!("{}。", told.join("；")))
}

fn target(target: &Value) -> String {
    let standing = &target["standing"];
    let number = |name: &str| standing[name].as_i64().unwrap_or(0);
    let is_money = target["measure"] == "invested";
    let amount = |name: &str| match is_money {
        true => in_hundred_millions(i128::from(number(name))),
        false => number(name).to_string(),
    };
    let unit = if is_money { "亿元" } else { "个" };
    let name = text(target, "name").unwrap_or_default();
    if number("all") == 0 && number("rest") == 0 {
        let none = if is_money {
            "年度计划"
        } else {
            "相关项目"
        };
        return format!("{name}：尚无{none}");
    }
    let rest = match number("rest") {
        0 => "已达到目标".to_owned(),
        _ => format!("还差{}{unit}", amount("rest")),
    };
    let left = match number("days_left") {
        0 => "期限今日届满".to_owned(),
        1.. => format!("距期限还有{}个工作日", number("working_days_left")),
        _ => format!(
            "期限已过{}个工作日",
            number("working_days_left").unsigned_abs()
        ),
    };
    format!(
        "{name}：已完成{}/{}{unit}，{rest}，{left}",
        amount("reached"),
        amount("all")
    )
}

fn part<'r>(row: &'r Fields, name: &str) -> &'r Value {
    row.get(name).unwrap_or(&Value::Null)
}

fn number(row: &Fields, name: &str) -> i64 {
    row.get(name).and_then(Value::as_i64).unwrap_or(0)
}

fn text(of: &Value, name: &str) -> Option<String> {
    of[name].as_str().map(str::to_owned)
}

fn yuan(row: &Fields, name: &str) -> Option<String> {
    amount(row.get("progress")?, name)
}

fn amount(progress: &Value, name: &str) -> Option<String> {
    let yuan = progress[name].as_i64()?;
    Some(in_hundred_millions(i128::from(yuan)))
}

fn rate(of: &Value) -> Rate {
    let part = |name: &str| of[name].as_i64().unwrap_or(0);
    Rate::of(part("numerator"), part("denominator"))
}

fn percent(of: &Value) -> String {
    let percent = rate(of).percent;
    percent.map_or_else(|| "—".to_owned(), |percent| format!("{percent}%"))
}

/// `75.0%（12/16）`.
fn with_parts(of: &Value) -> String {
    let Rate {
        numerator,
        denominator,
        percent,
    } = rate(of);
    percent.map_or_else(
        || "—".to_owned(),
        |percent| format!("{percent}%（{numerator}/{denominator}）"),
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    fn row() -> Fields {
        let rate = |of: i64, all: i64| json!(Rate::of(of, all));
        let row = json!({
            "listed": 20, "proposed": 4, "filed": 3, "building": 9, "stopped": 1, "completed": 2, "producing": 1, "banned": 0,
            "without_permits": 1, "industrial": 11, "started_of_listed": rate(7, 12),
            "by_month": {"started": {"rate": rate(6, 8), "early": 1, "behind": 2}},
            "progress": {"through": "2021-07", "month_yuan": 150_000_000, "year_yuan": 62_900_000_000_i64,
                "plan_yuan": 64_740_000_000_i64, "completion_percent": "97.2", "ahead_points": "+13.8",
                "on_schedule": rate(5, 9), "expected": 20, "missing": [3, 4]},
            "permits": rate(24, 30),
            "industrial_share": {"by_number": rate(11, 20), "by_investment": "61.2", "missing": 3},
            "sentence": "省、市重点项目12个。",
        });
        row.as_object().unwrap().clone()
    }

    #[test]
    fn there_is_a_clause_for_each_of_the_five() {
        let told = told(&row());
        let clauses: Vec<&str> = told.clauses.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            clauses,
            [
                "在册项目20个，其中谋划4个、入库未开工3个、在建9个、停工1个、竣工2个、投产1个；叫停0个。",
                "年度新建计划12个，本年开工7个，年度开工率58.3%；按月序时开工率75.0%（6/8），提前开工1个，应开未开2个。",
                "7月完成投资1.5亿元，年度累计完成629.0亿元；年度计划投资647.4亿元，完成97.2%，超序时进度13.8个百分点；\
                 达到序时进度的项目占55.6%（5/9）。",
                "应办手续30项，已办24项，办结率80.0%；未批先建1个。",
                "产业类项目11个，按个数占55.0%（11/20），按总投资占61.2%；距60%的目标还差3个。",
            ]
        );
        assert_eq!(told.sentence.as_deref(), Some("省、市重点项目12个。"));
        let reporting = told.reporting.unwrap();
        assert_eq!((reporting.expected, reporting.missing), (20, vec![3, 4]));
    }

    #[test]
    fn targets_are_told_where_there_are_any() {
        let clause = |targets: Value| {
            let mut row = row();
            row.insert("targets".into(), targets);
            let told = told(&row).clauses.into_iter();
            let mut found = told.filter(|(name, _)| *name == "目标管理");
            found.next().map(|(_, text)| text)
        };
        assert_eq!(clause(json!([])), None);
        let of = |name: &str, measure: &str, numbers: [i64; 5]| {
            let [reached, all, rest, working_days_left, days_left] = numbers;
            json!({"name": name, "measure": measure, "standing": {"reached": reached, "all": all, "rest": rest,
                "working_days_left": working_days_left, "days_left": days_left}})
        };
        assert_eq!(
            clause(json!([
                of("全部开工", "started", [7, 12, 5, 33, 45]),
                of("全部竣工", "completed", [2, 2, 0, 0, 0]),
                of(
                    "投资过半",
                    "invested",
                    [150_000_000, 1_000_000_000, 350_000_000, -2, -3]
                ),
            ]))
            .as_deref(),
            Some(
                "全部开工：已完成7/12个，还差5个，距期限还有33个工作日；\
                 全部竣工：已完成2/2个，已达到目标，期限今日届满；\
                 投资过半：已完成1.5/10.0亿元，还差3.5亿元，期限已过2个工作日。"
            )
        );
    }

    #[test]
    fn what_isnt_known_is_a_dash() {
        let mut row = row();
        row.insert("permits".into(), json!(Rate::of(0, 0)));
        row.insert(
            "progress".into(),
            json!({"through": "2021-11", "month_yuan": 0, "year_yuan": 0, "plan_yuan": null,
                "completion_percent": null, "ahead_points": null, "on_schedule": Rate::of(0, 0)}),
        );
        let told = told(&row);
        assert_eq!(
            told.clauses[2].1,
            "11月完成投资0.0亿元，年度累计完成0.0亿元；尚无年度计划；达到序时进度的项目占—。"
        );
        assert!(told.clauses[3].1.contains("办结率—"));
        assert_eq!((AMOUNTS[0].of)(&row), None);
        assert_eq!(points("-0.1"), "欠序时进度0.1个百分点");
        assert_eq!(points("0.0"), "与序时进度持平");
    }
}
