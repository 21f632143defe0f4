//! One error type without transport in it; `base::http::problem` alone knows how it becomes HTTP.

use std::fmt;

/// A sentence for people, in the two languages the API speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

/// Makes a [`Text`]; Chinese first, as users read it.
pub fn text(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text {
        zh: zh.into(),
        en: en.into(),
    }
}

/// What is wrong with one value of a body or query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer into the body (`/title`), or the query parameter's name with a leading slash.
    pub pointer: String,
    /// Stable, such as `too_long`, `unknown_id`, `required`, `future_day`.
    pub code: &'static str,
    pub detail: Text,
}

/// What is said of a day that has to have come.
pub const FUTURE_DAY: &str = "日期不能晚于今天";

impl FieldError {
    pub fn new(
        pointer: impl Into<String>,
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            detail: text(zh, en),
        }
    }

    /// What was asked of is to be a day that has come.
    pub fn future_day(pointer: impl Into<String>) -> Self {
        Self::new(pointer, "future_day", FUTURE_DAY, "lies in the future")
    }

    /// A parameter that is no day.
    pub fn invalid_day(pointer: impl Into<String>) -> Self {
        Self::new(
            pointer,
            "invalid_day",
            "应为1970-01-01至2199-12-31之间的日期，如 2021-08-08",
            "must be a day from 1970-01-01 to 2199-12-31, such as 2021-08-08",
        )
    }

    /// An id in a body that names nothing this user may use; alike for missing and foreign ones.
    pub fn unknown_id(pointer: impl Into<String>) -> Self {
        Self::new(
            pointer,
            "unknown_id",
            "所指对象不存在或不可用",
            "names nothing that you can use",
        )
    }
}

/// Everything that can go wrong, by what the caller can do about it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// 400: not even well-formed.
    #[error("malformed request: {}", .0.en)]
    Malformed(Text),
    /// 408: the body did not arrive in time.
    #[error("the body came too slowly")]
    TooSlow,
    /// 401 with a stable code (`auth.…`).
    #[error("unauthenticated: {code}")]
    Unauthenticated { code: &'static str, detail: Text },
    /// 403: signed in and visible, but not this person's to do.
    #[error("forbidden: {code}")]
    Forbidden { code: &'static str, detail: Text },
    /// 404: unknown or out of scope; the two are alike.
    #[error("not found")]
    NotFound,
    /// 404 for a part of something visible, which just isn't there.
    #[error("missing: {code}")]
    Missing { code: &'static str, detail: Text },
    /// 405: the path is known, the method isn't.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// 415: a body that isn't JSON.
    #[error("unsupported media type")]
    UnsupportedMediaType,
    /// 422: well-formed, with wrong values.
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// 412: `If-Match` names another version.
    #[error("stale version")]
    Stale,
    /// 409 with a stable code: the state or a rule doesn't allow it.
    #[error("conflict: {code}")]
    Conflict {
        code: &'static str,
        detail: Text,
        /// For a refused move: the actions that are possible now.
        allowed: Option<Vec<&'static str>>,
    },
    /// 413: a stated bound was passed.
    #[error("too large")]
    TooLarge(Text),
    /// 413 for one file among those that were sent.
    #[error("a file is too large")]
    FileTooLarge(Text),
    /// 429 or 503: come back later.
    #[error("busy: {code}")]
    Busy {
        code: &'static str,
        detail: Text,
        retry_after: u64,
        too_many: bool,
    },
    /// 507: the disk is full; reads go on.
    #[error("storage is full")]
    StorageFull,
    /// 507: a stated quota is used up, not the disk.
    #[error("quota: {code}")]
    QuotaFull { code: &'static str, detail: Text },
    /// 503: the disk or database takes no writes; logged in full, reads go on.
    #[error("storage failed: {0}")]
    StorageFailed(String),
    /// 500: logged in full, shown to nobody.
    #[error("internal: {0}")]
    Internal(String),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    pub fn invalid(field: FieldError) -> Self {
        Self::Invalid(vec![field])
    }

    pub fn conflict(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Conflict {
            code,
            detail: text(zh, en),
            allowed: None,
        }
    }

    pub fn forbidden(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Forbidden {
            code,
            detail: text(zh, en),
        }
    }

    pub fn unauthenticated(
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::Unauthenticated {
            code,
            detail: text(zh, en),
        }
    }

    /// 503 after a full queue or an exhausted pool.
    pub fn overloaded() -> Self {
        Self::Busy {
            code: "overloaded",
            detail: text(
                "系统繁忙，请稍后重试",
                "The system is busy; try again shortly.",
            ),
            retry_after: 1,
            too_many: false,
        }
    }
}
