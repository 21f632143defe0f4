//! Handing a problem to departments: 派单, 改派, 增加协办.

use serde::Deserialize;
use utoipa::ToSchema;

use super::Body;
use crate::base::given::{Date, Instant};
use crate::problems::rules::check::Check;

body! {
    /// A dispatch (派单): to one lead department and any number of supporting ones.
    #[schema(example = json!({
        "lead_department_id": 1,
        "supporting_department_ids": [4],
        "note": "请到现场核实用电方案。",
        "meet_at": "2021-08-17T09:00:00+08:00",
        "place": "聚合庄生态农庄生产区",
        "due_on": "2021-08-25"
    }))]
    Dispatch {
        /// The lead department (主办), which answers for the problem; an active one.
        lead_department_id: i64,
        /// The supporting departments (协办), each by a clock of its own: active ones, each once, and
        /// not the lead. None where absent.
        #[serde(default)]
        #[schema(max_items = 50)]
        supporting_department_ids: Vec<i64>,
        /// What the departments are told besides. Absent, null or empty: nothing.
        #[schema(max_length = 2_000)]
        note: Option<String>,
        /// When the departments are to be at the enterprise (吹哨报到). Absent or null: they aren't
        /// called there.
        #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>)]
        meet_at: Option<Instant>,
        /// Where they are to come to. Absent, null or empty: it isn't said.
        #[schema(max_length = 200)]
        place: Option<String>,
        /// A last day to solve it that is imposed on the lead, from today to 3,650 days on; of it and
        /// the policy's limit the earlier one holds. Absent or null: the policy's alone.
        due_on: Option<Date>,
    } |it, check| {
        check.departments("/supporting_department_ids", &it.supporting_department_ids, Some(it.lead_department_id));
        assignment(check, &mut it.note, &mut it.place, it.due_on);
    }
}

body! {
    /// A new dispatch (改派), which ends the assignments so far; the same lead again is allowed.
    #[schema(example = json!({
        "lead_department_id": 1,
        "supporting_department_ids": [4],
        "note": "经研究，由华辰电力公司主办。",
        "due_on": "2021-08-25",
        "final": true
    }))]
    Redispatch {
        /// The lead department (主办) from now on; an active one.
        lead_department_id: i64,
        /// The supporting departments (协办) from now on: active ones, each once, and not the lead. None
        /// where absent.
        #[serde(default)]
        #[schema(max_items = 50)]
        supporting_department_ids: Vec<i64>,
        /// What the departments are told besides. Absent, null or empty: nothing.
        #[schema(max_length = 2_000)]
        note: Option<String>,
        /// When the departments are to be at the enterprise (吹哨报到). Absent or null: they aren't
        /// called there.
        #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>)]
        meet_at: Option<Instant>,
        /// Where they are to come to. Absent, null or empty: it isn't said.
        #[schema(max_length = 200)]
        place: Option<String>,
        /// A last day to solve it that is imposed on the lead, from today to 3,650 days on; of it and
        /// the policy's limit the earlier one holds. Absent or null: the policy's alone.
        due_on: Option<Date>,
        /// Whether the lead can't return it (不得退回); false where absent.
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
    due_on: Option<Date>,
) {
    check.optional_text("/note", note);
    check.optional_line("/place", place);
    if let Some(day) = due_on {
        check.from_today("/due_on", day);
    }
}

body! {
    /// Further supporting departments (增加协办).
    #[schema(example = json!({"department_ids": [4], "note": "请配合做好线路迁改。"}))]
    AddSupport {
        /// The departments: active ones that aren't on the problem yet, each once.
        #[schema(min_items = 1, max_items = 50)]
        department_ids: Vec<i64>,
        /// What they are told besides. Absent, null or empty: nothing.
        #[schema(max_length = 2_000)]
        note: Option<String>,
    } |it, check| {
        if it.department_ids.is_empty() {
            check.missing("/department_ids");
        }
        check.departments("/department_ids", &it.department_ids, None);
        check.optional_text("/note", &mut it.note);
    }
}
