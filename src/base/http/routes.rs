//! What a feature offers: handlers that actix is to serve, or that the OpenAPI document is to name.

use actix_web::dev::HttpServiceFactory;
use actix_web::web::ServiceConfig;
use utoipa::__dev::{SchemaReferences, Tags};
use utoipa::Path;
use utoipa::openapi::{Components, OpenApi};

/// Takes a feature's handlers, which carry their own description. Each worker serves them, and none
/// of those needs the document: describing all routes takes longer than answering a request.
pub struct Routes<'to> {
    to: To<'to>,
}

enum To<'to> {
    Serve(&'to mut ServiceConfig),
    Describe(&'to mut OpenApi),
}

impl<'to> Routes<'to> {
    /// Registers the handlers.
    pub fn served(config: &'to mut ServiceConfig) -> Self {
        Self {
            to: To::Serve(config),
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
            To::Serve(config) => {
                config.service(handler);
            }
            To::Describe(document) => describe::<H>(document),
        }
        self
    }

    /// One handler that a description stands behind; what the document says of it is made from that, too.
    pub fn route(&mut self, path: &str, route: actix_web::Route) -> &mut Self {
        if let To::Serve(config) = &mut self.to {
            config.route(path, route);
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
