//! What departments do between dispatch and resolving: 签收, 报到, 指定承办人, 进展, 协办回复.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Body, OnBehalfOf};
use crate::base::given::Date;
use crate::problems::rules::check::Check;

body! {
    /// The acceptance of a problem by its lead department (签收).
    #[schema(example = json!({"note": "已安排专人与企业对接。"}))]
    on_behalf Accept {
        /// A remark. Absent, null or empty: none.
        #[schema(max_length = 2_000)]
        note: Option<String>,
    } |it, check| { check.optional_text("/note", &mut it.note); }
}

body! {
    /// Who came to the enterprise, and when (报到).
    #[schema(example = json!({"who": "李工、王工", "on": "2021-08-16", "note": "已查看配电线路。"}))]
    on_behalf OnSite {
        /// Who came.
        #[schema(min_length = 1, max_length = 200)]
        who: String,
        /// The day they came: not before the year 2000, today at the latest.
        on: Date,
        /// A remark. Absent, null or empty: none.
        #[schema(max_length = 2_000)]
        note: Option<String>,
    } |it, check| {
        check.line("/who", &mut it.who);
        check.past_or_today("/on", it.on);
        check.optional_text("/note", &mut it.note);
    }
}

body! {
    /// Who handles the problem in the caller's department (指定承办人).
    #[schema(example = json!({"name": "李工"}))]
    AssignHandler {
        /// The person's name; it replaces the one given before.
        #[schema(min_length = 1, max_length = 200)]
        name: String,
    } |it, check| { check.line("/name", &mut it.name); }
}

body! {
    /// A report of progress (报告进展).
    #[schema(example = json!({
        "text": "已勘察现场，正在编制用电方案。",
        "next_step": "与农庄商定方案。",
        "next_on": "2021-08-18"
    }))]
    on_behalf Progress {
        /// What has been done so far.
        #[schema(min_length = 1, max_length = 2_000)]
        text: String,
        /// The next step. Absent, null or empty: it isn't said.
        #[schema(max_length = 2_000)]
        next_step: Option<String>,
        /// The day of the next step, from today to 3,650 days on; by then the lead is to report again.
        /// Absent or null: it isn't said.
        next_on: Option<Date>,
    } |it, check| {
        check.text("/text", &mut it.text);
        check.optional_text("/next_step", &mut it.next_step);
        if let Some(day) = it.next_on {
            check.from_today("/next_on", day);
        }
    }
}

body! {
    /// The reply with which a supporting department ends its part (协办回复).
    #[schema(example = json!({"text": "线路迁改已完成。"}))]
    on_behalf Reply {
        /// What the department did.
        #[schema(min_length = 1, max_length = 2_000)]
        text: String,
    } |it, check| { check.text("/text", &mut it.text); }
}
