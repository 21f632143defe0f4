//! What steers a problem without solving it: 督办, 批示, 上报, 移交园区, 留言.

use serde::Deserialize;
use utoipa::ToSchema;

use super::Body;
use crate::base::given::Date;
use crate::problems::rules::check::Check;
use crate::problems::rules::words::{Level, SupervisionKind};

body! {
    /// An urging (督办) or a leader's instruction (批示).
    #[schema(example = json!({
        "kind": "instruction",
        "text": "请电力公司尽快拿出方案，确保企业用电。",
        "by": "分管副区长",
        "reply_by": "2021-08-18",
        "due_on": "2021-08-20"
    }))]
    Supervise {
        /// Which of the two.
        kind: SupervisionKind,
        /// What is asked of the departments.
        #[schema(min_length = 1, max_length = 2_000)]
        text: String,
        /// Whose instruction it is. Absent, null or empty: that of the leader who sends it, where a
        /// leader sends an instruction, else nobody's by name.
        #[schema(max_length = 200)]
        by: Option<String>,
        /// The day by which a reply is wanted, from today to 3,650 days on. Absent or null: none is.
        reply_by: Option<Date>,
        /// A shorter last day to solve it, from today to 3,650 days on; of it and the present limit the
        /// earlier one holds. Absent or null: the limit stays. Not allowed once it is resolved.
        due_on: Option<Date>,
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
    /// That a problem was put to a higher level (上报上级); the district's lead keeps it.
    #[schema(example = json!({
        "level": "city",
        "body": "市供电公司",
        "reference": "平高企服〔2021〕12号",
        "due_on": "2021-08-31"
    }))]
    Escalate {
        /// The level it was put to: `city` or `province`. The problem has it from then on.
        level: Level,
        /// Which body it was put to.
        #[schema(min_length = 1, max_length = 200)]
        body: String,
        /// The number of the paper (文号). Absent, null or empty: it isn't said.
        #[schema(max_length = 200)]
        reference: Option<String>,
        /// The last day to solve it that came with it, from today to 3,650 days on; of it and the present
        /// limit the earlier one holds. Absent or null: the limit stays.
        due_on: Option<Date>,
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
    /// To which park a problem goes (移交园区).
    #[schema(example = json!({"park_id": 2, "reason": "项目现场在创新创业服务园区。"}))]
    TransferPark {
        /// The park it goes to: an active one, and not the one it has.
        park_id: i64,
        /// Why.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
    } |it, check| { check.text("/reason", &mut it.reason); }
}

body! {
    /// A comment (留言).
    #[schema(example = json!({"text": "已与农庄约定周三上午现场商议。"}))]
    Comment {
        /// What is said; everybody who sees the problem reads it.
        #[schema(min_length = 1, max_length = 2_000)]
        text: String,
    } |it, check| { check.text("/text", &mut it.text); }
}
