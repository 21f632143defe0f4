//! Doors over REST: what park staff do with them, what came through them, and the enterprise's side.

mod door;
mod doors;
mod reports;
mod visitor;

pub use visitor::Visitor;

use crate::base::http::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .service(doors::list)
        .service(doors::create)
        .service(doors::get)
        .service(doors::renew)
        .service(doors::revoke)
        .service(reports::list)
        .service(reports::get)
        .service(reports::confirm)
        .service(reports::decline)
        .service(door::get)
        .service(door::reports)
        .service(door::file)
        .service(door::problems)
        .service(door::problem)
        .service(door::follow_up);
}
