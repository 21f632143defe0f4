//! Lists: `limit`, an opaque `cursor`, and a total where it is asked for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::base::{Error, FieldError, Result};

const LIMIT_MAX: i64 = 200;
const LIMIT_DEFAULT: i64 = 50;

/// A checked page request; `K` is the key of the last item before it.
#[derive(Debug, Clone)]
pub struct Page<K> {
    pub limit: i64,
    pub after: Option<K>,
    pub count: bool,
}

/// The parameters of a list without filters; lists with filters name the same three. What they mean is
/// told once for the whole document.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    pub cursor: Option<String>,
    pub count: Option<bool>,
}

impl PageQuery {
    /// # Errors
    /// As [`Page::new`].
    pub fn page<K: DeserializeOwned>(&self) -> Result<Page<K>> {
        Page::new(self.limit, self.cursor.as_deref(), self.count)
    }
}

impl<K: DeserializeOwned> Page<K> {
    /// # Errors
    /// 422 for a limit outside 1..=200 and for a cursor that isn't one of ours.
    pub fn new(limit: Option<i64>, cursor: Option<&str>, count: Option<bool>) -> Result<Self> {
        let limit = limit.unwrap_or(LIMIT_DEFAULT);
        if !(1..=LIMIT_MAX).contains(&limit) {
            return Err(Error::invalid(FieldError::new(
                "/limit",
                "out_of_range",
                "limit 须为1至200",
                "limit must be 1 to 200",
            )));
        }
        let after = cursor
            .map(|text| {
                let bytes = URL_SAFE_NO_PAD.decode(text).ok();
                bytes
                    .and_then(|b| serde_json::from_slice(&b).ok())
                    .ok_or_else(|| {
                        Error::invalid(FieldError::new(
                            "/cursor",
                            "malformed",
                            "cursor 无效",
                            "is no cursor",
                        ))
                    })
            })
            .transpose()?;
        Ok(Self {
            limit,
            after,
            count: count.unwrap_or(false),
        })
    }
}

/// The place of an item, as clients are given it.
///
/// # Errors
/// None in practice: a key always serialises.
pub fn cursor<K: Serialize>(key: &K) -> Result<String> {
    let json = serde_json::to_vec(key).map_err(Error::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T> {
    pub items: Vec<T>,
    pub next_cursor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub total: Option<i64>,
}

impl<T> Items<T> {
    /// Builds the page from `limit + 1` rows at most: the extra one tells that there is more.
    ///
    /// # Errors
    /// None in practice: a key always serialises.
    pub fn new<K: Serialize>(
        mut rows: Vec<T>,
        limit: i64,
        key: impl Fn(&T) -> K,
        total: Option<i64>,
    ) -> Result<Self> {
        let limit = usize::try_from(limit).map_err(Error::internal)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| more);
        let next_cursor = last.map(|last| cursor(&key(last))).transpose()?;
        Ok(Self {
            items: rows,
            next_cursor,
            total,
        })
    }
}
