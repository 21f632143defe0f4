//! The errors that routes share: which route can give which, each with an example.

use serde_json::{Map, Value, json};

use super::operation::Route;
use super::parameters::add_header;
use crate::access::actions::sign_in::wrong_credentials;
use crate::access::rights::{Right, takes_files};
use crate::access::tokens;
use crate::app::ledgers;
use crate::base::error::text;
use crate::base::http::problem::Language;
use crate::base::{Error, FieldError};
use crate::doors::rules::refused;
use crate::vocabulary::faults;

/// An answer that several routes can give.
struct Refusal {
    /// Its name among the document's responses.
    name: &'static str,
    says: &'static str,
    example: fn() -> Error,
    /// The routes that can give it.
    of: fn(&Route) -> bool,
}

/// Of the rows with one status, a route has the first that is its.
const REFUSALS: &[Refusal] = &[
    Refusal {
        name: "Malformed",
        says: "The body is not well-formed JSON, or was cut off.",
        example: || {
            let zh = "请求内容不是有效的 JSON";
            Error::Malformed(text(zh, "The body is not well-formed JSON."))
        },
        of: |_| true,
    },
    Refusal {
        name: "WrongCredentials",
        says: "Unknown user, wrong password or inactive account, alike.",
        example: wrong_credentials,
        of: |route| route.path == "/auth/login",
    },
    Refusal {
        name: "SessionOver",
        says: "There is no refresh cookie, or its session is over.",
        example: || {
            Error::unauthenticated(
                "auth.session_ended",
                faults::SESSION_OVER,
                "This session has ended; sign in again.",
            )
        },
        of: |route| route.path == "/auth/refresh",
    },
    Refusal {
        name: "DoorShut",
        says: "The link's token is unknown, expired or revoked, or its enterprise is out of use, alike.",
        example: refused,
        of: |route| route.right == Some(Right::Door),
    },
    Refusal {
        name: "NotSignedIn",
        says: "Not signed in, or no longer.",
        example: tokens::invalid,
        of: |route| route.is_by_account(),
    },
    Refusal {
        name: "NotYours",
        says: "Signed in, but not this person's to do.",
        example: || {
            Error::forbidden(
                "access.not_yours",
                "您没有办理此事项的权限",
                "This is not yours to do.",
            )
        },
        of: |route| route.is_by_account(),
    },
    Refusal {
        name: "NotFound",
        says: "Unknown, or out of this person's scope, alike.",
        example: || Error::NotFound,
        of: |route| route.path.contains('{'),
    },
    Refusal {
        name: "TooSlow",
        says: "The body did not arrive in time.",
        example: || Error::TooSlow,
        of: |_| true,
    },
    Refusal {
        name: "FilesRefused",
        says: "The visit is voided, or what they are for has as many files as it may have.",
        example: || {
            Error::conflict(
                "attachment.too_many",
                "每个问题、走访或台账条目最多50个附件，已有50个",
                "A problem, visit or entry has at most 50 files; this one has 50.",
            )
        },
        of: |route| route.writes() && route.path.ends_with("/attachments"),
    },
    Refusal {
        name: "MoveRefused",
        says: "The state of the problem or a rule does not allow it; `allowed_actions` says what is possible.",
        example: || Error::Conflict {
            code: "problem.transition_not_allowed",
            detail: text(
                "问题处于“待签收”状态，不能办结",
                "A problem that is dispatched cannot take resolve.",
            ),
            allowed: Some(vec!["accept", "return", "comment"]),
        },
        of: |route| route.writes() && route.path.starts_with("/problems"),
    },
    Refusal {
        name: "EntryMoveRefused",
        says: "The state of the entry or a rule does not allow it; `allowed_actions` says what is possible.",
        example: || Error::Conflict {
            code: "entry.transition_not_allowed",
            detail: text(
                "项目处于“谋划”状态，不能竣工",
                "An entry that is proposed cannot take complete.",
            ),
            allowed: Some(vec!["file", "comment"]),
        },
        of: |route| route.writes() && ledgers::is_of_one(route.path),
    },
    Refusal {
        name: "VisitVoided",
        says: "The visit is voided.",
        example: || {
            Error::conflict(
                "visit.voided",
                faults::VISIT_VOIDED,
                "This visit is voided.",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/visits"),
    },
    Refusal {
        name: "AttachmentVoided",
        says: "The file is voided already.",
        example: || {
            Error::conflict(
                "attachment.voided",
                "该附件已作废",
                "This attachment is voided already.",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/attachments"),
    },
    Refusal {
        name: "DoorRefused",
        says: "The door is revoked, or the enterprise is out of use or has as many doors as it may have.",
        example: || Error::conflict("door.revoked", "该直通链接已停用", "This door was revoked."),
        of: |route| {
            route.writes()
                && (route.path.starts_with("/doors") || route.path == "/enterprises/{id}/doors")
        },
    },
    Refusal {
        name: "ReportDecided",
        says: "The report was confirmed or declined already, or its enterprise is out of use.",
        example: || {
            Error::conflict(
                "door_report.decided",
                "该企业反映的问题已处理，请刷新查看",
                "This report was decided on already.",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/door_reports"),
    },
    Refusal {
        name: "NothingToAnswer",
        says: "The problem isn't resolved yet, or was answered already.",
        example: || {
            Error::conflict(
                "door.already_answered",
                "您已评价过，谢谢；如需补充，请联系园区",
                "This was answered already.",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/door/problems"),
    },
    Refusal {
        name: "ImportNotReady",
        says: "The import isn't ready to be written or was already, or rows are wrong and nobody said to \
               leave them out.",
        example: || {
            Error::conflict(
                "import.not_ready",
                "该导入不在待确认状态",
                "This import isn't ready to be written.",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/imports/{id}"),
    },
    Refusal {
        name: "WeekRefused",
        says: "The week isn't over yet, or is closed already.",
        example: || {
            Error::conflict(
                "report.closed",
                "该周已封存，不能再签发",
                "The week is closed; it can't be issued any more.",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/reports/weekly"),
    },
    Refusal {
        name: "MonthRefused",
        says: "The month isn't over yet, was issued already, or the day before isn't closed.",
        example: || {
            Error::conflict(
                "report.month_issued",
                "该月月报已签发，不能重复签发",
                "The month's report was issued already.",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/reports/monthly"),
    },
    Refusal {
        name: "MailOnItsWay",
        says: "The mail is being sent, or was.",
        example: || {
            Error::conflict(
                "outbox.on_its_way",
                "该邮件正在等待发送或发送中，无需重发",
                "This mail is waiting or being sent already.",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/outbox"),
    },
    Refusal {
        name: "DefaultPolicyNeeded",
        says: "One policy has to match all problems.",
        example: || {
            Error::conflict(
                "time_limit_policy.default_needed",
                "默认时限规则适用于所有问题，不能停用或限定范围",
                "the default policy is for all problems and can be neither deactivated nor narrowed",
            )
        },
        of: |route| route.writes() && route.path.starts_with("/time_limit_policies/"),
    },
    Refusal {
        name: "LastAdministrator",
        says: "Nobody would be left to manage accounts.",
        example: || {
            Error::conflict(
                "user.last_administrator",
                "这是最后一个可用的管理员账号，不能停用或改为其他角色",
                "This is the last active administrator; it can't be ended or given another role.",
            )
        },
        of: |route| route.writes() && route.path == "/users/{id}",
    },
    Refusal {
        name: "Stale",
        says: "`If-Match` names another version, or somebody else's change came in between.",
        example: || Error::Stale,
        of: |route| route.may_be_stale(),
    },
    Refusal {
        name: "FilesTooLarge",
        says: "A file has more than 20 MiB, or all have too much.",
        example: || {
            Error::FileTooLarge(text(
                "“现场照片.png”超过20MB，请压缩后再上传",
                "现场照片.png has more than 20 MiB.",
            ))
        },
        of: takes_form,
    },
    Refusal {
        name: "TooLarge",
        says: "The body has more than 256 KiB.",
        example: || Error::TooLarge(text("请求内容不能超过256KB", "A body has at most 256 KiB.")),
        of: |_| true,
    },
    Refusal {
        name: "NotAForm",
        says: "The body is not multipart/form-data.",
        example: || Error::UnsupportedMediaType,
        of: takes_form,
    },
    Refusal {
        name: "NotJson",
        says: "The body is not application/json.",
        example: || Error::UnsupportedMediaType,
        of: |_| true,
    },
    Refusal {
        name: "Invalid",
        says: "A value of body, query or header is wrong; `errors` names each.",
        example: || {
            Error::invalid(FieldError::new(
                "/title",
                "required",
                faults::EMPTY,
                "must not be empty",
            ))
        },
        of: |_| true,
    },
    Refusal {
        name: "TooManyFailures",
        says: "Too many failed sign-ins with this name or from this address; see `Retry-After`.",
        example: || Error::Busy {
            code: "auth.too_many_failures",
            detail: text(
                "登录失败次数过多，请15分钟后再试",
                "Too many failed sign-ins; try again in 15 minutes.",
            ),
            retry_after: 900,
            too_many: true,
        },
        of: |route| route.writes() && matches!(route.path, "/auth/login" | "/me/password"),
    },
    Refusal {
        name: "TooManyAtTheDoor",
        says: "Too many tokens that open nothing, or too many reports, answers or moves; see `Retry-After`.",
        example: || Error::Busy {
            code: "door.too_many_refused",
            detail: text(
                "无效链接的尝试过多，请稍后再试",
                "Too many links that open nothing; try again later.",
            ),
            retry_after: 900,
            too_many: true,
        },
        of: |route| route.right == Some(Right::Door),
    },
    Refusal {
        name: "Fault",
        says: "A fault of the server; nothing internal is shown.",
        example: || Error::internal(""),
        of: |_| true,
    },
    Refusal {
        name: "Busy",
        says: "Busy, or nothing can be stored just now; see `Retry-After`.",
        example: Error::overloaded,
        of: |_| true,
    },
    Refusal {
        name: "StorageFull",
        says: "The server's disk is full, or the room for attachments is used up; reading goes on.",
        example: || Error::StorageFull,
        // Who reads at a door or takes the ledger away leaves a trace, too.
        of: |route| {
            route.writes() || route.right == Some(Right::Door) || route.path.starts_with("/exports")
        },
    },
];

fn takes_form(route: &Route) -> bool {
    let path = format!("{}{}", crate::app::BASE, route.path);
    takes_files(route.method, &path)
}

/// All of them, for the document's components.
pub fn all() -> Value {
    let named = REFUSALS
        .iter()
        .map(|refusal| (refusal.name.to_owned(), written(refusal)));
    Value::Object(named.collect())
}

fn written(refusal: &Refusal) -> Value {
    let error = (refusal.example)();
    let mut headers = Map::new();
    match error {
        Error::Busy { .. } | Error::StorageFailed(_) => add_header(&mut headers, "Retry-After"),
        Error::Unauthenticated { .. } => add_header(&mut headers, "WWW-Authenticate"),
        _ => {}
    }
    add_header(&mut headers, "X-Request-Id");
    json!({
        "description": refusal.says,
        "headers": headers,
        "content": {"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": error.in_language(Language::Chinese),
        }},
    })
}

/// Adds to a route's answers the errors it can give; one that the route describes itself stays.
pub fn add(route: &Route, responses: &mut Map<String, Value>) {
    for refusal in REFUSALS.iter().filter(|refusal| (refusal.of)(route)) {
        let status = (refusal.example)().in_language(Language::Chinese).status;
        responses
            .entry(status.to_string())
            .or_insert_with(|| json!({"$ref": format!("#/components/responses/{}", refusal.name)}));
    }
}
