//! The moves that every ledger has.

mod rows;

use super::super::description::{Description, Field, Hat, ID, Kind, ON, Text, field, line, text};
use crate::vocabulary::bounds::{LINE, NAME, TEXT};
pub use rows::rows;

pub const EDIT: Text = "edit";
pub const ASSIGN: Text = "assign";
pub const PROGRESS: Text = "progress";
pub const PLAN: Text = "plan_milestones";
pub const COMPLETE: Text = "complete_milestone";
pub const MOVE: Text = "move_milestone";
pub const MONTH: Text = "report_month";
pub const SUPERVISE: Text = "supervise";
pub const LINK: Text = "link";
pub const UNLINK: Text = "unlink";
pub const COMMENT: Text = "comment";
pub const EXCLUDE: Text = "exclude";
pub const REINSTATE: Text = "reinstate";
/// What is known of persons was erased: nobody's move, but time's.
pub const ERASE: Text = "erase";

/// Names that no ledger can give to a move of its own.
pub const NAMES: &[Text] = &[
    EDIT, ASSIGN, PROGRESS, PLAN, COMPLETE, MOVE, MONTH, SUPERVISE, LINK, UNLINK, COMMENT, EXCLUDE,
    REINSTATE, ERASE,
];

/// What besides moves is posted to an entry: its files.
pub const ATTACHMENTS: Text = "attachments";

/// The counts that every ledger has.
pub const COUNTS: &[Text] = &[
    "listed",
    "open",
    "settled",
    "excluded",
    "carried_in",
    "reported",
    "put_back",
    "carried_out",
];

/// What a row of the statistics has besides its counts.
pub const BESIDE_COUNTS: &[Text] = &["key", "period", "rates"];

/// Departments that support an entry, and milestones and links that it has, at most.
pub const SUPPORTING: usize = 50;
pub const MILESTONES: usize = 100;
pub const LINKS: usize = 200;

const EVERYBODY: &[Hat] = &[
    Hat::Park,
    Hat::Owner,
    Hat::Supporting,
    Hat::Concerned,
    Hat::Coordinator,
    Hat::Leader,
];
const WORKERS: &[Hat] = &[Hat::Park, Hat::Owner, Hat::Coordinator];
const REPORTERS: &[Hat] = &[
    Hat::Park,
    Hat::Owner,
    Hat::Supporting,
    Hat::Concerned,
    Hat::Coordinator,
];

const POSITION: Field = field(
    "position",
    "序号",
    "The milestone's place in the plan, from 1.",
    Kind::Integer {
        least: 1,
        most: MILESTONES as i64,
    },
)
.required();
const REASON: Field = field("reason", "原因", "Why.", text(TEXT)).required();
/// The day a move occurred on.
pub const DAY: Field = field(
    ON,
    "日期",
    "The day it occurred on: not in the future, and not before the move that led \
    to the present state.",
    Kind::Day,
)
.required();

const LEADER: &[Field] = &[
    field("name", "姓名", "What the leader is called.", line(NAME)).required(),
    field(
        "user_id",
        "账号",
        "Their account, where they have one.",
        Kind::Integer {
            least: 1,
            most: i64::MAX,
        },
    ),
];

const OWNERS: &[Field] = &[
    field(
        "department_id",
        "责任单位",
        "The department that owns it; the park does where it is null.",
        Kind::Department,
    ),
    field(
        "supporting_department_ids",
        "配合单位",
        "The departments that support its owner, each once.",
        Kind::Departments { most: SUPPORTING },
    ),
    field(
        "leader",
        "责任领导",
        "The leader who answers for it.",
        Kind::Group { fields: LEADER },
    ),
    field("handler", "责任人", "Who handles it.", line(NAME)),
    field(
        "taskforce",
        "专班",
        "The task force that works on it.",
        line(NAME),
    ),
];

const MILESTONE: &[Field] = &[
    field("name", "节点", "What is to be done.", line(NAME)).required(),
    field(
        "track",
        "线路",
        "The track it is on, where several run side by side.",
        line(NAME),
    ),
    field(
        "due_on",
        "节点期限",
        "The day by which it is due.",
        Kind::Day,
    )
    .required(),
    field(
        "department_id",
        "责任单位",
        "The department whose it is; the owner's where null.",
        Kind::Department,
    ),
    field("handler", "责任人", "Who handles it.", line(NAME)),
];

impl Description {
    /// Who answers for an entry, as far as entries of the ledger have somebody.
    pub fn owners(&self) -> &'static [Field] {
        if self.is_register() { &[] } else { OWNERS }
    }
}

/// The body of the plan.
pub const PLAN_BODY: &[Field] = &[field(
    "milestones",
    "节点",
    "The milestones in their order.",
    Kind::Records {
        fields: MILESTONE,
        most: MILESTONES,
    },
)
.required()];

const COMPLETE_BODY: &[Field] = &[
    POSITION,
    field(
        ON,
        "完成日期",
        "The day it was done on; not in the future.",
        Kind::Day,
    )
    .required(),
    field("note", "说明", "A note.", text(TEXT)),
];
const MOVE_BODY: &[Field] = &[POSITION,
    field("due_on", "新期限", "The new day; the original one stays beside it. More than 5 working days after the original \
        only the coordinator moves it.", Kind::Day).required(), REASON];
const PROGRESS_BODY: &[Field] = &[
    field("text", "进展", "What was done.", text(TEXT)).required(),
    field("next_step", "下一步", "What comes next.", text(TEXT)),
    field(
        "next_on",
        "下一步日期",
        "The day by which the next step is done.",
        Kind::Day,
    ),
];
const COMMENT_BODY: &[Field] =
    &[field("text", "留言", "What is to be said.", text(TEXT)).required()];
const SUPERVISE_BODY: &[Field] = &[
    field("text", "督办意见", "What is asked for.", text(TEXT)).required(),
    field(
        "by",
        "督办人",
        "Whose instruction it is, where it isn't the caller's own.",
        line(NAME),
    ),
    field(
        "reply_by",
        "回复期限",
        "The day by which an answer is wanted.",
        Kind::Day,
    ),
];
const EXCLUDE_BODY: &[Field] = &[
    field("ground", "依据", "On what ground.", line(LINE)).required(),
    REASON,
];
const REINSTATE_BODY: &[Field] = &[REASON];
const LINK_BODY: &[Field] = &[
    field(
        "problem_id",
        "问题",
        "A problem; one of the four is given.",
        ID,
    ),
    field("visit_id", "走访", "A visit.", ID),
    field("enterprise_id", "企业", "An enterprise.", Kind::Enterprise),
    field("entry_id", "台账条目", "An entry of any ledger.", ID),
    field(
        "kind",
        "关系",
        "What the two are to each other; `related` where absent.",
        line(40),
    ),
];
const UNLINK_BODY: &[Field] = &[
    field("link_id", "关联", "The link to be taken away.", ID).required(),
    field("reason", "原因", "Why.", text(TEXT)),
];
