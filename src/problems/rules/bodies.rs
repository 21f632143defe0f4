//! What each action takes. `check` trims the texts and says everything that is wrong without a look
//! into the database; unknown fields are refused when reading.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::Check;
use super::words::{FollowUpChannel, Level, Outcome, SupervisionKind, SuspensionCause};

/// A body that can be checked.
pub trait Body {
    fn check(&mut self, check: &mut Check);

    /// The department acted for, where the action allows it.
    fn on_behalf_of(&self) -> Option<&OnBehalfOf> {
        None
    }
}

/// Declares a body: unknown fields refused, described in the OpenAPI document.
macro_rules! body {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? } |$this:ident, $check:ident| $checks:block) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }

        impl Body for $name {
            fn check(&mut self, $check: &mut Check) {
                let $this = self;
                $checks
            }
        }
    };
    ($(#[$meta:meta])* on_behalf $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? } |$this:ident, $check:ident| $checks:block) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            /// By the coordinator and the filing park, for a department that doesn't do it itself.
            pub on_behalf_of: Option<OnBehalfOf>,
        }

        impl Body for $name {
            fn check(&mut self, $check: &mut Check) {
                if let Some(behalf) = &mut self.on_behalf_of {
                    $check.line("/on_behalf_of/person", &mut behalf.person);
                }
                let $this = self;
                $checks
            }

            fn on_behalf_of(&self) -> Option<&OnBehalfOf> {
                self.on_behalf_of.as_ref()
            }
        }
    };
}

/// Whose doing it really was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnBehalfOf {
    pub department_id: i64,
    pub person: String,
}

body! {
    Dispatch {
        lead_department_id: i64,
        #[serde(default)]
        supporting_department_ids: Vec<i64>,
        note: Option<String>,
        /// Whistles for presence: when to come,
        meet_at: Option<DateTime<Utc>>,
        /// and where to.
        place: Option<String>,
        /// An imposed limit; the earlier one wins.
        due_on: Option<NaiveDate>,
    } |it, check| {
        check.departments("/supporting_department_ids", &it.supporting_department_ids, Some(it.lead_department_id));
        assignment(check, &mut it.note, &mut it.place, it.due_on);
    }
}

body! {
    Redispatch {
        lead_department_id: i64,
        #[serde(default)]
        supporting_department_ids: Vec<i64>,
        note: Option<String>,
        meet_at: Option<DateTime<Utc>>,
        place: Option<String>,
        due_on: Option<NaiveDate>,
        /// No return after this.
        #[serde(rename = "final", default)]
        is_final: bool,
    } |it, check| {
        check.departments("/supporting_department_ids", &it.supporting_department_ids, Some(it.lead_department_id));
        assignment(check, &mut it.note, &mut it.place, it.due_on);
    }
}

fn assignment(
    check: &mut Check,
    note: &mut Option<String>,
    place: &mut Option<String>,
    due_on: Option<NaiveDate>,
) {
    check.optional_text("/note", note);
    check.optional_line("/place", place);
    if let Some(day) = due_on {
        check.from_today("/due_on", day);
    }
}

body! {
    AddSupport { department_ids: Vec<i64>, note: Option<String> } |it, check| {
        if it.department_ids.is_empty() {
            check.missing("/department_ids");
        }
        check.departments("/department_ids", &it.department_ids, None);
        check.optional_text("/note", &mut it.note);
    }
}

body! {
    on_behalf Accept { note: Option<String> } |it, check| { check.optional_text("/note", &mut it.note); }
}

body! {
    on_behalf OnSite {
        /// Who came.
        who: String,
        /// The day they came.
        on: NaiveDate,
        note: Option<String>,
    } |it, check| {
        check.line("/who", &mut it.who);
        check.past_or_today("/on", it.on);
        check.optional_text("/note", &mut it.note);
    }
}

body! {
    AssignHandler { name: String } |it, check| { check.line("/name", &mut it.name); }
}

body! {
    on_behalf Return { reason: String } |it, check| { check.text("/reason", &mut it.reason); }
}

body! {
    DecideReturn {
        upheld: bool,
        /// Upheld: the next lead; without one it goes back to the park.
        lead_department_id: Option<i64>,
        reason: String,
    } |it, check| {
        if !it.upheld && it.lead_department_id.is_some() {
            check.unwanted("/lead_department_id", "驳回退回时承办单位不变", "the lead stays where a return is refused");
        }
        check.text("/reason", &mut it.reason);
    }
}

body! {
    on_behalf Progress {
        text: String,
        next_step: Option<String>,
        next_on: Option<NaiveDate>,
    } |it, check| {
        check.text("/text", &mut it.text);
        check.optional_text("/next_step", &mut it.next_step);
        if let Some(day) = it.next_on {
            check.from_today("/next_on", day);
        }
    }
}

body! {
    on_behalf Reply { text: String } |it, check| { check.text("/text", &mut it.text); }
}

body! {
    RequestExtension {
        /// After the present limit, at most 365 days on.
        until: NaiveDate,
        reason: String,
    } |it, check| { check.text("/reason", &mut it.reason); }
}

body! {
    DecideExtension {
        granted: bool,
        /// Another day than the one asked for.
        until: Option<NaiveDate>,
        reason: Option<String>,
    } |it, check| {
        ruling(check, it.granted, it.until);
        check.optional_text("/reason", &mut it.reason);
    }
}

body! {
    RequestSuspension {
        cause: SuspensionCause,
        /// After today, at most 365 days on; it resumes on that day by itself.
        until: NaiveDate,
        reason: String,
    } |it, check| {
        check.until("/until", it.until, check.today());
        check.text("/reason", &mut it.reason);
    }
}

body! {
    DecideSuspension { granted: bool, until: Option<NaiveDate>, reason: Option<String> } |it, check| {
        ruling(check, it.granted, it.until);
        if let Some(day) = it.until {
            check.until("/until", day, check.today());
        }
        check.optional_text("/reason", &mut it.reason);
    }
}

fn ruling(check: &mut Check, granted: bool, until: Option<NaiveDate>) {
    if !granted && until.is_some() {
        check.unwanted("/until", "驳回时不填日期", "a refusal has no day");
    }
}

body! {
    Resume { note: Option<String> } |it, check| { check.optional_text("/note", &mut it.note); }
}

body! {
    on_behalf Resolve {
        outcome: Outcome,
        resolution: String,
        /// What remains, the next step and its day: where partly solved or planned, and only there.
        remaining: Option<String>,
        next_step: Option<String>,
        next_on: Option<NaiveDate>,
    } |it, check| {
        check.text("/resolution", &mut it.resolution);
        check.optional_text("/remaining", &mut it.remaining);
        check.optional_text("/next_step", &mut it.next_step);
        let told = [
            ("/remaining", it.remaining.is_some()),
            ("/next_step", it.next_step.is_some()),
            ("/next_on", it.next_on.is_some()),
        ];
        for (pointer, told) in told {
            match (it.outcome.leaves_a_rest(), told) {
                (true, false) => check.missing(pointer),
                (false, true) => check.unwanted(
                    pointer,
                    "只有部分解决或计划解决时填写",
                    "belongs to partly_solved and planned only",
                ),
                _ => {}
            }
        }
        if let Some(day) = it.next_on {
            check.after_today("/next_on", day);
        }
    }
}

body! {
    ResolveOnSite { resolution: String } |it, check| { check.text("/resolution", &mut it.resolution); }
}

body! {
    FollowUp {
        reached: bool,
        solved: Option<bool>,
        /// 5 very satisfied, 4 satisfied, 3 fairly, 2 dissatisfied, 1 very dissatisfied.
        #[schema(minimum = 1, maximum = 5)]
        satisfaction: Option<i32>,
        channel: Option<FollowUpChannel>,
        note: Option<String>,
    } |it, check| {
        if !it.reached {
            for (pointer, told) in [("/solved", it.solved.is_some()), ("/satisfaction", it.satisfaction.is_some())] {
                if told {
                    check.unwanted(pointer, "未联系上时不填", "nobody was reached who could say so");
                }
            }
        }
        if it.satisfaction.is_some_and(|answer| !(1..=5).contains(&answer)) {
            check.wrong("/satisfaction", "out_of_range", "满意度为1至5", "has to lie between 1 and 5");
        }
        check.optional_text("/note", &mut it.note);
    }
}

body! {
    Track { next_on: NaiveDate, note: Option<String> } |it, check| {
        check.after_today("/next_on", it.next_on);
        check.optional_text("/note", &mut it.note);
    }
}

body! {
    Close { note: Option<String> } |it, check| { check.optional_text("/note", &mut it.note); }
}

body! {
    Reopen { reason: String } |it, check| { check.text("/reason", &mut it.reason); }
}

body! {
    Supervise {
        kind: SupervisionKind,
        text: String,
        /// Whose instruction it is; a leader's own where absent.
        by: Option<String>,
        reply_by: Option<NaiveDate>,
        /// A shorter limit; the earlier one wins.
        due_on: Option<NaiveDate>,
    } |it, check| {
        check.text("/text", &mut it.text);
        check.optional_line("/by", &mut it.by);
        for (pointer, day) in [("/reply_by", it.reply_by), ("/due_on", it.due_on)] {
            if let Some(day) = day {
                check.from_today(pointer, day);
            }
        }
    }
}

body! {
    Escalate {
        /// `city` or `province`.
        level: Level,
        /// Whom it was put to.
        body: String,
        reference: Option<String>,
        due_on: Option<NaiveDate>,
    } |it, check| {
        if it.level == Level::District {
            check.wrong("/level", "not_higher", "只能上报市级或省级", "has to be city or province");
        }
        check.line("/body", &mut it.body);
        check.unread(|check| check.optional_line("/reference", &mut it.reference));
        if let Some(day) = it.due_on {
            check.from_today("/due_on", day);
        }
    }
}

body! {
    TransferPark { park_id: i64, reason: String } |it, check| { check.text("/reason", &mut it.reason); }
}

body! {
    Withdraw { reason: String, told_by: String } |it, check| {
        check.text("/reason", &mut it.reason);
        check.unread(|check| check.line("/told_by", &mut it.told_by));
    }
}

body! {
    Reject { reason: String, told_by: String } |it, check| {
        check.text("/reason", &mut it.reason);
        check.unread(|check| check.line("/told_by", &mut it.told_by));
    }
}

body! {
    Merge { into_problem_id: i64, reason: Option<String> } |it, check| { check.optional_text("/reason", &mut it.reason); }
}

body! {
    Reinstate { reason: String } |it, check| { check.text("/reason", &mut it.reason); }
}

body! {
    Comment { text: String } |it, check| { check.text("/text", &mut it.text); }
}
