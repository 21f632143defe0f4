use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::enterprises::is_seen;
use crate::access::Role;
use crate::access::api::Call;
use crate::base::Result;
use crate::base::http::{Items, Page, Query, Reply};
use crate::directory::actions::enterprises as actions;
use crate::directory::store::people;

/// For which enterprises a liaison officer is wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LiaisonQuery {
    /// The park of the enterprises; park staff name their own.
    pub park_id: i64,
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Somebody who can be named as an enterprise's `liaison_user_id`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiaisonOut {
    /// The account's id.
    pub id: i64,
    /// The account's name.
    #[schema(example = "沙河产业园区 张专员")]
    pub name: String,
    /// The account's role: park_staff of that park, coordinator or leader.
    pub role: Role,
}

/// List who can be the liaison officer (首席服务员) of a park's enterprises, by id.
///
/// These are the park's own staff, the campaign office and leaders.
#[utoipa::path(tag = "directory", operation_id = "list_liaisons", params(LiaisonQuery), responses(
    (status = 200, description = "A page of people.", body = Items<LiaisonOut>)))]
#[get("/enterprises/liaisons")]
pub async fn liaisons(call: Call, query: Query<LiaisonQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), None)?;
        let own = actions::only_park(&call.who)?;
        is_seen(conn, own, query.park_id)?;
        let after = page.after.unwrap_or(0);
        let rows = people::liaisons(conn, query.park_id, after, page.limit + 1)?;
        let items = rows.into_iter().map(|row| LiaisonOut {
            id: row.id,
            name: row.display_name,
            role: row.role,
        });
        Reply::ok(&Items::new(
            items.collect(),
            page.limit,
            |one| one.id,
            None,
        )?)
    })
    .await
}
