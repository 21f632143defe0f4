//! What leaves the count and stays in sight: 撤回, 不予受理, 并单; and 恢复受理, which undoes it.

use serde::Deserialize;
use utoipa::ToSchema;

use super::Body;
use crate::problems::rules::check::Check;

body! {
    /// Why a problem is withdrawn (撤回).
    #[schema(example = json!({"reason": "企业已自行解决。", "told_by": "刘干事"}))]
    Withdraw {
        /// Why.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
        /// Who told the enterprise (由谁告知企业); departments don't read it of a confidential problem.
        #[schema(min_length = 1, max_length = 200)]
        told_by: String,
    } |it, check| {
        check.text("/reason", &mut it.reason);
        check.unread(|check| check.line("/told_by", &mut it.told_by));
    }
}

body! {
    /// Why a problem isn't accepted (不予受理).
    #[schema(example = json!({"reason": "诉求与法律规定不符。", "told_by": "刘干事"}))]
    Reject {
        /// Why.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
        /// Who told the enterprise (由谁告知企业); departments don't read it of a confidential problem.
        #[schema(min_length = 1, max_length = 200)]
        told_by: String,
    } |it, check| {
        check.text("/reason", &mut it.reason);
        check.unread(|check| check.line("/told_by", &mut it.told_by));
    }
}

body! {
    /// Into which problem another one is merged (并单).
    #[schema(example = json!({"into_problem_id": 13, "reason": "与已办问题为同一事项。"}))]
    Merge {
        /// The problem that goes on: another one of the same enterprise, which the caller sees and which
        /// isn't rejected, merged or withdrawn itself.
        into_problem_id: i64,
        /// Why. Absent, null or empty: it isn't said.
        #[schema(max_length = 2_000)]
        reason: Option<String>,
    } |it, check| { check.optional_text("/reason", &mut it.reason); }
}

body! {
    /// Why an excluded problem is taken up again (恢复受理).
    #[schema(example = json!({"reason": "企业补充了材料。"}))]
    Reinstate {
        /// Why.
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String,
    } |it, check| { check.text("/reason", &mut it.reason); }
}
