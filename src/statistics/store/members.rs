//! The members a grouping lists, those that have nothing included.

use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{
    categories, departments, enterprises, parks, problem_states, problems,
};
use crate::statistics::rules::asked::CountScope;
use crate::statistics::rules::row::Member;

/// Every park, department, category or enterprise within reach; names are today's.
type Named = (i64, String, bool);

fn members(rows: Vec<Named>) -> Vec<Member> {
    rows.into_iter()
        .map(|(id, name, active)| Member::new(id.to_string(), name, active))
        .collect()
}

pub fn parks(conn: &mut Conn, reach: CountScope) -> Result<Vec<Member>> {
    let mut query = parks::table.into_boxed();
    if let CountScope::Park(id) = reach {
        query = query.filter(parks::id.eq(id));
    }
    let columns = (parks::id, parks::name, parks::active);
    Ok(members(query.order(parks::id).select(columns).load(conn)?))
}

pub fn departments(conn: &mut Conn, reach: CountScope) -> Result<Vec<Member>> {
    let mut query = departments::table.into_boxed();
    if let CountScope::Department(id) = reach {
        query = query.filter(departments::id.eq(id));
    }
    let rows: Vec<(i64, String, bool, Option<String>)> = query
        .order(departments::id)
        .select((
            departments::id,
            departments::name,
            departments::active,
            departments::peer_group,
        ))
        .load(conn)?;
    let member = |(id, name, active, peer_group): (i64, _, _, _)| Member {
        peer_group,
        ..Member::new(id.to_string(), name, active)
    };
    Ok(rows.into_iter().map(member).collect())
}

pub fn categories(conn: &mut Conn) -> Result<Vec<Member>> {
    let columns = (categories::id, categories::name, categories::active);
    let rows = categories::table.order(categories::id).select(columns);
    Ok(members(rows.load(conn)?))
}

/// A department is told of no enterprises but those of the problems it leads, confidential ones
/// aside: they have something in its table, so they are named there, and the others are not listed.
pub fn enterprises(conn: &mut Conn, reach: CountScope) -> Result<Vec<Member>> {
    let mut query = enterprises::table.into_boxed();
    match reach {
        CountScope::Everything => {}
        CountScope::Park(id) => {
            let moved_here = problem_states::table
                .filter(problem_states::park_id.eq(id))
                .select(problem_states::enterprise_id.assume_not_null());
            let here = enterprises::park_id.eq(id);
            query = query.filter(here.or(enterprises::id.eq_any(moved_here)));
        }
        CountScope::Department(id) => {
            let hidden = problems::table
                .filter(problems::confidential)
                .select(problems::id);
            let led = problem_states::table
                .filter(problem_states::lead_department_id.eq(id))
                .filter(problem_states::enterprise_id.is_not_null())
                .filter(problem_states::problem_id.ne_all(hidden))
                .select(problem_states::enterprise_id.assume_not_null());
            query = query.filter(enterprises::id.eq_any(led));
        }
    }
    let columns = (enterprises::id, enterprises::name, enterprises::active);
    Ok(members(
        query.order(enterprises::id).select(columns).load(conn)?,
    ))
}
