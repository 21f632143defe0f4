//! The audit trail: sealed in order, read by the auditor, and broken nowhere unnoticed.

use diesel::connection::SimpleConnection;
use serde_json::json;
use zhuqi::audit::{self, Verdict};

use crate::both;
use crate::harness::App;

async fn three_records(app: &App) {
    for code in ["A1", "A2", "A3"] {
        let body = json!({"code": code, "name": format!("{code}园"), "kind": "park"});
        app.people.admin.post("/parks", body).await.expect(201);
    }
    app.db.write(audit::seal).await.unwrap();
}

async fn three_more(app: &App) {
    for code in ["B1", "B2", "B3"] {
        let body = json!({"code": code, "name": format!("{code}园"), "kind": "park"});
        app.people.admin.post("/parks", body).await.expect(201);
    }
    app.db.write(audit::seal).await.unwrap();
}

/// Changes the trail as somebody with the database in hands could: triggers dropped first.
fn tamper(app: &App, sql: &'static str) {
    // IF EXISTS: a test may tamper twice.
    let sqlite = app.db.is_sqlite();
    app.db
        .write_blocking(move |conn| {
            for table in ["audit_records", "audit_seals"] {
                let drop = if sqlite {
                    format!("DROP TRIGGER IF EXISTS {table}_no_update; DROP TRIGGER IF EXISTS {table}_no_delete;")
                } else {
                    format!("ALTER TABLE {table} DISABLE TRIGGER USER;")
                };
                conn.batch_execute(&drop)?;
            }
            Ok(conn.batch_execute(sql)?)
        })
        .unwrap();
}

fn verdict(app: &App) -> Verdict {
    app.db.read_blocking(audit::verify).unwrap()
}

both! {
    async fn the_auditor_reads_sealed_records(app) {
        three_records(&app).await;
        let trail = app.people.auditor.get("/audit?action=park.create&count=true").await.expect(200);
        assert_eq!(trail["total"], 3);
        assert_eq!(trail["items"][0]["data"]["code"], "A3");
        assert_eq!(trail["items"][0]["actor_role"], "admin");
        let Verdict::Whole { head, .. } = verdict(&app) else { panic!() };
        assert_eq!(trail["items"][0]["hash"], json!(head));
        app.people.admin.get("/audit").await.refused(403, "access.not_yours");
    }

    async fn the_trail_is_asked_by_name_target_and_action(app) {
        three_records(&app).await;
        let auditor = &app.people.auditor;
        let total = async |query: &str| auditor.get(&format!("/audit?count=true&{query}")).await.expect(200)["total"].clone();
        let id = auditor.get("/audit?action=park.create&limit=1").await.expect(200)["items"][0]["target_id"].clone();
        for (query, count) in [("actor=admin1", 3), ("actor=min1同", 3), ("actor=%25", 0), ("actor=park", 0),
            ("target=park", 3), ("target=user", 0), (&format!("target=park&target_id={id}"), 1)] {
            assert_eq!(total(query).await, count, "{query}");
        }
        let actions = auditor.get("/audit/actions").await.expect(200)["items"].clone();
        assert!(actions.as_array().unwrap().contains(&json!("park.create")), "{actions}");
    }

    async fn an_altered_record_breaks_the_chain(app) {
        three_records(&app).await;
        tamper(&app, "UPDATE audit_records SET actor_name = 'somebody else' WHERE data LIKE '%A2%'");
        assert!(matches!(verdict(&app), Verdict::Broken { .. }));
    }

    async fn a_removed_record_breaks_the_chain(app) {
        three_records(&app).await;
        tamper(&app, "DELETE FROM audit_seals WHERE record_id IN (SELECT id FROM audit_records WHERE data LIKE '%A2%'); \
                      DELETE FROM audit_records WHERE data LIKE '%A2%'");
        assert!(matches!(verdict(&app), Verdict::Broken { .. }));
    }

    async fn records_without_a_seal_are_told(app) {
        let unsealed = || match verdict(&app) {
            Verdict::Whole { unsealed, .. } => unsealed,
            broken => panic!("{broken:?}"),
        };
        three_records(&app).await;
        assert_eq!(unsealed(), 0);
        for code in ["C1", "C2"] {
            let body = json!({"code": code, "name": format!("{code}园"), "kind": "park"});
            app.people.admin.post("/parks", body).await.expect(201);
        }
        assert_eq!(unsealed(), 2);
        app.db.write(audit::seal).await.unwrap();
        assert_eq!(unsealed(), 0);
    }

    async fn a_cut_end_is_found_and_stays_found_when_records_follow(app) {
        three_records(&app).await;
        let Verdict::Whole { head, records, .. } = verdict(&app) else { panic!() };
        tamper(&app, "DELETE FROM audit_seals WHERE record_id IN (SELECT id FROM audit_records WHERE data LIKE '%A3%'); \
                      DELETE FROM audit_records WHERE data LIKE '%A3%'");
        let cut = Verdict::Broken { sequence: records, why: "the end of the chain was cut off".to_owned() };
        assert_eq!(verdict(&app), cut);
        let body = json!({"code": "A4", "name": "A4园", "kind": "park"});
        app.people.admin.post("/parks", body).await.expect(201);
        app.db.write(audit::seal).await.unwrap();
        let gap = Verdict::Broken { sequence: records, why: "a seal is missing".to_owned() };
        assert_eq!(verdict(&app), gap);
        assert!(!app.db.read_blocking(|conn| audit::passes_through(conn, &head)).unwrap());
    }

    async fn a_head_printed_earlier_is_still_passed_through(app) {
        three_records(&app).await;
        let printed = app.db.read_blocking(audit::head).unwrap();
        three_more(&app).await;
        let now = app.db.read_blocking(audit::head).unwrap();
        assert_ne!(now, printed);
        for head in [printed, now] {
            assert!(app.db.read_blocking(|conn| audit::passes_through(conn, &head)).unwrap());
        }
        assert!(!app.db.read_blocking(|conn| audit::passes_through(conn, "elsewhere")).unwrap());
    }

    async fn a_record_put_in_between_sealed_ones_is_found(app) {
        // A gap between two sealed records, far enough behind that no late commit can fill it.
        three_records(&app).await;
        if app.db.is_sqlite() {
            tamper(&app, "UPDATE sqlite_sequence SET seq = 20000 WHERE name = 'audit_records'");
        } else {
            tamper(&app, "SELECT setval('audit_records_id_seq', 20000)");
        }
        three_more(&app).await;
        let before = verdict(&app);
        tamper(&app, "INSERT INTO audit_records (id, recorded_at, action, target, data) \
                      VALUES (500, '2021-08-02 01:00:00', 'park.create', 'park', '{}')");
        app.db.write(audit::seal).await.unwrap();
        assert!(matches!(before, Verdict::Whole { .. }));
        let Verdict::Broken { why, .. } = verdict(&app) else { panic!() };
        assert!(why.contains("record 500"), "{why}");
    }

    async fn a_forged_seal_for_a_record_put_in_breaks_the_chain(app) {
        three_records(&app).await;
        tamper(&app, "INSERT INTO audit_records (id, recorded_at, action, target, data) \
                      VALUES (30000, '2021-08-02 01:00:00', 'park.create', 'park', '{}'); \
                      INSERT INTO audit_seals (sequence, record_id, hash) \
                      SELECT MAX(sequence) + 1, 30000, 'forged' FROM audit_seals");
        let Verdict::Broken { why, .. } = verdict(&app) else { panic!() };
        assert_eq!(why, "the record or its seal was altered");
    }
}
