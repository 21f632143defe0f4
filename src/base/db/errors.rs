//! What the database's own refusals mean: one table for both backends.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::base::error::text;
use crate::base::{Error, FieldError};

/// Inside the door only: the transaction lost a race and may simply be run again.
pub(super) const RUN_AGAIN: &str = "run_again";

/// The connection was lost: nothing is known of what was under way.
pub(super) const GONE: &str = "database_unavailable";

/// After how many seconds it may be worth asking again.
pub(super) const LONG_RETRY: u64 = 30;

/// Unique rules by `table.column` (SQLite) and by constraint (PostgreSQL), with the field and the
/// sentence a user gets.
const UNIQUE: &[(&str, &str, &str, &str, &str)] = &[
    (
        "users.username",
        "users_username_key",
        "/username",
        "该用户名已存在",
        "this username is taken",
    ),
    (
        "parks.code",
        "parks_code_key",
        "/code",
        "该园区代码已存在",
        "this park code is taken",
    ),
    (
        "parks.name",
        "parks_name_key",
        "/name",
        "同名园区已存在",
        "a park of this name exists",
    ),
    (
        "departments.name",
        "departments_name_key",
        "/name",
        "同名承办单位已存在",
        "a department of this name exists",
    ),
    (
        "enterprises.credit_code",
        "enterprises_credit_code_key",
        "/credit_code",
        "该统一社会信用代码已登记",
        "this credit code is registered already",
    ),
    (
        "categories.name",
        "categories_name_key",
        "/name",
        "同名类别已存在",
        "a category of this name exists",
    ),
    (
        "index 'time_limit_policies_matching_key'",
        "time_limit_policies_matching_key",
        "/severity",
        "已有适用于相同严重程度、类别和解决层级的时限规则",
        "a policy in force has the same severity, category and level",
    ),
];

/// Made of the whole sentence.
type Meaning = fn(&str) -> Error;

/// What parts of the database's sentences mean. "disk I/O error" is SQLite's, also for a failed fsync;
/// "could not" are PostgreSQL's.
const MEANINGS: &[(&str, Meaning)] = &[
    ("database or disk is full", |_| Error::StorageFull),
    ("No space left", |_| Error::StorageFull),
    ("disk I/O error", failed),
    ("readonly database", failed),
    ("read-only transaction", failed),
    ("could not write", failed),
    ("could not fsync", failed),
    ("could not extend", failed),
    ("terminating connection", |_| gone()),
    ("deadlock detected", |_| run_again()),
    ("database is locked", |_| Error::overloaded()),
    ("statement timeout", |_| Error::overloaded()),
    ("lock timeout", |_| Error::overloaded()),
];

fn failed(message: &str) -> Error {
    Error::StorageFailed(message.to_owned())
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        if let Some(field) = unique_violation(&error) {
            return Error::invalid(field);
        }
        match error {
            DieselError::NotFound => Error::NotFound,
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => run_again(),
            DieselError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                info,
            ) => {
                tracing::warn!(
                    why = info.message(),
                    "the connection to the database was lost"
                );
                gone()
            }
            DieselError::DatabaseError(kind, info) => {
                let message = info.message();
                let meaning = MEANINGS.iter().find(|(part, _)| message.contains(part));
                meaning.map_or_else(
                    || Error::Internal(format!("database: {kind:?}: {message}")),
                    |(_, meaning)| meaning(message),
                )
            }
            other => Error::Internal(format!("database: {other}")),
        }
    }
}

pub(super) fn run_again() -> Error {
    Error::Busy {
        code: RUN_AGAIN,
        detail: text(
            "系统繁忙，请稍后重试",
            "The system is busy; try again shortly.",
        ),
        retry_after: 1,
        too_many: false,
    }
}

/// 503 where the database can't be reached.
pub(super) fn gone() -> Error {
    Error::Busy {
        code: GONE,
        detail: text(
            "数据库暂时无法连接，请稍后重试",
            "The database can't be reached just now; try again shortly.",
        ),
        retry_after: 5,
        too_many: false,
    }
}

/// Whether a connection was lost on the way.
pub(super) fn is_gone(error: &Error) -> bool {
    matches!(error, Error::Busy { code: GONE, .. })
}

/// The field of a broken unique rule, where the error is one and the rule is the users' business.
pub fn unique_violation(error: &DieselError) -> Option<FieldError> {
    let DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) = error else {
        return None;
    };
    UNIQUE
        .iter()
        .find(|(column, constraint, ..)| {
            info.constraint_name() == Some(constraint)
                || info.message().ends_with(&format!(": {column}"))
        })
        .map(|(_, _, pointer, zh, en)| FieldError::new(*pointer, "taken", *zh, *en))
}

/// All places for what may take minutes are taken.
pub(super) fn long_reads_taken() -> Error {
    Error::Busy {
        code: "overloaded",
        detail: text(
            "正在导出的人较多",
            "Others are exporting; try again shortly.",
        ),
        retry_after: LONG_RETRY,
        too_many: false,
    }
}

#[cfg(test)]
#[expect(clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_the_database_says_becomes_what_the_caller_can_do_about_it() {
        let told = |message: &str| {
            let info = Box::new(message.to_owned());
            Error::from(DieselError::DatabaseError(DatabaseErrorKind::Unknown, info))
        };
        for full in [
            "database or disk is full",
            "could not extend file \"base/16384/2619\": No space left on device",
        ] {
            assert!(matches!(told(full), Error::StorageFull), "{full}");
        }
        for failed in [
            "disk I/O error",
            "attempt to write a readonly database",
            "cannot execute INSERT in a read-only transaction",
            "could not write to file \"pg_wal/x\": Input/output error",
        ] {
            assert!(matches!(told(failed), Error::StorageFailed(_)), "{failed}");
        }
        for busy in [
            "database is locked",
            "canceling statement due to statement timeout",
            "canceling statement due to lock timeout",
        ] {
            let Error::Busy { code, .. } = told(busy) else {
                panic!("{busy}")
            };
            assert_eq!(code, "overloaded", "{busy}");
        }
        assert!(is_gone(&told(
            "terminating connection due to administrator command"
        )));
        let closed = DieselError::DatabaseError(
            DatabaseErrorKind::ClosedConnection,
            Box::new("server closed the connection unexpectedly".to_owned()),
        );
        assert!(is_gone(&Error::from(closed)));
        assert!(matches!(told("no such table: x"), Error::Internal(_)));
    }
}
