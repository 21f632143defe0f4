//! Requests and answers of the directory.

pub mod categories;
pub mod departments;
pub mod enterprises;
pub mod liaisons;
pub mod parks;

use crate::base::http::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .service(parks::list)
        .service(parks::create)
        .service(parks::get)
        .service(parks::update)
        .service(departments::list)
        .service(departments::create)
        .service(departments::get)
        .service(departments::update)
        .service(categories::list)
        .service(categories::create)
        .service(categories::get)
        .service(categories::update)
        .service(enterprises::list)
        .service(enterprises::create)
        .service(enterprises::lookup)
        .service(liaisons::liaisons)
        .service(enterprises::get)
        .service(enterprises::update);
}
