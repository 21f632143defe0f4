//! Checks rows of enterprises against what is there.

use super::Checking;
use super::enterprise_index::EnterpriseIndex;
use crate::base::Result;
use crate::base::db::Conn;
use crate::ledger::import::rules::enterprise::EnterpriseDraft;
use crate::ledger::import::rules::fault::Issue;
use crate::ledger::import::rules::names::{note, wrong};
use crate::ledger::import::rules::plan::{
    Checked, DirectoryRef, ImportedEnterprise, Plan, Verdict,
};
use crate::ledger::import::rules::row::{RowIssue, short};
use crate::vocabulary::faults;

type Draft = (EnterpriseDraft, Vec<RowIssue>);

/// # Errors
/// Those of the database.
pub fn check(conn: &mut Conn, it: &mut Checking, drafts: Vec<Draft>) -> Result<Vec<Checked>> {
    let names = drafts.iter().map(|(draft, _)| draft.name.clone());
    let codes = drafts
        .iter()
        .filter_map(|(draft, _)| draft.credit_code.clone());
    let enterprise_index = EnterpriseIndex::of(conn, names.collect(), codes.collect())?;
    let each = drafts.into_iter().map(|(draft, mut issues)| {
        let row = draft.row;
        let verdict = judged(it, &enterprise_index, draft, &mut issues);
        Checked {
            row,
            verdict: verdict.unwrap_or(Verdict::Wrong),
            issues,
        }
    });
    Ok(each.collect())
}

fn judged(
    it: &mut Checking,
    enterprise_index: &EnterpriseIndex,
    draft: EnterpriseDraft,
    issues: &mut Vec<RowIssue>,
) -> Option<Verdict> {
    let park = it.names.park(draft.park.as_deref(), issues);
    let liaison = draft
        .liaison
        .as_deref()
        .map(|name| liaison(it, name, park.as_ref(), issues));
    if let Some(code) = &draft.credit_code
        && let Some(twice) = it.seen.twice(("code", code), draft.row)
    {
        issues.push(wrong("credit_code", twice));
        return None;
    }
    if let Some(twice) = it.seen.twice((&draft.park, &draft.name), draft.row) {
        issues.push(wrong("name", twice));
        return None;
    }
    let park = park?;
    let liaison_user_id = match liaison {
        Some(found) => Some(found?),
        None => None,
    };
    let by_code = draft
        .credit_code
        .as_deref()
        .and_then(|code| enterprise_index.with_code(code));
    let by_name = || match park {
        DirectoryRef::Id(id) => enterprise_index.named(&draft.name, id),
        DirectoryRef::New(_) => None,
    };
    if let Some(known) = by_code.or_else(by_name) {
        if DirectoryRef::Id(known.park_id) != park {
            let (zh, en) = (faults::CODE_OF_OTHER_PARK, "belongs to another park");
            issues.push(wrong("credit_code", Issue::new("not_yours", zh, en)));
            return None;
        }
        let has_other_code = draft.credit_code.is_some() && draft.credit_code != known.credit_code;
        if known.name != draft.name || has_other_code {
            let zh = format!(
                "企业“{}”已存在，名称或信用代码与名录中不同，未改动",
                short(&known.name)
            );
            issues.push(note(
                "name",
                zh,
                "is there already with another value, which stays",
            ));
            return Some(Verdict::Different);
        }
        return Some(Verdict::Same);
    }
    let body = ImportedEnterprise {
        name: draft.name,
        credit_code: draft.credit_code,
        industry: draft.industry,
        size: draft.size,
        tags: draft.tags,
        operating_status: draft.operating_status,
        operating_status_since: draft.operating_status_since,
        assisting_leader: draft.assisting_leader,
        liaison_user_id,
        contacts: draft.contacts,
    };
    Some(Verdict::New(Plan::Enterprise {
        park,
        body: Box::new(body),
    }))
}

/// 首席服务员 by name: of the enterprise's park, or of the campaign office.
fn liaison(
    it: &Checking,
    name: &str,
    park: Option<&DirectoryRef>,
    issues: &mut Vec<RowIssue>,
) -> Option<i64> {
    let of_park = |own: Option<i64>| own.is_none_or(|own| Some(&DirectoryRef::Id(own)) == park);
    let mut found = it
        .names
        .liaisons
        .iter()
        .filter(|(_, own, of)| own == name && of_park(*of));
    match (found.next(), found.next()) {
        (Some((id, ..)), None) => Some(*id),
        (None, _) => {
            let zh = format!("没有可任首席服务员的用户“{}”", short(name));
            issues.push(wrong(
                "liaison",
                Issue::new("unknown_name", zh, "there is no such user"),
            ));
            None
        }
        (Some(_), Some(_)) => {
            let zh = format!("有多个用户名为“{}”，请在企业页面指定", short(name));
            issues.push(wrong(
                "liaison",
                Issue::new("ambiguous", zh, "names several users"),
            ));
            None
        }
    }
}
