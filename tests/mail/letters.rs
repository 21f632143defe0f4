//! What a reader's program makes of a mail, and what can't be smuggled into one.

use serde_json::json;
use zhuqi::mail::rules::State;

use super::server::Server;
use super::*;
use crate::both;
use crate::problems::id_of;

both! {
    async fn number_and_title_are_readable_in_subject_and_both_bodies(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        only_notices(&app, &[&format!("dian@{domain}")]);
        // Longer than a line of a mail, with what HTML has to escape.
        let title = format!("担心后续用电得不到保障<b>&{}", "电".repeat(170));
        let body = json!({"title": title, "enterprise_id": app.people.enterprise_id,
            "dispatch": {"lead_department_id": app.people.department_id, "meet_at": "2021-08-03T10:00:00+08:00",
                "place": "农庄东门", "note": "请携带\n图纸"}});
        app.people.park.post("/problems", body).await.expect(201);
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        let taken = server.taken(&domain);
        let mail = &taken[0];
        assert!(mail.raw.is_ascii(), "every old server can carry it");
        assert!(mail.raw.lines().all(|line| line.len() <= 998));
        assert_eq!(mail.header("Subject"), format!("[SH-2021-001] 派单：{title}"));
        assert_eq!(mail.header("From"), "助企平台 <zhuqi@zhuqi.example>");
        assert_eq!(mail.header("To"), format!("华辰电力公司 <dian@{domain}>"));
        assert!(mail.header("Date").starts_with("Mon, 02 Aug 2021 01:00:00"), "{}", mail.header("Date"));
        let [text, html] = mail.bodies();
        let escaped = title.replace('<', "&lt;").replace('>', "&gt;").replace('&', "&amp;").replace("&amp;lt;", "&lt;").replace("&amp;gt;", "&gt;");
        assert!(text.contains(&format!("SH-2021-001 {title}")), "{text}");
        assert!(html.contains(&format!("SH-2021-001 {escaped}")), "{html}");
        for part in ["农庄东门", "2021-08-03 10:00", "图纸", "2021-08-11", "park1同志", "请在期限内签收并办理。"] {
            assert!(text.contains(part) && html.contains(part), "{part} in\n{text}\n{html}");
        }
        assert!(text.contains("http://127.0.0.1:8080/problems/1"), "links begin with the public address");
    }

    async fn all_mails_of_a_problem_are_one_thread_and_each_has_an_id_of_its_own(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let (one, other) = (dispatched(&app).await, dispatched(&app).await);
        for id in [one, other] {
            act(&app.people.coordinator, id, "supervise", json!({"kind": "urge", "text": "请加快"})).await;
        }
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        let taken = server.taken(&domain);
        let mut ids: Vec<_> = taken.iter().map(|mail| mail.header("Message-ID")).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), rows(&app).len());
        for mail in taken {
            let of = if mail.header("Subject").contains("-001]") { one } else { other };
            let thread = format!("<problem-{of}@127.0.0.1>");
            assert_eq!((mail.header("References"), mail.header("In-Reply-To")), (thread.clone(), thread));
            assert_eq!(mail.to.len(), 1, "nobody sees who else was told");
        }
    }

    async fn line_breaks_in_names_and_titles_are_refused(app) {
        let people = &app.people;
        for evil in ["华辰\r\nBcc: x@evil.example", "华辰\nx", "华辰\rx", "华辰\0x"] {
            let title = json!({"title": evil, "enterprise_id": people.enterprise_id});
            people.park.post("/problems", title).await.expect(422);
            let department = json!({"name": evil, "kind": "utility"});
            people.coordinator.post("/departments", department).await.expect(422);
            let address = json!({"notice_emails": [format!("a@b.example{evil}")]});
            people.coordinator.patch(&format!("/departments/{}", people.department_id), address).await.expect(422);
            let name = json!({"display_name": evil});
            people.admin.patch(&format!("/users/{}", people.park2.id), name).await.expect(422);
            let address = json!({"email": format!("a@b.example{evil}")});
            people.admin.patch(&format!("/users/{}", people.park2.id), address).await.expect(422);
        }
    }

    async fn a_line_break_that_got_in_all_the_same_is_parked_and_never_sent(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        only_notices(&app, &[&format!("dian@{domain}")]);
        let id = app.people.department_id;
        let (cr, lf) = if app.db.is_sqlite() { ("char(13)", "char(10)") } else { ("chr(13)", "chr(10)") };
        run_sql(&app, format!("UPDATE departments SET name = name || {cr} || {lf} || 'Bcc: x@{domain}' WHERE id = {id}"));
        dispatched(&app).await;
        let row = row_to(&app, &format!("dian@{domain}"));
        assert_eq!(row.state, State::Parked);
        assert_eq!(row.last_answer.as_deref(), Some("refused: a header would hold a line break"));
        app.people.admin.post(&format!("/outbox/{}/resend", row.id), json!({})).await.expect(200);
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        assert_eq!(row_to(&app, &format!("dian@{domain}")).state, State::Parked);
        assert!(server.taken(&domain).is_empty());
    }

    async fn nothing_of_contacts_gets_into_mail(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let people = &app.people;
        let contacts = json!({"contacts": [{"name": "赵联系人", "phone": "13800001234", "email": "zhao@farm.example", "position": "场长职务"}]});
        people.park.patch(&format!("/enterprises/{}", people.enterprise_id), contacts).await.expect(200);
        let body = json!({"title": "用电", "enterprise_id": people.enterprise_id,
            "dispatch": {"lead_department_id": people.department_id}});
        let id = id_of(&people.park.post("/problems", body).await.expect(201));
        act(&people.coordinator, id, "reject", json!({"reason": "不属受理范围", "told_by": "钱告知人"})).await;
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        let taken = server.taken(&domain);
        assert!(taken.len() >= 4);
        for mail in taken {
            let whole = mail.bodies().join("") + &mail.header("Subject");
            for secret in ["赵联系人", "1380000", "1234", "zhao@", "场长职务"] {
                assert!(!whole.contains(secret), "{secret} in\n{whole}");
            }
        }
    }
}
