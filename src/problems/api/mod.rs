//! Requests and answers of problems.

mod clocks;
mod contacts;
mod events;
mod example;
mod list;
mod moves;
mod one;
pub mod out;
mod queue;
mod view;

pub use list::{CountOf, CountQuery, ListQuery, whole};
pub use one::{projects, shown};
pub use queue::ExtraQueueCounts;
pub use view::View;

use crate::base::http::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .service(list::list)
        .service(one::create)
        .service(one::get)
        .service(one::update)
        .service(events::timeline)
        .service(clocks::days)
        .service(contacts::list)
        .service(contacts::call_contact)
        .service(queue::queue)
        .configure(moves::routes);
}
