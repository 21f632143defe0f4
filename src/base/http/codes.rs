//! Every stable code, in one table: the OpenAPI document lists them, `docs/errors.md` is written
//! from here, and the API tests fail on an answer with another one.

mod fields;

pub use fields::FIELD_CODES;

/// The `code` of an answer: code, status, what it means.
pub const CODES: &[(&str, u16, &str)] = &[
    (
        "request.malformed",
        400,
        "The body is not well-formed JSON, or was cut off.",
    ),
    (
        "auth.token_missing",
        401,
        "There is no `Authorization: Bearer` header.",
    ),
    (
        "auth.token_invalid",
        401,
        "The access token isn't one of ours.",
    ),
    (
        "auth.token_expired",
        401,
        "The access token is older than 15 minutes: refresh.",
    ),
    (
        "auth.session_ended",
        401,
        "The session is over, or password, role, unit or status changed.",
    ),
    (
        "auth.wrong_credentials",
        401,
        "Unknown user, wrong password or inactive account, alike.",
    ),
    (
        "door.refused",
        401,
        "The door's token is unknown, expired or revoked, or its enterprise is out of use, alike.",
    ),
    (
        "access.not_yours",
        403,
        "The role has no right to this route, or not to this.",
    ),
    (
        "auth.password_change_required",
        403,
        "An initial or expired password has to be changed first.",
    ),
    (
        "problem.not_yours",
        403,
        "The action is somebody else's on this problem.",
    ),
    (
        "problem.enterprise_hidden",
        403,
        "Of a confidential problem departments aren't told the enterprise, nor whom to call there.",
    ),
    (
        "problem.own_resolution",
        403,
        "Who resolved it can't follow up, close or reopen it.",
    ),
    ("problem.own_request", 403, "Who asked can't rule on it."),
    (
        "import.not_yours",
        403,
        "Only its uploader may discard an import.",
    ),
    ("not_found", 404, "Unknown, or out of one's scope."),
    (
        "attachment.no_thumbnail",
        404,
        "Only JPEG, PNG and WebP pictures have a small one.",
    ),
    (
        "attachment.withheld",
        404,
        "A picture of a confidential problem out of which what the camera wrote can't be taken.",
    ),
    (
        "attachment.bytes_missing",
        404,
        "The file isn't in the folder any more: ask for the backup.",
    ),
    (
        "method_not_allowed",
        405,
        "The path is known, the method isn't; see `Allow`.",
    ),
    (
        "request.too_slow",
        408,
        "The body did not arrive within 30 seconds.",
    ),
    (
        "problem.transition_not_allowed",
        409,
        "The state doesn't allow the action; see `allowed_actions`.",
    ),
    (
        "problem.not_confirmed",
        409,
        "No follow-up confirms that it can be closed.",
    ),
    (
        "problem.nothing_to_track",
        409,
        "The outcome leaves nothing to track.",
    ),
    (
        "problem.no_limit",
        409,
        "There is no running limit to extend.",
    ),
    (
        "problem.return_final",
        409,
        "The assignment is final: no second return.",
    ),
    (
        "problem.return_limit_passed",
        409,
        "The time to return it has passed.",
    ),
    (
        "problem.request_pending",
        409,
        "A request of this kind waits for its ruling.",
    ),
    (
        "problem.no_request_pending",
        409,
        "There is no request to rule on.",
    ),
    (
        "problem.contact_without_phone",
        409,
        "No phone number of this contact is known.",
    ),
    (
        "problem.already_replied",
        409,
        "The supporting department has replied already.",
    ),
    (
        "deadline.limit_passed",
        409,
        "The limit ran out before the extension was asked for.",
    ),
    (
        "deadline.extension_too_late",
        409,
        "The policy wants extensions asked for earlier.",
    ),
    (
        "deadline.extension_exhausted",
        409,
        "The policy grants no further extension.",
    ),
    (
        "visit.voided",
        409,
        "A voided visit doesn't change any more.",
    ),
    ("attachment.voided", 409, "It is voided already."),
    (
        "attachment.too_many",
        409,
        "The problem or visit has as many files as it may have.",
    ),
    (
        "attachment.owner_full",
        409,
        "The files of the problem or visit take as much as they may.",
    ),
    (
        "door.revoked",
        409,
        "A revoked door stays shut; make another.",
    ),
    (
        "door.too_many",
        409,
        "The enterprise has 20 open doors; revoke one first.",
    ),
    (
        "door.enterprise_inactive",
        409,
        "The enterprise is out of use.",
    ),
    (
        "door.not_resolved",
        409,
        "There is nothing yet for the enterprise to answer.",
    ),
    (
        "door.already_answered",
        409,
        "The enterprise has answered this resolution already.",
    ),
    (
        "door_report.decided",
        409,
        "The report was confirmed or declined already.",
    ),
    (
        "import.not_ready",
        409,
        "The import isn't ready to be written, or was already.",
    ),
    (
        "import.has_errors",
        409,
        "Rows are wrong, and nobody said to leave them out.",
    ),
    (
        "import.not_discardable",
        409,
        "The import is being written, or was: there is nothing to discard.",
    ),
    (
        "import.too_much_kept",
        409,
        "The files and previews that this person keeps have more than 512 MiB.",
    ),
    (
        "import.no_failed_rows",
        409,
        "There are no rows that couldn't be taken.",
    ),
    ("report.closed", 409, "The week is closed already."),
    ("report.week_not_over", 409, "The week isn't over yet."),
    (
        "clock.unchecked",
        409,
        "The server's clock is more than 8 days past the newest record, and nobody confirmed it yet.",
    ),
    ("outbox.on_its_way", 409, "The mail is being sent, or was."),
    (
        "time_limit_policy.default_needed",
        409,
        "One policy has to match all problems.",
    ),
    (
        "user.last_administrator",
        409,
        "Nobody would be left to manage accounts.",
    ),
    (
        "request.stale_version",
        412,
        "`If-Match` names another version, or somebody was faster.",
    ),
    ("request.too_large", 413, "The body has more than 256 KiB."),
    ("attachment.too_large", 413, "A file has more than 20 MiB."),
    (
        "unsupported_media_type",
        415,
        "The body isn't `application/json`, or where files go, `multipart/form-data`; or it has a `Content-Encoding`.",
    ),
    (
        "request.invalid",
        422,
        "Values are wrong; `errors` names each.",
    ),
    (
        "auth.too_many_failures",
        429,
        "Too many failed sign-ins; see `Retry-After`.",
    ),
    (
        "door.too_many_refused",
        429,
        "Too many tokens that open nothing; see `Retry-After`.",
    ),
    (
        "door.too_many_reports",
        429,
        "A door takes 20 reports a day; see `Retry-After`.",
    ),
    (
        "door.too_many_answers",
        429,
        "A door takes 10 answers an hour; see `Retry-After`.",
    ),
    (
        "internal",
        500,
        "A fault of the server; its log has the request id.",
    ),
    ("overloaded", 503, "Too much at once; see `Retry-After`."),
    (
        "run_again",
        503,
        "Lost a race too often; see `Retry-After`.",
    ),
    (
        "database_unavailable",
        503,
        "The database can't be reached just now; see `Retry-After`.",
    ),
    (
        "not_ready",
        503,
        "`/readyz`: the database can't be reached or written to.",
    ),
    (
        "storage_failed",
        503,
        "Nothing can be stored just now; reading goes on. See `Retry-After`.",
    ),
    (
        "storage_full",
        507,
        "The server's disk is full; reading goes on.",
    ),
    (
        "attachment.store_full",
        507,
        "All attachments take as much as `attachments_quota` lets them.",
    ),
    (
        "import.store_full",
        507,
        "The files and previews of all imports have more than 4 GiB.",
    ),
];

/// `docs/errors.md`.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Errors\n\nWritten from `src/base/http/codes.rs`; a test fails when the two differ. An error is \
         `application/problem+json` (RFC 9457) with a stable `code`;\n`detail` is for people, in Chinese, or in \
         English where `Accept-Language` prefers it. The request's id is in `X-Request-Id`.\n\n\
         | code | status | |\n|---|---|---|\n",
    );
    for (code, status, meaning) in CODES {
        page.push_str(&format!("| `{code}` | {status} | {meaning} |\n"));
    }
    page.push_str(
        "\nWith `request.invalid`, `errors` lists `{pointer, code, detail}`: a JSON pointer into the body, or a \
         query parameter's or header's\nname with a slash before it.\n\n| code | |\n|---|---|\n",
    );
    for (code, meaning) in FIELD_CODES {
        page.push_str(&format!("| `{code}` | {meaning} |\n"));
    }
    page
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_errors_is_written_from_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, markdown()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert_eq!(kept, markdown(), "run the tests once with UPDATE_DOCS=1");
    }

    #[test]
    fn no_code_stands_twice() {
        let codes = CODES.iter().map(|(code, ..)| *code);
        let mut all: Vec<_> = codes
            .chain(FIELD_CODES.iter().map(|(code, _)| *code))
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
