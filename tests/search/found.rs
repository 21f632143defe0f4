//! What is found, in which order, and how it is shown.

use super::*;
use crate::both;
use crate::problems::act;

/// Marks what was found in a text of the first thing.
fn marked(answer: &Value, field: &str) -> String {
    let highlights = answer["items"][0]["highlights"].as_array().unwrap();
    let one = highlights.iter().find(|one| one["field"] == field);
    let one = one.unwrap_or_else(|| panic!("{answer:#}"));
    let parts = one["segments"].as_array().unwrap().iter();
    let parts = parts.map(|part| match part["found"].as_bool().unwrap() {
        true => format!("[{}]", part["text"].as_str().unwrap()),
        false => part["text"].as_str().unwrap().to_owned(),
    });
    parts.collect()
}

both! {
    async fn a_part_of_any_text_finds_a_problem(app) {
        let people = &app.people;
        let id = file(&app, "担心后续氢燃料供应", json!({"description": "厂区㶲效率偏低，ＡＢ－１２ 号高压10kV线路常跳闸。",
            "source": "hotline", "source_reference": "热线[2021]77号",
            "dispatch": {"lead_department_id": people.department_id}})).await;
        act(&people.department, id, "accept", json!({})).await;
        act(&people.department, id, "resolve", json!({"outcome": "solved", "resolution": "已纳入“井井通”方案"})).await;
        file(&app, "招工难", json!({})).await;
        index(&app.db);
        for q in ["氢", "燃料", "氢燃料", "后续氢燃料供应", "㶲效", "AB12", "ａｂ-12", "b1", "10KV", "kv线路", "井井通方案", "2021]77",
            "农庄 燃料", "聚合 跳闸 井通", "燃料，跳闸", "SH-2021-001", "sh2021001", "ＳＨ－２０２１－００１", "001", "2021-001"] {
            assert_eq!(finds(&people.coordinator, q).await, ["SH-2021-001"], "{q}");
        }
        for q in ["电燃", "燃料 水", "线路跳", "偏低AB", "1001", "021-00"] {
            assert_eq!(finds(&people.coordinator, q).await, [] as [&str; 0], "{q}");
        }
    }

    async fn operators_of_the_databases_are_no_operators(app) {
        let people = &app.people;
        file(&app, "用电OR用水near厂区", json!({})).await;
        index(&app.db);
        let all = ["SH-2021-001"];
        for q in ["用电 OR 用水", "NEAR(用电)", "用电*", "\"用电\"", "用电 & 用水", "用电:*", "-用电", "title:", "1用电", "用电'--", "(用电", "用电\\", "%用电_", "^用电",
            "<b>用电</b>", "n001", "{用电}:+", "用电 NOT 用水"] {
            let found = finds(&people.coordinator, q).await;
            // What is a word of its own has to be found like any other.
            let is_more = ["NEAR(用电)", "title:", "1用电", "<b>用电</b>", "n001", "用电 NOT 用水"].contains(&q);
            assert_eq!(found, if is_more { &all[..0] } else { &all[..] }, "{q}");
        }
        for q in ["%", "_", "*", "\"\"", "&|!", "()", "' '"] {
            let path = format!("/search?{}", query(&[("q", q)]));
            let told = people.coordinator.get(&path).await.refused(422, "request.invalid");
            assert_eq!((&told["errors"][0]["pointer"], &told["errors"][0]["code"]), (&json!("/q"), &json!("required")), "{q}");
        }
    }

    async fn what_was_found_is_marked_where_it_stands(app) {
        let people = &app.people;
        file(&app, "担心后续用电得不到保障", json!({"description": format!("{}变压器容量不足{}", "前".repeat(100), "后".repeat(100))})).await;
        index(&app.db);
        let found = search(&people.park, "容量 用电 农庄 001").await;
        let one = &found["items"][0];
        assert_eq!(one["matched_in"], json!(["number", "title", "enterprise", "description"]));
        assert_eq!(marked(&found, "number"), "SH-2021-[001]");
        assert_eq!(marked(&found, "title"), "担心后续[用电]得不到保障");
        assert_eq!(marked(&found, "enterprise"), "聚合庄生态[农庄]");
        assert_eq!(marked(&found, "description"), format!("…{}变压器[容量]不足{}…", "前".repeat(13), "后".repeat(60)));
        assert_eq!((&one["kind"], &one["status"], &one["title"], &one["enterprise"]),
            (&json!("problem"), &json!("reported"), &json!("担心后续用电得不到保障"), &json!("聚合庄生态农庄")));
    }

    async fn an_enterprise_is_found_by_name_initials_code_and_what_it_does(app) {
        let people = &app.people;
        let path = format!("/enterprises/{}", people.enterprise_id);
        people.park.patch(&path, json!({"credit_code": "91350100M000100Y43", "industry": "现代农业", "tags": ["专精特新"]})).await.expect(200);
        index(&app.db);
        for q in ["聚合庄", "jhzst", "JHZ", "91350100", "0100y43", "农业", "专精"] {
            let found = search(&people.park, q).await;
            assert_eq!((&found["items"][0]["kind"], &found["items"][0]["title"], &found["items"][0]["number"]),
                (&json!("enterprise"), &json!("聚合庄生态农庄"), &json!("91350100M000100Y43")), "{q}: {found}");
        }
        let path = format!("/search?{}", query(&[("q", "农"), ("kind", "problem")]));
        assert_eq!(people.park.get(&path).await.expect(200)["items"], json!([]));
    }

    async fn numbers_come_first_then_titles_then_names_then_texts(app) {
        let people = &app.people;
        file(&app, "道路不畅", json!({"description": "第4号路口"})).await; // 001
        file(&app, "招工难", json!({"description": "农庄用电也不足"})).await; // 002
        file(&app, "用电不足", json!({})).await; // 003
        file(&app, "排水", json!({})).await; // 004
        file(&app, "用电安全", json!({})).await; // 005
        index(&app.db);
        assert_eq!(finds(&people.park, "用电").await, ["SH-2021-005", "SH-2021-003", "SH-2021-002"]);
        assert_eq!(finds(&people.park, "4").await, ["SH-2021-004", "SH-2021-001"]);
        // The enterprise itself, then what is of it.
        assert_eq!(finds(&people.park, "农庄").await[..2], ["聚合庄生态农庄", "SH-2021-005"]);
        assert_eq!(finds(&people.park, "农庄").await.len(), 6);
        // Every number of the year begins with it; what is inside of the year is none of its parts.
        assert_eq!(finds(&people.park, "2021").await.len(), 5);
        assert_eq!(finds(&people.park, "021").await, [] as [&str; 0]);
    }

    async fn pages_follow_each_other_without_gaps(app) {
        let people = &app.people;
        for n in 0..9 {
            let (title, text) = if n % 2 == 0 { ("用电", "") } else { ("排水", "用电也不足") };
            file(&app, title, json!({"description": text})).await;
        }
        index(&app.db);
        let whole = finds(&people.park, "用电").await;
        assert_eq!(whole, [9, 7, 5, 3, 1, 8, 6, 4, 2].map(|n| format!("SH-2021-00{n}")));
        for limit in ["1", "2", "3", "4", "5", "8"] {
            let (mut pieces, mut cursor, mut pages) = (vec![], None::<String>, 0);
            loop {
                let mut asked = vec![("q", "用电"), ("limit", limit)];
                asked.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
                let page = people.park.get(&format!("/search?{}", query(&asked))).await.expect(200);
                pieces.extend(numbers(&page));
                pages += 1;
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = Some(next.to_owned()),
                    None => break,
                }
            }
            assert_eq!(pieces, whole, "{limit}");
            assert_eq!(pages, 9_usize.div_ceil(limit.parse().unwrap()), "{limit}");
        }
    }

    async fn pairs_that_stand_apart_are_no_word(app) {
        let people = &app.people;
        for _ in 0..3 {
            file(&app, "电力中断，力中有电", json!({})).await;
        }
        file(&app, "电力中有余", json!({})).await;
        index(&app.db);
        assert_eq!(finds(&people.park, "电力中有").await, ["SH-2021-004"]);
    }
}
