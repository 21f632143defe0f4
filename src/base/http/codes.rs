//! Every stable code, in one table: the OpenAPI document lists them, `docs/errors.md` is written
//! from here, and the API tests fail on an answer with another one.

mod fields;
mod page;

pub use fields::FIELD_CODES;
pub use page::markdown;

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
        "entry.not_yours",
        403,
        "The move is somebody else's on this entry.",
    ),
    (
        "entry.own_conclusion",
        403,
        "What a unit concluded is confirmed by another.",
    ),
    (
        "entry.own_exclusion",
        403,
        "What somebody excluded is put back by another.",
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
        "entry.transition_not_allowed",
        409,
        "The state doesn't allow the move; see `allowed_actions`.",
    ),
    (
        "entry.not_ready",
        409,
        "The move needs an owner or a milestone first.",
    ),
    (
        "entry.milestones_open",
        409,
        "A plan is set where no milestone is open; these are moved one by one.",
    ),
    ("entry.no_milestone", 409, "No milestone is open."),
    (
        "entry.milestone_done",
        409,
        "The milestone is done already.",
    ),
    (
        "project.under_review",
        409,
        "The project is suspected of high energy use, emissions or hazards: it is neither filed nor started until that is cleared.",
    ),
    (
        "project.banned",
        409,
        "The project is on the negative list or was stopped: nothing but the review goes on.",
    ),
    ("revival.not_halted", 409, "The enterprise isn't halted."),
    (
        "revival.already_listed",
        409,
        "It has an open entry already.",
    ),
    (
        "revival.still_halted",
        409,
        "It hasn't run for 30 days yet.",
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
        "The problem, visit or entry has as many files as it may have.",
    ),
    (
        "attachment.owner_full",
        409,
        "The files of the problem, visit or entry take as much as they may.",
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
    ("report.month_not_over", 409, "The month isn't over yet."),
    (
        "report.month_issued",
        409,
        "The month's report was issued already.",
    ),
    (
        "report.day_not_closed",
        409,
        "The day before, which the month's report is as of, lies in a week that isn't closed yet.",
    ),
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
