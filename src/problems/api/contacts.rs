//! 联系企业: whom one can call about a problem.

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::api::Call;
use crate::base::Result;
use crate::base::http::{Body, PathId, Reply};
use crate::directory::rules::masked_phone;
use crate::problems::actions::{ProblemContacts, contacts};

/// Whom one can call at the enterprise whose problem it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactsOut {
    /// The enterprise; null where the problem is of a site alone.
    pub enterprise_id: Option<i64>,
    /// The people there (联系人), in the order of the enterprise's list; empty where none was entered.
    pub contacts: Vec<ContactOut>,
}

/// One of the people at the enterprise.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactOut {
    /// The place in the enterprise's list, from 1.
    #[schema(example = 1)]
    pub index: i64,
    /// The person's name.
    #[schema(example = "王负责人")]
    pub name: String,
    /// What the person is there (职务); null where that isn't known.
    #[schema(example = "负责人")]
    pub position: Option<String>,
    /// The phone number, masked; null where none is known.
    #[schema(example = "138****1234")]
    pub phone: Option<String>,
}

/// Who is to be called.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"index": 1}))]
pub struct CallIn {
    /// The `index` of one of the contacts: 1 to 20.
    #[schema(minimum = 1, maximum = 20)]
    pub index: i64,
}

/// Somebody to be called, with the whole number.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallOut {
    /// The person's name.
    #[schema(example = "王负责人")]
    pub name: String,
    /// The whole phone number.
    #[schema(example = "13800001234")]
    pub phone: String,
}

fn version(found: &ProblemContacts) -> i64 {
    found.enterprise.as_ref().map_or(0, |one| one.version)
}

/// List whom one can call at the enterprise, with masked phone numbers (联系企业).
///
/// For who works the case: the park, the coordinator and, until it is closed, the departments on it.
/// Departments are told nobody where the problem is confidential (403).
#[utoipa::path(tag = "problems", operation_id = "list_problem_contacts", params(("id" = i64, Path)),
    responses((status = 200, description = "The contacts. The version is the enterprise's.",
        body = ContactsOut, headers(("ETag" = String)))))]
#[get("/problems/{id}/contacts")]
pub async fn list(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let found = contacts(conn, &call.who, (&call.state.clock, call.at), id.0)?;
        let version = version(&found);
        let shown = found.contacts.into_iter().zip(1..);
        let shown = shown.map(|(contact, index)| ContactOut {
            index,
            name: contact.name,
            position: contact.position,
            phone: contact.phone.as_deref().map(masked_phone),
        });
        let out = ContactsOut {
            enterprise_id: found.enterprise.map(|one| one.id),
            contacts: shown.collect(),
        };
        Ok(Reply::ok(&out)?.version(version))
    })
    .await
}

/// Get the whole number of one contact, to call it (拨打).
///
/// Who asked, when and for which problem is in the audit trail. With the `ETag` of the list in `If-Match`
/// it is refused (412) where the list was changed meanwhile.
#[utoipa::path(tag = "problems", operation_id = "call_problem_contact", params(("id" = i64, Path)),
    request_body = CallIn, responses((status = 200, description = "The number.", body = CallOut,
        headers(("ETag" = String)))))]
#[post("/problems/{id}/contacts/call")]
pub async fn call_contact(call: Call, id: PathId, body: Body<CallIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let found = contacts(conn, &call.who, (&call.state.clock, call.at), id.0)?;
        let index = body.check()?.index;
        let name = found.at(index)?.name.clone();
        let version = version(&found);
        call.expect_version(version)?;
        let phone = found.call(conn, &call.who, call.at, (id.0, index))?;
        Ok(Reply::ok(&CallOut { name, phone })?.version(version))
    })
    .await
}
