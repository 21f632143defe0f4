//! Whom a mail reaches is looked at when it leaves: accounts and addresses change while it waits.

use serde_json::Value;
use zhuqi::mail::rules::State;

use super::server::Server;
use super::*;
use crate::both;
use crate::harness::people::Person;

/// The mail that was queued for an address, as the outbox shows it.
async fn shown(app: &App, queued_for: &str) -> Value {
    let list = app
        .people
        .coordinator
        .get("/outbox?limit=200")
        .await
        .expect(200);
    let items = list["items"].as_array().unwrap();
    let of = |mail: &&Value| {
        mail["queued_for"] == queued_for
            || (mail["queued_for"].is_null() && mail["recipient"] == queued_for)
    };
    items
        .iter()
        .find(of)
        .unwrap_or_else(|| panic!("{list}"))
        .clone()
}

async fn change(app: &App, who: &Person, body: Value) {
    app.people
        .admin
        .patch(&format!("/users/{}", who.id), body)
        .await
        .expect(200);
}

both! {
    async fn a_changed_address_gets_what_was_queued_for_the_one_before(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let (old, new) = (format!("department1@{domain}"), format!("new@{domain}"));
        dispatched(&app).await;
        change(&app, &app.people.department, json!({"email": new})).await;
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        let to: Vec<String> = server.taken(&domain).into_iter().flat_map(|one| one.to).collect();
        assert!(to.contains(&new) && !to.contains(&old), "{to:?}");
        let mail = shown(&app, &old).await;
        assert_eq!((&mail["recipient"], &mail["queued_for"]), (&json!(new), &json!(old)));
        assert_eq!(mail["state"], "sent");
    }

    async fn an_account_that_is_switched_off_or_works_elsewhere_gets_nothing(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let (off, moved) = (format!("coordinator2@{domain}"), format!("department1@{domain}"));
        let id = dispatched(&app).await;
        act(&app.people.department, id, "accept", json!({})).await;
        act(&app.people.department, id, "return", json!({"reason": "非本单位职责"})).await;
        change(&app, &app.people.coordinator2, json!({"active": false})).await;
        change(&app, &app.people.department, json!({"department_id": app.people.other_department_id})).await;
        let worker = worker(&app, &server.url("plain"));
        worker.send_due().await.unwrap();
        let to: Vec<String> = server.taken(&domain).into_iter().flat_map(|one| one.to).collect();
        assert!(!to.is_empty() && !to.contains(&off) && !to.contains(&moved), "{to:?}");
        for (address, why) in [(&off, "未发送：收件账号已停用"), (&moved, "未发送：收件人的角色或单位已变更")] {
            let mail = shown(&app, address).await;
            assert_eq!((&mail["state"], &mail["last_answer"]), (&json!("parked"), &json!(why)));
            assert_eq!((&mail["attempts"], &mail["sent_at"]), (&json!(0), &Value::Null));
        }
        // Switched on again, it can be sent after all; the other one still can't.
        change(&app, &app.people.coordinator2, json!({"active": true})).await;
        app.people.admin.post("/outbox/resend_parked", json!({})).await.expect(200);
        worker.send_due().await.unwrap();
        assert_eq!(shown(&app, &off).await["state"], "sent");
        assert_eq!(shown(&app, &moved).await["state"], "parked");
    }

    async fn a_notice_address_that_a_department_gave_up_gets_nothing(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let (kept, gone) = (format!("kept@{domain}"), format!("gone@{domain}"));
        only_notices(&app, &[&gone, &kept]);
        dispatched(&app).await;
        let path = format!("/departments/{}", app.people.department_id);
        app.people.coordinator.patch(&path, json!({"notice_emails": [kept]})).await.expect(200);
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        let to: Vec<String> = server.taken(&domain).into_iter().flat_map(|one| one.to).collect();
        assert_eq!(to, std::slice::from_ref(&kept));
        let row = row_to(&app, &gone);
        assert_eq!((row.state, row.last_answer.as_deref()), (State::Parked, Some("未发送：该地址已不是收件单位的通知邮箱")));
    }

    async fn mails_that_go_to_nobody_hold_up_no_other(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let mut all: Vec<String> = (0..19).map(|n| format!("gone{n}@{domain}")).collect();
        all.push(format!("last@{domain}"));
        only_notices(&app, &all.iter().map(String::as_str).collect::<Vec<_>>());
        dispatched(&app).await;
        let path = format!("/departments/{}", app.people.department_id);
        app.people.coordinator.patch(&path, json!({"notice_emails": [all[19]]})).await.expect(200);
        assert_eq!(worker(&app, &server.url("plain")).send_due().await.unwrap(), 1);
        assert_eq!(row_to(&app, &all[19]).state, State::Sent);
    }

    async fn a_mail_from_before_the_upgrade_leaves_as_it_was_queued(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        dispatched(&app).await;
        run_sql(&app, "UPDATE outbox SET user_id = NULL, standing = NULL, department_id = NULL".into());
        change(&app, &app.people.department, json!({"email": format!("new@{domain}")})).await;
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        assert_eq!(row_to(&app, &format!("department1@{domain}")).state, State::Sent);
    }
}
