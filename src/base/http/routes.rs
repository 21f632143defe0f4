//! What a feature offers: handlers that actix is to serve, or that the OpenAPI document is to name.

use std::collections::BTreeMap;

use actix_web::Scope;
use actix_web::dev::HttpServiceFactory;
use actix_web::guard::fn_guard;
use actix_web::web::{self, ServiceConfig};
use utoipa::__dev::{SchemaReferences, Tags};
use utoipa::Path;
use utoipa::openapi::{Components, OpenApi};

use super::observe::Pattern;
use super::patterns::Patterns;

/// Takes a feature's handlers, which carry their own description. Each worker serves them, and none
/// of those needs the document: describing all routes takes longer than answering a request.
pub struct Routes<'to> {
    to: To<'to>,
}

enum To<'to> {
    Serve(&'to mut Branches),
    Describe(&'to mut OpenApi),
}

/// Handlers below a path, by the first part of theirs: only those of one branch are tried for a request.
pub struct Branches {
    below: &'static str,
    scopes: BTreeMap<String, Scope>,
    patterns: Patterns,
}

impl Branches {
    pub fn new(below: &'static str) -> Self {
        Self {
            below,
            scopes: BTreeMap::new(),
            patterns: Patterns::default(),
        }
    }

    /// Registers the handlers; the patterns of their paths are for [`super::observe`], which looks for that of a request
    /// before it is known whose it is.
    pub fn register(self, config: &mut ServiceConfig) -> Patterns {
        for scope in self.scopes.into_values() {
            config.service(scope);
        }
        self.patterns
    }

    fn add(&mut self, path: &str, add: impl FnOnce(Scope) -> Scope) {
        self.patterns.add(&format!("{}{path}", self.below));
        let first = path.split('/').nth(1).unwrap_or_default();
        let scope = self.scopes.remove(first);
        let scope = scope.unwrap_or_else(|| branch(format!("{}/{first}", self.below)));
        self.scopes.insert(first.to_owned(), add(scope));
    }
}

/// What takes the requests whose pattern lies in a branch. It has no prefix: the handlers tell their whole path.
fn branch(root: String) -> Scope {
    web::scope("").guard(fn_guard(move |context| {
        let data = context.req_data();
        let found = data.get::<Pattern>().and_then(|found| found.0.as_deref());
        let below = found.and_then(|found| found.strip_prefix(&root));
        below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
    }))
}

impl<'to> Routes<'to> {
    /// Registers the handlers.
    pub fn served(branches: &'to mut Branches) -> Self {
        Self {
            to: To::Serve(branches),
        }
    }

    /// Adds the handlers' paths, and the schemas that these refer to, to a document.
    pub fn described(document: &'to mut OpenApi) -> Self {
        Self {
            to: To::Describe(document),
        }
    }

    /// One handler.
    pub fn service<H>(&mut self, handler: H) -> &mut Self
    where
        H: HttpServiceFactory + Path + SchemaReferences + Tags<'static> + 'static,
    {
        match &mut self.to {
            To::Serve(branches) => branches.add(&H::path(), |scope| scope.service(handler)),
            To::Describe(document) => describe::<H>(document),
        }
        self
    }

    /// One handler that a description stands behind; what the document says of it is made from that, too.
    pub fn route(&mut self, path: &str, route: actix_web::Route) -> &mut Self {
        if let To::Serve(branches) = &mut self.to {
            branches.add(path, |scope| scope.route(path, route));
        }
        self
    }

    /// Those of another list.
    pub fn configure(&mut self, routes: fn(&mut Routes)) -> &mut Self {
        routes(self);
        self
    }
}

fn describe<H: Path + SchemaReferences + Tags<'static>>(document: &mut OpenApi) {
    let mut operation = H::operation();
    let tags = H::tags().into_iter().map(str::to_owned);
    operation.tags.get_or_insert_default().extend(tags);
    let paths = &mut document.paths;
    paths.add_path_operation(H::path(), H::methods(), operation);
    let mut schemas = Vec::new();
    H::schemas(&mut schemas);
    let components = document.components.get_or_insert_with(Components::new);
    components.schemas.extend(schemas);
}
