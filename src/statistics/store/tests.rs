//! The counts on hand-made stretches of the ledger, on both databases.

#![allow(clippy::unwrap_used)]

use chrono::{NaiveDate, Weekday};
use diesel::connection::SimpleConnection;

use crate::base::answers::Answers;
use crate::base::db::{Conn, DatabaseUrl, Db};
use crate::problems::rules::words::{Level, Outcome, Severity, Source, Status};
use crate::problems::store::{StateRow, note_state};
use crate::statistics::actions::{Table, ask, table};
use crate::statistics::rules::asked::{Context, CountScope, Raw};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A fresh SQLite database, and a fresh PostgreSQL one where a server is named.
fn databases(name: &str) -> Vec<Db> {
    let file = std::env::temp_dir().join(format!("zhuqi-{name}-{}.db", std::process::id()));
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
    let mut urls = vec![format!("sqlite://{}", file.display())];
    if let Ok(server) = std::env::var("ZHUQI_TEST_POSTGRES") {
        let made = format!("{name}_{}", std::process::id());
        let admin = Db::open(&DatabaseUrl::parse(&server).unwrap());
        drop(admin);
        let mut conn = <diesel::PgConnection as diesel::Connection>::establish(&server).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {made}"))
            .unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        urls.push(format!("{base}/{made}"));
    }
    urls.iter()
        .map(|url| Db::open(&DatabaseUrl::parse(url).unwrap()).unwrap())
        .collect()
}

fn exec(conn: &mut Conn, sql: &str) {
    conn.batch_execute(sql).unwrap();
}

fn state(problem: i64, status: Status) -> StateRow {
    StateRow {
        problem_id: problem,
        round: 1,
        is_current: true,
        status,
        outcome: None,
        park_id: 1,
        enterprise_id: None,
        category_id: None,
        severity: Severity::Ordinary,
        level: Level::District,
        source: Source::Visit,
        lead_department_id: None,
        reported_on: day("2021-08-02"),
        due_on: None,
        original_due_on: None,
        resolved_on: None,
        resolved_department_id: None,
        resolved_due_on: None,
        sent_back: false,
        confirmed: false,
        contradicted: false,
        reached: false,
        satisfaction: None,
        returned: 0,
        extended: 0,
        reopened: 0,
        supervised: 0,
        accept_due_on: None,
        accepted_on: None,
    }
}

fn fill(conn: &mut Conn) {
    let at = "'2021-08-01 00:00:00'";
    for (id, code) in [(1, "SH"), (2, "CX")] {
        exec(
            conn,
            &format!(
                "INSERT INTO parks (id, code, name, kind, active, created_at, updated_at, version) \
                 VALUES ({id}, '{code}', 'park {id}', 'park', TRUE, {at}, {at}, 1)"
            ),
        );
        exec(
            conn,
            &format!(
                "INSERT INTO departments (id, name, kind, notice_emails, active, created_at, \
                 updated_at, version) VALUES ({id}, 'dept {id}', 'utility', '[]', TRUE, {at}, {at}, 1)"
            ),
        );
    }
    for id in 1..=4 {
        exec(
            conn,
            &format!(
                "INSERT INTO problems (id, number, title, title_key, description, park_id, source, \
                 severity, level, status, round, raised_on, reported_on, reported_at, \
                 returned_count, reopened_count, extended_count, supervised_count, facts, active, \
                 created_at, updated_at, version) VALUES ({id}, 'SH-{id}', 't', 't', '', 1, 'visit', \
                 'ordinary', 'district', 'reported', 1, '2021-08-02', '2021-08-02', {at}, \
                 0, 0, 0, 0, '{{}}', TRUE, {at}, {at}, 1)"
            ),
        );
    }
    // 1: reported in W31, dispatched to 1, resolved late in W32, reopened in W33 for 2.
    note_state(conn, day("2021-08-02"), &state(1, Status::Reported)).unwrap();
    let lead = StateRow {
        lead_department_id: Some(1),
        due_on: Some(day("2021-08-06")),
        original_due_on: Some(day("2021-08-06")),
        accept_due_on: Some(day("2021-08-04")),
        accepted_on: Some(day("2021-08-03")),
        ..state(1, Status::InProgress)
    };
    note_state(conn, day("2021-08-03"), &lead).unwrap();
    let resolved = StateRow {
        status: Status::Resolved,
        outcome: Some(Outcome::Solved),
        resolved_on: Some(day("2021-08-10")),
        resolved_department_id: Some(1),
        resolved_due_on: Some(day("2021-08-06")),
        reached: true,
        satisfaction: Some(2),
        ..lead.clone()
    };
    note_state(conn, day("2021-08-10"), &resolved).unwrap();
    let first = StateRow {
        is_current: false,
        sent_back: true,
        reopened: 1,
        ..resolved
    };
    note_state(conn, day("2021-08-16"), &first).unwrap();
    let second = StateRow {
        round: 2,
        lead_department_id: Some(2),
        reopened: 1,
        due_on: Some(day("2021-08-20")),
        original_due_on: Some(day("2021-08-20")),
        ..state(1, Status::InProgress)
    };
    note_state(conn, day("2021-08-16"), &second).unwrap();
    // 2: on the spot in W31. 3: rejected in W32. 4: reported in W32 in the other park.
    let spot = StateRow {
        outcome: Some(Outcome::Solved),
        resolved_on: Some(day("2021-08-02")),
        ..state(2, Status::Resolved)
    };
    note_state(conn, day("2021-08-02"), &spot).unwrap();
    note_state(conn, day("2021-08-02"), &state(3, Status::Reported)).unwrap();
    note_state(conn, day("2021-08-09"), &state(3, Status::Rejected)).unwrap();
    let other = StateRow {
        park_id: 2,
        reported_on: day("2021-08-11"),
        ..state(4, Status::Reported)
    };
    note_state(conn, day("2021-08-11"), &other).unwrap();
}

fn counted(conn: &mut Conn, pairs: &[(&str, &str)], reach: CountScope) -> Table {
    let value = |name: &str| {
        let found = pairs.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let raw = Raw {
        as_of: value("as_of"),
        from: value("from"),
        to: value("to"),
        group_by: value("group_by"),
        ..Raw::default()
    };
    let context = Context {
        today: day("2021-08-18"),
        week_starts_on: Weekday::Mon,
        reach,
    };
    let asked = ask(conn, &raw, &context).unwrap();
    table(conn, &asked, &Answers::default()).unwrap()
}

#[test]
fn a_week_counts_what_came_about_in_it_and_balances() {
    for db in databases("stats_week") {
        db.write_blocking(|conn| {
            fill(conn);
            Ok(())
        })
        .unwrap();
        db.read_blocking(|conn| {
            let week = [("as_of", "2021-08-15"), ("from", "2021-08-09")];
            let row = counted(conn, &week, CountScope::Everything).totals;
            assert_eq!((row.counts.collected, row.counts.solved), (3, 2));
            assert_eq!((row.counts.rejected, row.counts.outstanding), (1, 1));
            let period = row.period;
            assert_eq!((period.carried_in, period.reported), (2, 1));
            assert_eq!((period.put_back, period.settled), (0, 1));
            assert_eq!((period.excluded, period.carried_out), (1, 1));
            assert_eq!((period.counts.collected, period.counts.solved), (1, 1));
            assert_eq!((period.due, period.on_time), (1, 0));
            assert_eq!(row.rates.satisfaction.percent.as_deref(), Some("0.0"));
            assert_eq!(row.rates.follow_up.denominator, 2);
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn groups_are_as_the_events_up_to_the_day_left_them() {
    for db in databases("stats_groups") {
        db.write_blocking(|conn| {
            fill(conn);
            Ok(())
        })
        .unwrap();
        db.read_blocking(|conn| {
            let by = |conn: &mut Conn, as_of, group| {
                let pairs = [("as_of", as_of), ("group_by", group)];
                counted(conn, &pairs, CountScope::Everything).rows
            };
            let before = by(conn, "2021-08-15", "department");
            assert_eq!(before[0].counts.solved, 1);
            assert_eq!(before[2].key.department_id, Some(None));
            let after = by(conn, "2021-08-17", "department");
            assert_eq!(
                (after[0].counts.solved, after[1].counts.outstanding),
                (0, 1)
            );
            // The first round's lateness stays with who was late.
            assert_eq!((after[0].period.due, after[0].period.on_time), (1, 0));
            assert_eq!(after[1].counts.reopened, 1);
            for group in [
                "park", "category", "level", "source", "severity", "week", "month",
            ] {
                let rows = by(conn, "2021-08-18", group);
                let sum: i64 = rows.iter().map(|row| row.counts.collected).sum();
                assert_eq!(sum, 3, "{group}");
            }
            let weeks = by(conn, "2021-08-18", "week");
            assert_eq!(weeks.last().unwrap().key.week.as_deref(), Some("2021-W33"));
            let alone = counted(
                conn,
                &[("group_by", "department")],
                CountScope::Department(2),
            );
            assert_eq!(alone.rows.len(), 1);
            assert_eq!(alone.totals.counts.collected, 1);
            assert_eq!(alone.totals.sentence, None);
            let park = counted(conn, &[], CountScope::Park(2)).totals;
            assert!(
                park.sentence
                    .unwrap()
                    .starts_with("park 2工作人员共走访企业0次，收集问题1个")
            );
            Ok(())
        })
        .unwrap();
    }
}
