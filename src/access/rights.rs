//! Who may call which route: one row a route, and no row means nobody.

use std::sync::OnceLock;

use super::Role::{self, Admin, Auditor, Coordinator, DepartmentStaff, Leader, ParkStaff};

/// Who may call a route at all; what they may do with a particular thing is decided later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// No token needed.
    Public,
    /// Everybody signed in.
    Anyone,
    Roles(&'static [Role]),
    /// Who holds the token of an enterprise's door; the route itself looks at it.
    Door,
}

use Right::{Anyone, Door, Public, Roles};

const ADMIN: Right = Roles(&[Admin]);
const SETTERS: Right = Roles(&[Admin, Coordinator]);
const CASES: Right = Roles(&[Coordinator, ParkStaff, DepartmentStaff, Leader]);
const FIELD: Right = Roles(&[Coordinator, ParkStaff]);
const FIELD_READERS: Right = Roles(&[Coordinator, ParkStaff, Leader]);
const OFFICE: Right = Roles(&[Coordinator]);
const ACTIONS: Right = Roles(&[Coordinator, ParkStaff, DepartmentStaff]);

/// Method, pattern below `/api/v1`, right.
pub type Row = (&'static str, &'static str, Right);

/// The rows of the routes that don't come from the description of a ledger.
pub const RIGHTS: &[Row] = &[
    ("POST", "/auth/login", Public),
    ("POST", "/auth/refresh", Public),
    ("POST", "/auth/logout", Public),
    ("GET", "/me", Anyone),
    ("GET", "/me/password", Anyone),
    ("POST", "/me/password", Anyone),
    ("GET", "/me/sessions", Anyone),
    ("DELETE", "/me/sessions/{id}", Anyone),
    ("GET", "/me/queue", Anyone),
    ("GET", "/me/weekly_mail", Roles(&[ParkStaff, Leader])),
    ("PUT", "/me/weekly_mail", Roles(&[ParkStaff, Leader])),
    ("GET", "/users", ADMIN),
    ("POST", "/users", ADMIN),
    ("GET", "/users/{id}", ADMIN),
    ("PATCH", "/users/{id}", ADMIN),
    ("POST", "/users/{id}/reset_password", ADMIN),
    ("GET", "/parks", Anyone),
    ("POST", "/parks", SETTERS),
    ("GET", "/parks/{id}", Anyone),
    ("PATCH", "/parks/{id}", SETTERS),
    ("GET", "/departments", Anyone),
    ("POST", "/departments", SETTERS),
    ("GET", "/departments/{id}", Anyone),
    ("PATCH", "/departments/{id}", SETTERS),
    ("GET", "/categories", Anyone),
    ("POST", "/categories", SETTERS),
    ("GET", "/categories/{id}", Anyone),
    ("PATCH", "/categories/{id}", SETTERS),
    (
        "GET",
        "/enterprises",
        Roles(&[Admin, Coordinator, ParkStaff, Leader]),
    ),
    (
        "POST",
        "/enterprises",
        Roles(&[Admin, Coordinator, ParkStaff]),
    ),
    (
        "GET",
        "/enterprises/lookup",
        Roles(&[Admin, Coordinator, ParkStaff]),
    ),
    (
        "GET",
        "/enterprises/liaisons",
        Roles(&[Admin, Coordinator, ParkStaff]),
    ),
    (
        "GET",
        "/enterprises/{id}",
        Roles(&[Admin, Coordinator, ParkStaff, Leader]),
    ),
    (
        "PATCH",
        "/enterprises/{id}",
        Roles(&[Admin, Coordinator, ParkStaff]),
    ),
    ("GET", "/enterprises/{id}/entries", FIELD_READERS),
    ("GET", "/enterprises/{id}/doors", FIELD),
    ("POST", "/enterprises/{id}/doors", FIELD),
    ("GET", "/doors/{id}", FIELD),
    ("POST", "/doors/{id}/renew", FIELD),
    ("POST", "/doors/{id}/revoke", FIELD),
    ("GET", "/door_reports", FIELD),
    ("GET", "/door_reports/{id}", FIELD),
    ("POST", "/door_reports/{id}/confirm", FIELD),
    ("POST", "/door_reports/{id}/decline", FIELD),
    ("GET", "/door", Door),
    ("GET", "/door/reports", Door),
    ("POST", "/door/reports", Door),
    ("GET", "/door/entries", Door),
    ("GET", "/door/checks", Door),
    ("GET", "/door/problems", Door),
    ("GET", "/door/problems/{id}", Door),
    ("POST", "/door/problems/{id}/follow_up", Door),
    ("GET", "/time_limit_policies", SETTERS),
    ("POST", "/time_limit_policies", SETTERS),
    ("GET", "/time_limit_policies/{id}", SETTERS),
    ("PATCH", "/time_limit_policies/{id}", SETTERS),
    ("GET", "/calendar/due", Anyone),
    ("GET", "/calendar/{year}", Anyone),
    ("PUT", "/calendar/{year}", SETTERS),
    ("GET", "/visits", FIELD_READERS),
    ("POST", "/visits", FIELD),
    ("GET", "/visits/{id}", FIELD_READERS),
    ("PATCH", "/visits/{id}", FIELD),
    ("POST", "/visits/{id}/void", FIELD),
    ("GET", "/visits/{id}/attachments", FIELD_READERS),
    ("POST", "/visits/{id}/attachments", FIELD),
    ("GET", "/problems", CASES),
    ("POST", "/problems", FIELD),
    ("GET", "/problems/{id}", CASES),
    ("PATCH", "/problems/{id}", FIELD),
    ("GET", "/problems/{id}/clocks/{clock}", CASES),
    ("GET", "/problems/{id}/contacts", ACTIONS),
    ("POST", "/problems/{id}/contacts/call", ACTIONS),
    ("GET", "/problems/{id}/events", CASES),
    ("GET", "/problems/{id}/attachments", CASES),
    ("POST", "/problems/{id}/attachments", ACTIONS),
    ("GET", "/attachments/{id}", CASES),
    ("GET", "/attachments/{id}/thumbnail", CASES),
    ("POST", "/attachments/{id}/void", ACTIONS),
    ("GET", "/problems/{id}/slip", CASES),
    ("POST", "/problems/{id}/dispatch", FIELD),
    ("POST", "/problems/{id}/redispatch", OFFICE),
    ("POST", "/problems/{id}/add_support", FIELD),
    ("POST", "/problems/{id}/accept", ACTIONS),
    ("POST", "/problems/{id}/on_site", ACTIONS),
    (
        "POST",
        "/problems/{id}/assign_handler",
        Roles(&[DepartmentStaff]),
    ),
    ("POST", "/problems/{id}/return", ACTIONS),
    ("POST", "/problems/{id}/decide_return", OFFICE),
    ("POST", "/problems/{id}/progress", ACTIONS),
    ("POST", "/problems/{id}/reply", ACTIONS),
    (
        "POST",
        "/problems/{id}/request_extension",
        Roles(&[DepartmentStaff]),
    ),
    ("POST", "/problems/{id}/decide_extension", OFFICE),
    (
        "POST",
        "/problems/{id}/request_suspension",
        Roles(&[DepartmentStaff]),
    ),
    ("POST", "/problems/{id}/decide_suspension", OFFICE),
    ("POST", "/problems/{id}/resume", OFFICE),
    ("POST", "/problems/{id}/resolve", ACTIONS),
    ("POST", "/problems/{id}/resolve_on_site", FIELD),
    ("POST", "/problems/{id}/follow_up", FIELD),
    ("POST", "/problems/{id}/track", FIELD),
    ("POST", "/problems/{id}/close", FIELD),
    ("POST", "/problems/{id}/reopen", FIELD),
    (
        "POST",
        "/problems/{id}/supervise",
        Roles(&[Coordinator, Leader]),
    ),
    ("POST", "/problems/{id}/escalate", OFFICE),
    ("POST", "/problems/{id}/transfer_park", OFFICE),
    ("POST", "/problems/{id}/withdraw", FIELD),
    ("POST", "/problems/{id}/reject", OFFICE),
    ("POST", "/problems/{id}/merge", OFFICE),
    ("POST", "/problems/{id}/reinstate", OFFICE),
    ("POST", "/problems/{id}/comment", CASES),
    ("GET", "/problems/{id}/similar", CASES),
    (
        "GET",
        "/search",
        Roles(&[Admin, Coordinator, ParkStaff, DepartmentStaff, Leader]),
    ),
    ("GET", "/search/similar", CASES),
    ("GET", "/search/proposals", FIELD),
    ("GET", "/projects/{id}/schedule", CASES),
    ("POST", "/projects/{id}/schedule", ACTIONS),
    ("GET", "/projects/{id}/roadmap", CASES),
    ("GET", "/projects/{id}/screening", CASES),
    ("GET", "/drives/{id}/numbers", CASES),
    ("GET", "/leads/terms", CASES),
    ("GET", "/bulletins/{id}/paper", CASES),
    ("GET", "/revivals/unlisted", FIELD_READERS),
    ("GET", "/revivals/{id}/sheet", CASES),
    ("GET", "/exports/problems", CASES),
    ("GET", "/exports/visits", FIELD_READERS),
    (
        "GET",
        "/exports/enterprises",
        Roles(&[Admin, Coordinator, ParkStaff, Leader]),
    ),
    ("GET", "/statistics", CASES),
    ("GET", "/reports/weekly", FIELD_READERS),
    ("POST", "/reports/weekly/issue", OFFICE),
    ("GET", "/reports/monthly", FIELD_READERS),
    ("POST", "/reports/monthly/issue", OFFICE),
    ("GET", "/reports/monthly/issued", FIELD_READERS),
    ("GET", "/reports/quarterly", FIELD_READERS),
    ("GET", "/settings/report", SETTERS),
    ("PUT", "/settings/report", SETTERS),
    ("POST", "/settings/report/preview", SETTERS),
    ("GET", "/settings/clock", SETTERS),
    ("POST", "/settings/clock/accept", ADMIN),
    ("POST", "/imports", ACTIONS),
    ("GET", "/imports", ACTIONS),
    ("GET", "/imports/templates/{kind}", ACTIONS),
    ("GET", "/imports/{id}", ACTIONS),
    ("DELETE", "/imports/{id}", ACTIONS),
    ("POST", "/imports/{id}/commit", ACTIONS),
    ("GET", "/imports/{id}/failed_rows", ACTIONS),
    ("GET", "/outbox", SETTERS),
    ("POST", "/outbox/resend_parked", SETTERS),
    ("POST", "/outbox/{id}/resend", SETTERS),
    ("GET", "/audit", Roles(&[Auditor])),
    ("GET", "/audit/actions", Roles(&[Auditor])),
];

/// Whether files are sent to a route, as `multipart/form-data`: it reads the body itself, after the rights.
pub fn takes_files(method: &str, pattern: &str) -> bool {
    let below = pattern.strip_prefix("/api/v1");
    let takes = |path: &str| path == "/imports" || path.ends_with("/{id}/attachments");
    method == "POST" && below.is_some_and(takes)
}

/// The rows of all routes, once the application is put together: what stands above tells those of ledgers.
static SERVED: OnceLock<&'static [Row]> = OnceLock::new();

/// Takes the rows of all routes, those of [`RIGHTS`] among them.
pub fn serve(rows: &'static [Row]) {
    SERVED.get_or_init(|| rows);
}

fn rows() -> &'static [Row] {
    SERVED.get().copied().unwrap_or(RIGHTS)
}

/// The right of a route; None is a refusal.
pub fn right(method: &str, pattern: &str) -> Option<Right> {
    let below = pattern.strip_prefix("/api/v1")?;
    rows()
        .iter()
        .find(|(m, p, _)| *m == method && *p == below)
        .map(|(.., right)| *right)
}

/// The methods a path has; none where it isn't ours.
pub fn methods(pattern: &str) -> Vec<&'static str> {
    let below = pattern.strip_prefix("/api/v1").unwrap_or_default();
    let rows = rows().iter().filter(|(_, path, _)| *path == below);
    rows.map(|(method, ..)| *method).collect()
}
