//! What is asked for and ruled on: 退回, 延期, 挂起.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Body, OnBehalfOf};
use crate::base::given::Date;
use crate::problems::rules::check::Check;
use crate::problems::rules::words::SuspensionCause;

body! {
    /// The return of a problem by its lead department (退回), which the coordinator rules on.
    #[schema(example = json!({"reason": "该地块属自来水公司供应范围，非本单位职责。"}))]
    on_behalf Return {
        /// Why the department isn't the right one.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
    } |it, check| { check.text("/reason", &mut it.reason); }
}

body! {
    /// The ruling on a return (裁定退回).
    #[schema(example = json!({"upheld": true, "lead_department_id": 4, "reason": "改由城乡建设和生态环境局主办。"}))]
    DecideReturn {
        /// True: the department is rid of it (同意退回). False: it goes on by its old clock and can't
        /// return it again (不同意退回).
        upheld: bool,
        /// Where upheld: the next lead department, an active one other than the one that returned it;
        /// absent or null, the problem goes back to the park and waits for a dispatch. Not allowed
        /// where the return is refused.
        lead_department_id: Option<i64>,
        /// Why it is ruled so.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
    } |it, check| {
        if !it.upheld && it.lead_department_id.is_some() {
            check.unwanted("/lead_department_id", "不同意退回时承办单位不变", "the lead stays where a return is refused");
        }
        check.text("/reason", &mut it.reason);
    }
}

body! {
    /// The request to move the solve limit (申请延期).
    #[schema(example = json!({"until": "2021-08-31", "reason": "电缆采购尚需时日。"}))]
    RequestExtension {
        /// The last day asked for: after the present limit and after today, at most 365 days from today.
        until: Date,
        /// Why it is needed.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
    } |it, check| { check.text("/reason", &mut it.reason); }
}

body! {
    /// The ruling on a request to move the limit (审批延期).
    #[schema(example = json!({"granted": true, "until": "2021-08-27", "reason": "请抓紧办理。"}))]
    DecideExtension {
        /// Whether it is granted.
        granted: bool,
        /// Where granted: another last day than the one asked for, within the same bounds. Absent or
        /// null: the one asked for. Not allowed where it is refused.
        until: Option<Date>,
        /// Why it is ruled so. Absent, null or empty: it isn't said.
        #[schema(max_length = 2_000)]
        reason: Option<String>,
    } |it, check| {
        ruling(check, it.granted, it.until);
        check.optional_text("/reason", &mut it.reason);
    }
}

body! {
    /// The request to let a problem's clocks stand still (申请挂起).
    #[schema(example = json!({
        "cause": "higher_level",
        "until": "2021-08-31",
        "reason": "专线接入方案已报上级电网公司，待批复。"
    }))]
    RequestSuspension {
        /// For which of the listed causes.
        cause: SuspensionCause,
        /// The day on which it resumes by itself: after today, at most 365 days from today.
        until: Date,
        /// What it waits for.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
    } |it, check| {
        check.text("/reason", &mut it.reason);
        check.until("/until", it.until, check.today());
    }
}

body! {
    /// The ruling on a request to suspend (审批挂起).
    #[schema(example = json!({"granted": true}))]
    DecideSuspension {
        /// Whether it is granted.
        granted: bool,
        /// Where granted: another day to resume on than the one asked for, within the same bounds. Absent
        /// or null: the one asked for, which must not have come yet. Not allowed where it is refused.
        until: Option<Date>,
        /// Why it is ruled so. Absent, null or empty: it isn't said.
        #[schema(max_length = 2_000)]
        reason: Option<String>,
    } |it, check| {
        ruling(check, it.granted, it.until);
        if let Some(day) = it.until {
            check.until("/until", day, check.today());
        }
        check.optional_text("/reason", &mut it.reason);
    }
}

fn ruling(check: &mut Check, granted: bool, until: Option<Date>) {
    if !granted && until.is_some() {
        check.unwanted("/until", "不同意时不填日期", "a refusal has no day");
    }
}

body! {
    /// The end of a suspension before its day (恢复办理).
    #[schema(example = json!({"note": "上级电网公司已批复。"}))]
    Resume {
        /// A remark. Absent, null or empty: none.
        #[schema(max_length = 2_000)]
        note: Option<String>,
    } |it, check| { check.optional_text("/note", &mut it.note); }
}
