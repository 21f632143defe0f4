//! The way in: the guard before every route, the call it hands to handlers, and the routes of
//! sign-in and accounts.

pub mod admission;
pub mod auth;
pub mod call;
pub mod guard;
pub mod me;
pub mod trail;
pub mod users;

pub use call::{AppState, Call};

use crate::base::http::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .service(auth::login)
        .service(auth::refresh)
        .service(auth::logout)
        .service(me::get)
        .service(me::password_rule)
        .service(me::change_password)
        .service(me::sessions)
        .service(me::end_session)
        .service(users::list)
        .service(users::create)
        .service(users::get)
        .service(users::update)
        .service(users::reset_password)
        .service(trail::audit_trail)
        .service(trail::audit_actions);
}
