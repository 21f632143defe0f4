//! `GET /search`, like cases, and proposals.

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, Asked, Hit, LikeAsked, LikeCase, Place, Proposal};
use super::rules::highlight::Highlight;
use super::rules::query::Question;
use super::rules::{SearchField, SearchKind};
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::paging::cursor;
use crate::base::http::{Page, PathId, Query, Reply, Routes};
use crate::base::line::line;
use crate::base::{Error, FieldError, Result};
use crate::problems::rules::words::Status;
use crate::problems::store::{Ids, unknown};
use crate::vocabulary::bounds;
use crate::vocabulary::faults::too_long;

/// What is looked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// One to ten words with blanks between them, 1 to 100 characters: all of them have to be found, each
    /// as a part of any text. Full-width and half-width, capital and small letters are alike; what is
    /// neither letter nor digit is passed over.
    #[serde(default)]
    #[param(min_length = 1, max_length = 100, example = "农庄 用电")]
    pub q: String,
    /// Things of this kind alone; of all kinds where absent.
    pub kind: Option<SearchKind>,
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

/// A page of what was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchOut {
    /// What was found: first the problem that a word is the number of, then what holds all words in number,
    /// title or name, then with the enterprise's name, then anywhere; of these the newest first.
    pub items: Vec<HitOut>,
    pub next_cursor: Option<String>,
    /// How many changes of the last seconds aren't searched yet, 1,000 at most; 0 where everything is
    /// found as it stands.
    #[schema(example = 0)]
    pub pending: i64,
}

/// Something that was found, as the reader may see it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitOut {
    /// What it is.
    pub kind: SearchKind,
    pub id: i64,
    /// A problem's number, an enterprise's credit code; null where it has none.
    #[schema(example = "SH-2021-016")]
    pub number: Option<String>,
    /// A problem's title, an enterprise's name.
    #[schema(example = "担心后续用电得不到保障")]
    pub title: String,
    /// The name of a problem's enterprise; null where there is none, and where the reader isn't told.
    #[schema(example = "聚合庄生态农庄")]
    pub enterprise: Option<String>,
    /// Where a problem stands; null for other kinds.
    pub status: Option<Status>,
    /// Where the words were found.
    pub matched_in: Vec<SearchField>,
    /// The texts in which they were found, with what was found marked.
    pub highlights: Vec<Highlight>,
    #[schema(format = DateTime)]
    pub updated_at: String,
}

/// A case that is filed, or is going to be.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LikeQuery {
    /// What it is about, on one line: 1 to 200 characters.
    #[serde(default)]
    #[param(min_length = 1, max_length = 200, example = "变压器容量不足")]
    pub title: String,
    /// The beginning of its description, up to 500 characters.
    #[param(max_length = 500)]
    pub description: Option<String>,
    /// Whose it is.
    pub enterprise_id: Option<i64>,
}

/// Cases that are like another, the likest first: at most five open ones and five solved ones, out of what
/// the reader may see. Cases that don't count any more (不予受理、已并单、已撤回) aren't among them.
#[derive(Debug, Serialize, ToSchema)]
pub struct LikeCasesOut {
    /// Those that are open, which may be the same.
    pub open: Vec<LikeCaseOut>,
    /// Those that were solved, with how.
    pub solved: Vec<LikeCaseOut>,
}

/// A like case.
#[derive(Debug, Serialize, ToSchema)]
pub struct LikeCaseOut {
    pub id: i64,
    /// Its number.
    #[schema(example = "SH-2021-016")]
    pub number: String,
    /// What it is about, on one line.
    #[schema(example = "变压器容量不够用")]
    pub title: String,
    /// The name of its enterprise; null where there is none, and where the reader isn't told.
    #[schema(example = "聚合庄生态农庄")]
    pub enterprise: Option<String>,
    /// Whether it is of the same enterprise, as far as the reader is told.
    pub same_enterprise: bool,
    /// Where it stands.
    pub status: Status,
    pub category_id: Option<i64>,
    /// The department that leads it, or led it last; null where none did.
    pub lead_department_id: Option<i64>,
    /// How it was solved, up to 120 characters and … where there is more; null for open ones.
    #[schema(example = "三方现场商定：农庄符合“井井通”用电方案，可长期使用。")]
    pub resolution: Option<String>,
    /// When it was resolved; null for open ones.
    #[schema(format = DateTime)]
    pub resolved_at: Option<String>,
}

/// What is proposed for a case from what was decided on like ones of the last twelve months, out of what
/// the reader may see. Nothing is proposed unless more than half of them, and at least two, were decided
/// alike.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalsOut {
    /// The first day from which cases were looked at.
    pub since: NaiveDate,
    /// The category that like cases have; null where there is no evidence.
    pub category: Option<ProposalOut>,
    /// The department that leads like cases; null where there is no evidence.
    pub lead_department: Option<ProposalOut>,
}

/// One proposal, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalOut {
    /// The id of the category or department.
    pub id: i64,
    /// What it is called.
    #[schema(example = "华辰电力公司")]
    pub name: String,
    /// How many of the like cases were decided so.
    #[schema(example = 10)]
    pub cases: usize,
    /// How many like cases were decided at all.
    #[schema(example = 12)]
    pub of: usize,
    /// Why, as a sentence for people.
    #[schema(example = "近12个月类似问题12件，其中10件由华辰电力公司主办")]
    pub reason: String,
    /// The likest of the cases that were decided so, three at most.
    #[schema(inline)]
    pub likest: Vec<ExampleCase>,
}

/// A case behind a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExampleCase {
    pub id: i64,
    /// Its number.
    #[schema(example = "SH-2021-016")]
    pub number: String,
}

/// Look for a part of whatever the caller may read (检索).
///
/// Problems are found by number, title, enterprise, site, outside number, description and resolution,
/// enterprises by name, pinyin initials, credit code, industry and tags. Nobody finds anything by what they
/// may not read: departments find a confidential problem by what they are told of it. The administrator
/// finds enterprises alone, a department problems alone.
#[utoipa::path(tag = "search", operation_id = "search", params(SearchQuery),
    responses((status = 200, description = "A page of what was found.", body = SearchOut)))]
#[get("/search")]
pub async fn search(call: Call, query: Query<SearchQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<Place> = Page::new(query.limit, query.cursor.as_deref(), None)?;
        let asked = Asked {
            question: Question::read(&query.q)?,
            kind: query.kind,
            after: page.after,
            limit: page.limit,
        };
        let found = actions::find(conn, &call.who, &asked)?;
        Reply::ok(&SearchOut {
            next_cursor: found.next.map(|place| cursor(&place)).transpose()?,
            items: found
                .hits
                .into_iter()
                .map(|hit| hit_out(call, hit))
                .collect(),
            pending: actions::behind(conn)?,
        })
    })
    .await
}

fn hit_out(call: &Call, hit: Hit) -> HitOut {
    HitOut {
        kind: hit.kind,
        id: hit.seen.id,
        matched_in: hit.matched_in(),
        number: hit.seen.number,
        title: hit.seen.title,
        enterprise: hit.seen.enterprise,
        status: hit.seen.status,
        highlights: hit.highlights,
        updated_at: call.state.clock.show(hit.seen.updated_at.and_utc()),
    }
}

/// Like cases of a problem: open ones, and how solved ones were solved.
#[utoipa::path(tag = "search", operation_id = "similar_problems", params(("id" = i64, Path)),
    responses((status = 200, description = "The like cases.", body = LikeCasesOut)))]
#[get("/problems/{id}/similar")]
pub async fn similar_to(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let asked = actions::asked_of(conn, call.who.cases(), id.0)?;
        let asked = asked.ok_or(Error::NotFound)?;
        like_cases(conn, call, &asked)
    })
    .await
}

/// Like cases of what is going to be filed: open ones, and how solved ones were solved.
#[utoipa::path(tag = "search", operation_id = "search_similar", params(LikeQuery),
    responses((status = 200, description = "The like cases.", body = LikeCasesOut)))]
#[get("/search/similar")]
pub async fn similar(call: Call, query: Query<LikeQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let asked = like_asked(conn, call, query.check()?)?;
        like_cases(conn, call, &asked)
    })
    .await
}

/// Propose category and lead department for what is going to be filed, from what was decided on like cases.
#[utoipa::path(tag = "search", operation_id = "search_proposals", params(LikeQuery),
    responses((status = 200, description = "What is proposed, and why.", body = ProposalsOut)))]
#[get("/search/proposals")]
pub async fn proposals(call: Call, query: Query<LikeQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let asked = like_asked(conn, call, query.check()?)?;
        let when = (&call.state.clock, call.today());
        let found = actions::propose(conn, &call.who, when, &asked)?;
        Reply::ok(&ProposalsOut {
            since: found.since,
            category: found.category.map(proposal_out),
            lead_department: found.lead_department.map(proposal_out),
        })
    })
    .await
}

fn proposal_out(proposal: Proposal) -> ProposalOut {
    let examples = proposal.examples.into_iter();
    ProposalOut {
        id: proposal.id,
        name: proposal.name,
        cases: proposal.cases,
        of: proposal.of,
        reason: proposal.reason,
        likest: examples
            .map(|(id, number)| ExampleCase { id, number })
            .collect(),
    }
}

fn like_asked(conn: &mut Conn, call: &Call, query: LikeQuery) -> Result<LikeAsked> {
    let mut errors = vec![];
    let title = line("/title", &query.title, bounds::LINE, &mut errors);
    let description = query.description.as_deref().map(str::trim);
    let description = description.unwrap_or_default();
    if description.chars().count() > actions::DESCRIPTION {
        errors.push(FieldError::new(
            "/description",
            "too_long",
            too_long(actions::DESCRIPTION),
            format!("must have at most {} characters", actions::DESCRIPTION),
        ));
    }
    let ids = Ids {
        enterprise: query.enterprise_id,
        ..Ids::default()
    };
    let unknown = unknown(conn, call.who.cases(), &ids)?;
    errors.extend(unknown.into_iter().map(FieldError::unknown_id));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    Ok(LikeAsked {
        title,
        description: description.to_owned(),
        enterprise_id: query.enterprise_id,
        itself: None,
    })
}

fn like_cases(conn: &mut Conn, call: &Call, asked: &LikeAsked) -> Result<Reply> {
    let found = actions::like_cases(conn, &call.who, asked)?;
    let shown = |cases: Vec<LikeCase>| cases.into_iter().map(|case| case_out(call, case)).collect();
    Reply::ok(&LikeCasesOut {
        open: shown(found.open),
        solved: shown(found.solved),
    })
}

fn case_out(call: &Call, case: LikeCase) -> LikeCaseOut {
    let row = case.row;
    let resolved_at = row.resolved_at.filter(|_| row.status.is_settled());
    LikeCaseOut {
        id: row.id,
        number: row.number,
        title: row.title,
        enterprise: case.enterprise,
        same_enterprise: case.is_same_enterprise,
        status: row.status,
        category_id: row.category_id,
        lead_department_id: row.lead_department_id,
        resolution: case.resolution,
        resolved_at: resolved_at.map(|at| call.state.clock.show(at.and_utc())),
    }
}

pub fn routes(routes: &mut Routes) {
    routes
        .service(search)
        .service(similar)
        .service(proposals)
        .service(similar_to);
}
