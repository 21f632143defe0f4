//! From resolving to 销号, and back: 办结, 即办, 回访, 持续跟踪, 销号, 重办.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Body, OnBehalfOf};
use crate::base::given::Date;
use crate::problems::rules::check::Check;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{FollowUpChannel, FollowUpThen, Outcome};

body! {
    /// What the lead department did, and what it came to (办结).
    #[schema(example = json!({
        "outcome": "solved",
        "resolution": "三方现场商定：农庄符合“井井通”用电方案，可长期使用，用电得到保障。"
    }))]
    on_behalf Resolve {
        /// What it came to.
        outcome: Outcome,
        /// What was done; the enterprise reads it.
        #[schema(min_length = 1, max_length = 2_000)]
        resolution: String,
        /// What remains to be done. Required with the outcomes `partly_solved` and `planned`, not
        /// allowed with the others.
        #[schema(max_length = 2_000)]
        remaining: Option<String>,
        /// The next step, required and allowed as `remaining`.
        #[schema(max_length = 2_000)]
        next_step: Option<String>,
        /// The day of the next step, required and allowed as `remaining`: after today, at most 3,650
        /// days from today.
        next_on: Option<Date>,
    } |it, check| {
        check.text("/resolution", &mut it.resolution);
        check.optional_text("/remaining", &mut it.remaining);
        check.optional_text("/next_step", &mut it.next_step);
        let given = [
            ("/remaining", it.remaining.is_some()),
            ("/next_step", it.next_step.is_some()),
            ("/next_on", it.next_on.is_some()),
        ];
        for (pointer, given) in given {
            match (it.outcome.has_remaining_work(), given) {
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
    /// How the park settled a problem on the spot (即办).
    #[schema(example = json!({"resolution": "已上门讲解政策并协助网上申报。"}))]
    ResolveOnSite {
        /// What was done; the enterprise reads it.
        #[schema(min_length = 1, max_length = 2_000)]
        resolution: String,
    } |it, check| { check.text("/resolution", &mut it.resolution); }
}

body! {
    /// What the enterprise said when it was asked (回访), and what is done about it at once.
    #[derive(Default)]
    #[schema(example = json!({
        "reached": true,
        "solved": true,
        "satisfaction": 5,
        "channel": "phone",
        "note": "企业表示用电稳定。",
        "then": "close"
    }))]
    FollowUp {
        /// Whether the enterprise was reached.
        reached: bool,
        /// Whether the enterprise says that it is solved. Absent or null: it didn't say. Not allowed where
        /// it wasn't reached.
        solved: Option<bool>,
        /// How satisfied the enterprise is: 5 very (非常满意), 4 satisfied (满意), 3 fairly (基本满意), 2
        /// dissatisfied (不满意), 1 very dissatisfied (非常不满意). Absent or null: it didn't say. Not
        /// allowed where it wasn't reached.
        #[schema(minimum = 1, maximum = 5)]
        satisfaction: Option<i32>,
        /// How it was asked. Absent or null: it isn't said.
        channel: Option<FollowUpChannel>,
        /// A remark. Absent, null or empty: none.
        #[schema(max_length = 2_000)]
        note: Option<String>,
        /// The move that is made right after it, in the same step. Absent or null: none. Where it isn't
        /// allowed then, the follow-up isn't recorded either.
        then: Option<FollowUpThen>,
        /// The day on which it is looked at again: after today, at most 3,650 days from today. Required
        /// with `then` being `track`, not allowed otherwise.
        next_on: Option<Date>,
        /// Why it is taken up again. Required with `then` being `reopen`, not allowed otherwise.
        #[schema(max_length = 2_000)]
        reason: Option<String>,
    } |it, check| {
        if !it.reached {
            for (pointer, given) in [("/solved", it.solved.is_some()), ("/satisfaction", it.satisfaction.is_some())] {
                if given {
                    check.unwanted(pointer, "未联系上时不填", "nobody was reached who could say so");
                }
            }
        }
        if it.satisfaction.is_some_and(|answer| !(1..=5).contains(&answer)) {
            check.wrong("/satisfaction", "out_of_range", "满意度为1至5", "has to lie between 1 and 5");
        }
        check.optional_text("/note", &mut it.note);
        check.optional_text("/reason", &mut it.reason);
        let needs = [
            ("/next_on", FollowUpThen::Track, it.next_on.is_some(), "只有转持续跟踪时填写", "belongs to track only"),
            ("/reason", FollowUpThen::Reopen, it.reason.is_some(), "只有重办时填写", "belongs to reopen only"),
        ];
        for (pointer, then, given, zh, en) in needs {
            match (it.then == Some(then), given) {
                (true, false) => check.missing(pointer),
                (false, true) => check.unwanted(pointer, zh, en),
                _ => {}
            }
        }
        if let Some(day) = it.next_on {
            check.after_today("/next_on", day);
        }
    }
}

/// The move that a follow-up makes right after it, with what that one takes.
#[derive(Debug, Clone)]
pub enum AfterFollowUp {
    Close(Close),
    Track(Track),
    Reopen(Reopen),
}

impl AfterFollowUp {
    pub const fn action(&self) -> Action {
        match self {
            Self::Close(_) => Action::Close,
            Self::Track(_) => Action::Track,
            Self::Reopen(_) => Action::Reopen,
        }
    }
}

impl FollowUp {
    /// What follows, of a body that was checked. The remark is the follow-up's.
    pub fn after(&self) -> Option<AfterFollowUp> {
        let note = None;
        Some(match self.then? {
            FollowUpThen::Close => AfterFollowUp::Close(Close { note }),
            FollowUpThen::Track => AfterFollowUp::Track(Track {
                next_on: self.next_on?,
                note,
            }),
            FollowUpThen::Reopen => AfterFollowUp::Reopen(Reopen {
                reason: self.reason.clone()?,
            }),
        })
    }
}

body! {
    /// Until when a partly solved or planned problem is tracked (持续跟踪).
    #[schema(example = json!({"next_on": "2021-08-31", "note": "待二期线路投运后再看。"}))]
    Track {
        /// The day on which it is looked at again: after today, at most 3,650 days from today.
        next_on: Date,
        /// A remark. Absent, null or empty: none.
        #[schema(max_length = 2_000)]
        note: Option<String>,
    } |it, check| {
        check.after_today("/next_on", it.next_on);
        check.optional_text("/note", &mut it.note);
    }
}

body! {
    /// The end of a problem (销号).
    #[schema(example = json!({"note": "回访确认已解决。"}))]
    Close {
        /// A remark. Absent, null or empty: none.
        #[schema(max_length = 2_000)]
        note: Option<String>,
    } |it, check| { check.optional_text("/note", &mut it.note); }
}

body! {
    /// Why a settled problem is taken up again (重办).
    #[schema(example = json!({"reason": "企业反映仍有停电。"}))]
    Reopen {
        /// Why.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
    } |it, check| { check.text("/reason", &mut it.reason); }
}
