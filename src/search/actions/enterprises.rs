//! Enterprises, as they are searched.

use super::{Ledger, Seen};
use crate::access::{Actor, Role};
use crate::base::Result;
use crate::base::db::Conn;
use crate::directory::actions::enterprises::only_park;
use crate::directory::rules::initials;
use crate::directory::store::enterprises::{self as store, Enterprise, EnterpriseFilter};
use crate::directory::store::from_json;
use crate::search::rules::document::{Document, Edition};
use crate::search::rules::terms::Rank;
use crate::search::rules::{SearchField, SearchKind};

pub struct Enterprises;

fn texts(one: &Enterprise) -> Result<Vec<(SearchField, String)>> {
    let mut texts = vec![(SearchField::Name, one.name.clone())];
    let told = [
        (SearchField::CreditCode, &one.credit_code),
        (SearchField::Industry, &one.industry),
    ];
    for (field, text) in told {
        texts.extend(text.clone().map(|text| (field, text)));
    }
    let letters = initials(&one.name);
    texts.extend(
        letters
            .split(' ')
            .map(|word| (SearchField::Initials, word.to_owned())),
    );
    let tags: Vec<String> = from_json(&one.tags)?;
    texts.extend(tags.into_iter().map(|tag| (SearchField::Tags, tag)));
    Ok(texts)
}

impl Ledger for Enterprises {
    fn kind(&self) -> SearchKind {
        SearchKind::Enterprise
    }

    fn is_open_to(&self, who: &Actor) -> bool {
        let readers = [
            Role::Admin,
            Role::Coordinator,
            Role::ParkStaff,
            Role::Leader,
        ];
        readers.contains(&who.role) && only_park(who).is_ok()
    }

    fn after(&self, conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<i64>> {
        let all = store::list(conn, &EnterpriseFilter::default(), Some(id), limit)?;
        Ok(all.into_iter().map(|one| one.id).collect())
    }

    fn documents(&self, conn: &mut Conn, ids: &[i64]) -> Result<Vec<Document>> {
        let rows = store::rows(conn, ids)?;
        let documents = rows.iter().map(|one| {
            let mut document = Document::of(SearchKind::Enterprise, one.id, Edition::Whole);
            document.park(one.park_id);
            for (field, text) in texts(one)? {
                let rank = match field {
                    SearchField::Industry | SearchField::Tags => Rank::Told,
                    _ => Rank::Own,
                };
                document.text(rank, &text);
            }
            Ok(document)
        });
        documents.collect()
    }

    fn seen(&self, conn: &mut Conn, who: &Actor, ids: &[i64]) -> Result<Vec<Seen>> {
        let only = only_park(who)?;
        let rows = store::rows(conn, ids)?.into_iter();
        let own = rows.filter(|one| only.is_none_or(|park| one.park_id == park));
        own.map(|one| {
            Ok(Seen {
                id: one.id,
                number: one.credit_code.clone(),
                texts: texts(&one)?,
                title: one.name,
                enterprise: None,
                status: None,
                updated_at: one.updated_at,
            })
        })
        .collect()
    }
}
