//! Who was at some activities, each counted once or as often as it came, and what a paper says of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::fields::{Activity, Attended};
use crate::base::rate::Rate;
use crate::entries::ledger::Fields;
use crate::problems::rules::number::plain_title;

/// Who an enterprise is, however it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Company {
    Known(i64),
    Named(String),
}

/// A name without what writing it differently changes.
fn plain(name: Option<&String>) -> Option<String> {
    name.map(|name| plain_title(name))
        .filter(|name| !name.is_empty())
}

/// The places of those that stand in a list a second time, by id or by name.
pub fn repeated(list: &[Attended]) -> Vec<usize> {
    let mut ids = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut found = vec![];
    for (at, one) in list.iter().enumerate() {
        let known = one.enterprise_id.is_some_and(|id| !ids.insert(id));
        let named = plain(one.name.as_ref()).is_some_and(|name| !names.insert(name));
        if known || named {
            found.push(at);
        }
    }
    found
}

/// The ids that attendances give to names, so that an enterprise that is known at one activity is the same at another.
#[derive(Debug, Default)]
pub struct KnownNames(BTreeMap<String, i64>);

impl KnownNames {
    pub fn of<'a>(all: impl Iterator<Item = &'a Activity>) -> Self {
        let attended = all.flat_map(|one| one.attendance.iter().flatten());
        let known =
            attended.filter_map(|one| Some((plain(one.name.as_ref())?, one.enterprise_id?)));
        Self(known.collect())
    }

    fn who(&self, one: &Attended) -> Option<Company> {
        let named = plain(one.name.as_ref());
        let known = one.enterprise_id;
        let known = known.or_else(|| self.0.get(named.as_ref()?).copied());
        known.map(Company::Known).or(named.map(Company::Named))
    }
}

/// What some activities came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// 家次: each as often as it came.
    pub times: i64,
    /// 人次.
    pub people: i64,
    /// 专家人次.
    pub experts: i64,
    /// 家: each once.
    pub who: BTreeSet<Company>,
}

impl Tally {
    pub fn add(&mut self, activity: &Activity, names: &KnownNames) {
        let count = |of: usize| i64::try_from(of).unwrap_or(i64::MAX);
        self.experts += count(activity.experts.as_ref().map_or(0, Vec::len));
        for one in activity.attendance.iter().flatten() {
            self.times += 1;
            self.people += one.people.unwrap_or(1);
            self.who.extend(names.who(one));
        }
    }

    pub fn enterprises(&self) -> i64 {
        i64::try_from(self.who.len()).unwrap_or(i64::MAX)
    }

    pub fn told(&self) -> Value {
        json!({"times": self.times, "enterprises": self.enterprises(), "people": self.people, "experts": self.experts})
    }
}

/// Matches, and how many of them were agreed or signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Matched {
    pub matches: i64,
    pub reached: i64,
}

impl Matched {
    pub fn add(&mut self, other: Self) {
        self.matches += other.matches;
        self.reached += other.reached;
    }

    /// 达成率.
    pub fn rate(self) -> Rate {
        Rate::of(self.reached, self.matches)
    }
}

fn number(of: Option<&Value>, name: &str) -> i64 {
    of.and_then(|of| of[name].as_i64()).unwrap_or(0)
}

/// 「本周举办创新服务活动1场，参加企业14家次（14家），专家3人次；累计举办2场，对接5项，达成3项，达成率60.0%。」
pub fn sentence(row: &Fields, this: &str) -> String {
    let held = number(row.get("period"), "held");
    let came = row.get("attendance_of_period");
    let all = row.get("held").and_then(Value::as_i64).unwrap_or(0);
    let matched = row.get("matched");
    let percent = matched.and_then(|rate| rate["percent"].as_str());
    let rate = percent.map_or_else(String::new, |percent| format!("，达成率{percent}%"));
    format!(
        "{this}举办创新服务活动{held}场，参加企业{}家次（{}家），专家{}人次；累计举办{all}场，对接{}项，达成{}项{rate}。",
        number(came, "times"),
        number(came, "enterprises"),
        number(came, "experts"),
        number(matched, "denominator"),
        number(matched, "numerator"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activities::fields::Expert;

    fn named(name: &str) -> Attended {
        Attended {
            name: Some(name.into()),
            ..Attended::default()
        }
    }

    fn known(id: i64, name: &str) -> Attended {
        Attended {
            enterprise_id: Some(id),
            ..named(name)
        }
    }

    fn activity(attendance: Vec<Attended>) -> Activity {
        Activity {
            attendance: Some(attendance),
            ..Activity::default()
        }
    }

    fn tally(all: &[Activity]) -> Tally {
        let names = KnownNames::of(all.iter());
        let mut tally = Tally::default();
        all.iter().for_each(|one| tally.add(one, &names));
        tally
    }

    #[test]
    fn a_list_names_each_once_however_it_is_written() {
        assert!(repeated(&[named("甲公司"), named("乙公司"), known(1, "丙公司")]).is_empty());
        assert_eq!(repeated(&[named("甲公司"), named(" 甲 公司")]), [1]);
        assert_eq!(
            repeated(&[known(1, "甲公司"), named("乙"), named("甲公司")]),
            [2]
        );
        assert_eq!(repeated(&[known(1, "甲"), known(1, "乙")]), [1]);
    }

    #[test]
    fn the_road_show_is_fourteen_times_and_fourteen_enterprises() {
        let all: Vec<Attended> = (1..=14).map(|n| named(&format!("第{n}公司"))).collect();
        let mut show = activity(all);
        show.experts = Some(vec![Expert {
            name: "王某".into(),
            organisation: None,
        }]);
        let told = tally(&[show]);
        assert_eq!((told.times, told.enterprises(), told.experts), (14, 14, 1));
    }

    #[test]
    fn who_comes_twice_is_one_enterprise_and_known_by_the_name_that_another_list_gives_it() {
        let first = activity(vec![known(7, "甲公司"), named("乙公司")]);
        let mut second = activity(vec![named("甲公司"), named("乙 公司"), named("丙公司")]);
        if let Some(one) = second.attendance.iter_mut().flatten().next() {
            one.people = Some(3);
        }
        let told = tally(&[first, second]);
        assert_eq!((told.times, told.enterprises(), told.people), (5, 3, 7));
    }

    #[test]
    fn a_rate_has_both_its_numbers_and_none_stands_where_nothing_was_matched() {
        let mut all = Matched::default();
        assert_eq!(all.rate().percent, None);
        all.add(Matched {
            matches: 3,
            reached: 2,
        });
        assert_eq!(all.rate().percent.as_deref(), Some("66.7"));
        let rate = json!({"numerator": 2, "denominator": 3, "percent": "66.7"});
        let row = json!({"held": 2, "period": {"held": 1}, "matched": rate,
            "attendance_of_period": {"times": 14, "enterprises": 14, "people": 20, "experts": 3}});
        let row = row.as_object().cloned().unwrap_or_default();
        assert_eq!(
            sentence(&row, "本周"),
            "本周举办创新服务活动1场，参加企业14家次（14家），专家3人次；累计举办2场，对接3项，达成2项，达成率66.7%。"
        );
    }
}
