//! 保密: a department learns what a problem is about and where it must go, not which enterprise
//! complained. What is told of a confidential problem is decided here and nowhere else; see
//! `docs/decisions/0007-what-confidential-hides.md`.

use serde_json::Value;

use super::number::plain_title;
use super::present::Present;
use super::table::{Action, RECOMPUTE};

/// Stands where something is hidden.
pub const HIDDEN: &str = "（保密）";

/// The words that tell which enterprise it is; none, where nobody is to be kept from them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentifyingWords(Vec<String>);

impl IdentifyingWords {
    pub fn of(name: String, credit_code: Option<String>) -> Self {
        let words = [Some(name), credit_code].into_iter().flatten();
        Self(words.filter(|word| !plain_title(word).is_empty()).collect())
    }

    /// Whether a text holds one of them, whatever its punctuation, spaces, width and case.
    pub fn are_in(&self, text: &str) -> bool {
        let plain = || plain_title(text);
        !self.0.is_empty()
            && self
                .0
                .iter()
                .any(|word| plain().contains(&plain_title(word)))
    }
}

/// What somebody isn't told of a problem: nothing, or which enterprise it is of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redaction {
    down: bool,
    words: IdentifyingWords,
}

impl Redaction {
    /// Hides the enterprise that these words name.
    pub fn over(words: IdentifyingWords) -> Self {
        Self { down: true, words }
    }

    pub const fn is_down(&self) -> bool {
        self.down
    }

    /// Takes the enterprise's name out of a text.
    pub fn redact(&self, text: &mut String) {
        if !self.words.are_in(text) {
            return;
        }
        for word in &self.words.0 {
            *text = text.replace(word, HIDDEN);
        }
        // It is spelled in some other way.
        if self.words.are_in(text) {
            HIDDEN.clone_into(text);
        }
    }

    pub fn redact_optional(&self, text: &mut Option<String>) {
        if let Some(text) = text {
            self.redact(text);
        }
    }

    /// What the row's facts tell. The departments' own words stay as they are unless they were
    /// written `before` it was confidential: covering them would confirm a guess.
    pub fn cover_present(&self, present: &mut Present, before: bool) {
        if !self.down {
            return;
        }
        present.merged_into = None;
        for answer in &mut present.follow_ups {
            HIDDEN.clone_into(&mut answer.by);
            self.redact_optional(&mut answer.note);
        }
        if before {
            for request in &mut present.requests {
                self.redact(&mut request.reason);
            }
            if let Some(rest) = &mut present.rest {
                self.redact_optional(&mut rest.remaining);
                self.redact_optional(&mut rest.next_step);
            }
        }
    }

    /// What an event tells: its text, and those of its data that are listed. `own` are the words of
    /// a department that didn't know the enterprise; they stay.
    pub fn cover_event(&self, kind: &str, text: &mut Option<String>, data: &mut Value, own: bool) {
        if !self.down {
            return;
        }
        let Some(listed) = visible_fields(kind) else {
            (*text, *data) = (None, Value::Object(serde_json::Map::new()));
            return;
        };
        if let Value::Object(fields) = data {
            fields.retain(|key, _| listed.contains(&key.as_str()));
        }
        if !own {
            self.redact_optional(text);
            self.cover_value(data);
        }
    }

    fn cover_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.redact(text),
            Value::Array(values) => values.iter_mut().for_each(|one| self.cover_value(one)),
            Value::Object(fields) => fields.values_mut().for_each(|one| self.cover_value(one)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The fields of an event's data that a department reads of a confidential problem. What isn't
/// listed is hidden, and of an unknown kind everything: a new field tells nothing until somebody
/// has decided here. Titles and descriptions of before a correction are out, as it may have been
/// made to take an enterprise out of them.
fn visible_fields(kind: &str) -> Option<&'static [&'static str]> {
    if kind == RECOMPUTE {
        return Some(&["limits"]);
    }
    Some(match Action::parse(kind)? {
        Action::Report => &[
            "source",
            "source_due_on",
            "park_id",
            "category_id",
            "severity",
            "level",
            "confidential",
        ],
        Action::Edit => &[
            "source",
            "source_due_on",
            "category_id",
            "severity",
            "level",
            "confidential",
        ],
        Action::Dispatch | Action::Redispatch => &[
            "lead_department_id",
            "supporting_department_ids",
            "meet_at",
            "place",
            "due_on",
            "final",
        ],
        Action::AddSupport => &["department_ids"],
        Action::OnSite => &["who", "on"],
        Action::AssignHandler => &["name"],
        Action::DecideReturn => &["upheld", "lead_department_id"],
        Action::Progress => &["next_step", "next_on"],
        Action::RequestExtension => &["until"],
        Action::DecideExtension | Action::DecideSuspension => &["granted", "until"],
        Action::RequestSuspension => &["cause", "until"],
        Action::Resume => &["until"],
        Action::Resolve => &["outcome", "remaining", "next_step", "next_on"],
        Action::ResolveOnSite => &["outcome"],
        Action::FollowUp => &["reached", "solved", "satisfaction", "channel"],
        Action::Track => &["next_on"],
        Action::Supervise => &["kind", "by", "reply_by", "due_on"],
        // Not the number it has there, by which it could be looked up.
        Action::Escalate => &["level", "body", "due_on"],
        Action::TransferPark => &["from_park_id", "park_id"],
        // Neither who told the enterprise nor into which of its problems it was merged.
        Action::Withdraw | Action::Reject | Action::Merge => &[],
        Action::Accept
        | Action::Return
        | Action::Reply
        | Action::Close
        | Action::Reopen
        | Action::Reinstate
        | Action::Comment => &[],
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::json;

    fn words() -> IdentifyingWords {
        IdentifyingWords::of(
            "聚合庄（生态）农庄".into(),
            Some("91350100M000100Y43".into()),
        )
    }

    #[test]
    fn a_name_is_found_whatever_its_punctuation_width_and_case() {
        for text in [
            "聚合庄（生态）农庄用电",
            "请到聚合庄(生态) 农庄",
            "代码９１３５０１００m000100y43",
        ] {
            assert!(words().are_in(text), "{text}");
        }
        assert!(!words().are_in("农庄用电"));
        assert!(!IdentifyingWords::default().are_in("聚合庄"));
        assert!(!IdentifyingWords::of("。".into(), None).are_in("聚合庄。"));
    }

    #[test]
    fn a_name_is_taken_out_of_a_text_and_with_another_spelling_the_text_goes() {
        let redaction = Redaction::over(words());
        for (text, covered) in [
            ("聚合庄（生态）农庄用电", "（保密）用电"),
            ("聚合庄 生态 农庄用电", "（保密）"),
            ("用电", "用电"),
        ] {
            let mut text = text.to_owned();
            redaction.redact(&mut text);
            assert_eq!(text, covered);
        }
        let mut text = "聚合庄（生态）农庄".to_owned();
        Redaction::default().redact(&mut text);
        assert_eq!(text, "聚合庄（生态）农庄");
    }

    #[test]
    fn of_an_event_only_what_is_listed_is_told_and_of_an_unknown_one_nothing() {
        let redaction = Redaction::over(words());
        let visible_fields = |kind: &str, text: &str, data: Value| {
            let (mut text, mut data) = (Some(text.to_owned()), data);
            redaction.cover_event(kind, &mut text, &mut data, false);
            (text, data)
        };
        let filed =
            json!({"title": "用电", "enterprise_id": 7, "site_name": "农庄", "level": "district"});
        assert_eq!(
            visible_fields("report", "说明", filed).1,
            json!({"level": "district"})
        );
        let changes = json!({"enterprise_id": {"from": 7, "to": 8}, "title": {"from": "甲", "to": "乙"},
            "severity": {"from": "ordinary", "to": "major"}});
        assert_eq!(
            visible_fields("edit", "", changes).1,
            json!({"severity": {"from": "ordinary", "to": "major"}})
        );
        let handed = json!({"lead_department_id": 9, "place": "聚合庄（生态）农庄门口"});
        assert_eq!(
            visible_fields("dispatch", "去聚合庄（生态）农庄", handed),
            (
                Some("去（保密）".into()),
                json!({"lead_department_id": 9, "place": "（保密）门口"})
            )
        );
        assert_eq!(
            visible_fields("merge", "重复", json!({"into_problem_id": 5})).1,
            json!({})
        );
        assert_eq!(
            visible_fields("reject", "不属实", json!({"told_by": "李红"})).1,
            json!({})
        );
        assert_eq!(
            visible_fields("answered", "谢谢", json!({"by": "张三"})),
            (None, json!({}))
        );
    }
}
