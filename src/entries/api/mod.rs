//! Requests and answers of ledgers, made from their descriptions: each route is registered by itself, with a
//! row of rights and an operation of its own.

mod at_door;
mod document;
mod example;
mod facts;
pub mod list;
mod many;
mod of_enterprise;
mod one;
mod parameters;
mod schema;
mod shapes;
mod view;
mod whose;

use actix_web::web::{self, Path};

use super::ledger::{AnyLedger, Fields};
use crate::access::Role::{self, Coordinator, DepartmentStaff, Leader, ParkStaff};
use crate::access::api::Call;
use crate::access::rights::{Right, Row};
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, PathId, Query, Routes};
use crate::doors::api::Visitor;
use crate::entries::description::Hat;
use crate::entries::rules::common::{ATTACHMENTS, EDIT, LINK, MONTH, PLAN};
use crate::entries::rules::permit::has_route;

pub use document::document;
pub use list::Pairs;
pub use view::View;
pub use whose::count_waiting;

/// A ledger that is served as long as the process.
pub type Served = &'static dyn AnyLedger;

/// Who reads entries at all.
const READERS: &[Role] = &[Coordinator, ParkStaff, DepartmentStaff, Leader];

/// Who reads those of a ledger: a register is the whole district's.
fn readers(ledger: Served) -> &'static [Role] {
    if ledger.description().is_register() {
        &[Coordinator, Leader]
    } else {
        READERS
    }
}

/// The rows of rights of some ledgers, for the table of all.
pub fn rights(ledgers: &[Served]) -> Vec<Row> {
    let mut rows: Vec<Row> = vec![("GET", "/ledgers", Right::Roles(READERS))];
    for ledger in ledgers {
        let code = ledger.code();
        let mut row = |method, path: String, right| {
            let path: &'static str = Box::leak(path.into_boxed_str());
            rows.push((method, path, right));
        };
        let table = ledger.table();
        let readers = Right::Roles(readers(*ledger));
        let roles = |name: &str| Right::Roles(Vec::leak(table.roles(name)));
        let first = ledger
            .description()
            .first_move()
            .map_or("", |first| first.name);
        row("GET", format!("/{code}"), readers);
        row("POST", format!("/{code}"), roles(first));
        row("GET", format!("/{code}/{{id}}"), readers);
        if table.has(EDIT) {
            row("PATCH", format!("/{code}/{{id}}"), roles(EDIT));
        }
        row("GET", format!("/{code}/{{id}}/events"), readers);
        if table.has(PLAN) {
            row("GET", format!("/{code}/{{id}}/milestones"), readers);
        }
        for (name, puts) in puts(*ledger) {
            row("PUT", format!("/{code}/{{id}}/{puts}"), roles(name));
        }
        if ledger.description().months.is_some() {
            row(
                "PUT",
                format!("/{code}/{{id}}/months/{{month}}"),
                roles(MONTH),
            );
        }
        // Files are added by whoever may link the entry, which are all who see it but leaders: those
        // supervise, comment and read. In any state, as on problems, since what proves something often comes late.
        // Nobody works on an entry of a register, so that it has none.
        if takes_files(*ledger) {
            let files = format!("/{code}/{{id}}/{ATTACHMENTS}");
            row("GET", files.clone(), readers);
            row("POST", files, roles(LINK));
        }
        for name in moves(*ledger) {
            row("POST", format!("/{code}/{{id}}/{name}"), roles(name));
        }
        for name in moves_at_door(*ledger) {
            row("POST", format!("/door/{code}/{{id}}/{name}"), Right::Door);
        }
        row("GET", format!("/statistics/{code}"), readers);
        row("GET", format!("/exports/{code}"), readers);
    }
    rows
}

/// Whether entries of a ledger have photos and documents.
pub fn takes_files(ledger: Served) -> bool {
    ledger.table().has(LINK)
}

/// The moves that have a route of their own, `POST /{ledger}/{id}/{move}`.
pub fn moves(ledger: Served) -> Vec<&'static str> {
    let table = ledger.table();
    let names = table.names().into_iter();
    names
        .filter(|name| table.rows(name).next().is_some_and(has_route))
        .collect()
}

/// The moves that an enterprise makes at its door with what it is told there: `POST /door/{ledger}/{id}/{move}`.
pub fn moves_at_door(ledger: Served) -> Vec<&'static str> {
    let table = ledger.table();
    let is_its = |name: &&str| {
        table
            .rows(name)
            .any(|row| row.who.contains(&Hat::Enterprise))
    };
    match ledger.is_told_at_door() {
        true => moves(ledger).into_iter().filter(is_its).collect(),
        false => vec![],
    }
}

/// The moves that have the route `PUT /{ledger}/{id}/{what they put}`, with that.
pub fn puts(ledger: Served) -> Vec<(&'static str, &'static str)> {
    let table = ledger.table();
    let names = table.names().into_iter();
    names
        .filter_map(|name| Some((name, table.rows(name).next()?.puts?)))
        .collect()
}

/// Registers the handlers of some ledgers.
pub fn routes(routes: &mut Routes, ledgers: &'static [Served]) {
    routes
        .service(of_enterprise::of_enterprise)
        .service(at_door::at_door)
        .route(
            "/ledgers",
            web::get().to(move |call: Call| many::ledgers(call, ledgers)),
        );
    for ledger in ledgers {
        let ledger: Served = *ledger;
        let code = ledger.code();
        let at = |rest: &str| format!("/{code}{rest}");
        routes
            .route(
                &at(""),
                web::get()
                    .to(move |call: Call, query: Query<Pairs>| many::list(call, ledger, query)),
            )
            .route(
                &at(""),
                web::post()
                    .to(move |call: Call, body: Body<Fields>| one::create(call, ledger, body)),
            )
            .route(
                &at("/{id}"),
                web::get().to(move |call: Call, id: PathId| one::get(call, ledger, id)),
            )
            .route(
                &at("/{id}/events"),
                web::get().to(move |call: Call, id: PathId, query: Query<PageQuery>| {
                    many::events(call, ledger, id, query)
                }),
            )
            .route(
                &format!("/statistics/{code}"),
                web::get().to(move |call: Call, query: Query<Pairs>| {
                    many::statistics(call, ledger, query)
                }),
            );
        if ledger.table().has(EDIT) {
            routes.route(
                &at("/{id}"),
                web::patch().to(move |call: Call, id: PathId, body: Body<Fields>| {
                    one::act(call, ledger, id, EDIT, body)
                }),
            );
        }
        if ledger.table().has(PLAN) {
            routes.route(
                &at("/{id}/milestones"),
                web::get().to(move |call: Call, id: PathId| many::milestones(call, ledger, id)),
            );
        }
        for (name, puts) in puts(ledger) {
            routes.route(
                &at(&format!("/{{id}}/{puts}")),
                web::put().to(move |call: Call, id: PathId, body: Body<Fields>| {
                    one::act(call, ledger, id, name, body)
                }),
            );
        }
        if ledger.description().months.is_some() {
            routes.route(
                &at("/{id}/months/{month}"),
                web::put().to(
                    move |call: Call,
                          id: PathId,
                          month: Path<(String, String)>,
                          body: Body<Fields>| {
                        one::report(call, ledger, id, month, body)
                    },
                ),
            );
        }
        for name in moves_at_door(ledger) {
            routes.route(
                &format!("/door/{code}/{{id}}/{name}"),
                web::post().to(move |visitor: Visitor, id: PathId, body: Body<Fields>| {
                    at_door::act(visitor, ledger, id, name, body)
                }),
            );
        }
        for name in moves(ledger) {
            routes.route(
                &at(&format!("/{{id}}/{name}")),
                web::post().to(move |call: Call, id: PathId, body: Body<Fields>| {
                    one::act(call, ledger, id, name, body)
                }),
            );
        }
    }
}
