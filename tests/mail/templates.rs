//! An administrator's own wording: used, tried at start, and given up for a letter it fails on.

use zhuqi::mail::actions::keep_templates;

use super::*;
use crate::both;

fn bodies(app: &App) -> (String, String) {
    app.db
        .read_blocking(|conn| {
            Ok(outbox::table
                .order(outbox::id.desc())
                .select((outbox::body_text, outbox::body_html))
                .first(conn)?)
        })
        .unwrap()
}

fn put(app: &App, name: &str, source: &str) -> Result<(), String> {
    let folder = app.database.folder.join("templates");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), source).unwrap();
    keep_templates(&app.db, &app.database.folder)
}

both! {
    async fn own_templates_are_used_from_the_next_letter_on(app) {
        put(&app, "notice.txt", "高新区通知 {{ number }} {{ title }} {{ recipient }} {{ ask }} {{ word }} {{ link }}{% for fact in facts %} {{ fact.label }}={{ fact.value }}{% endfor %}").unwrap();
        put(&app, "notice.html", "<p>高新区 {{ number }} {{ title }}</p>").unwrap();
        dispatched(&app).await;
        let (text, html) = bodies(&app);
        assert!(text.starts_with("高新区通知 SH-2021-001 担心后续用电得不到保障 department1同志"), "{text}");
        assert!(text.contains("期限=2021-08-11") && text.contains("/problems/1"), "{text}");
        assert_eq!(html, "<p>高新区 SH-2021-001 担心后续用电得不到保障</p>");
        std::fs::remove_dir_all(app.database.folder.join("templates")).unwrap();
        keep_templates(&app.db, &app.database.folder).unwrap();
        dispatched(&app).await;
        assert!(bodies(&app).0.contains("【派单】SH-2021-002"), "without files the shipped ones");
    }

    async fn a_broken_one_is_refused_at_start_by_its_name_and_changes_nothing(app) {
        put(&app, "notice.txt", "本区 {{ number }} {{ title }}").unwrap();
        for (name, broken) in [
            ("notice.txt", "{{ number "),
            ("notice.txt", "{{ number }} only"),
            ("notice.html", "{{ number }} {{ title }} {{ contacts }}"),
        ] {
            let told = put(&app, name, broken).unwrap_err();
            assert!(told.contains(name), "{told}");
            assert_eq!(told.lines().count(), 1, "{told}");
            std::fs::remove_file(app.database.folder.join("templates").join(name)).unwrap();
        }
        dispatched(&app).await;
        assert!(bodies(&app).0.starts_with("本区 SH-2021-001"), "the ones kept before stay");
    }

    async fn one_that_fails_on_a_letter_gives_way_to_the_shipped_one_and_the_move_goes_on(app) {
        // At the trial there is one fact; a dispatch has another as its first.
        put(&app, "notice.txt", "{{ number }} {{ title }}{% if facts[0].label != '期限' %}{{ facts[9].value }}{% endif %}").unwrap();
        dispatched(&app).await;
        assert!(bodies(&app).0.contains("【派单】SH-2021-001 担心后续用电得不到保障"));
    }
}
