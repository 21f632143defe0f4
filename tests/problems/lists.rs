//! Lists, filters, pages, likeness and what waits for whom.

use serde_json::json;

use super::*;
use crate::both;

async fn numbers(who: &Person, query: &str) -> Vec<String> {
    let list = who.get(&format!("/problems{query}")).await.expect(200);
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|one| one["number"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn a_list_shows_what_one_may_see_and_nothing_else(app) {
        let people = &app.people;
        filed(&app).await;
        app.at("2021-08-02 09:30");
        dispatched(&app).await;
        app.at("2021-08-02 10:00");
        people.other_park.post("/problems", json!({"title": "招工难", "enterprise_id": people.other_enterprise_id})).await.expect(201);
        assert_eq!(numbers(&people.coordinator, "").await, ["CX-2021-001", "SH-2021-002", "SH-2021-001"]);
        assert_eq!(numbers(&people.leader, "?limit=1").await, ["CX-2021-001"]);
        assert_eq!(numbers(&people.park, "").await, ["SH-2021-002", "SH-2021-001"]);
        assert_eq!(numbers(&people.department, "").await, ["SH-2021-002"]);
        assert!(numbers(&people.other_department, "").await.is_empty());
        let counted = people.department.get("/problems?count=true").await.expect(200);
        assert_eq!(counted["total"], 1);
        assert_eq!(counted["items"][0]["enterprise_name"], "聚合庄生态农庄");
    }

    async fn filters_narrow_and_wrong_ones_are_refused(app) {
        let people = &app.people;
        filed(&app).await;
        dispatched(&app).await;
        let who = &people.coordinator;
        let department = people.department_id;
        for (query, found) in [
            ("?status=reported".to_owned(), 1),
            ("?status=reported&status=dispatched".to_owned(), 2),
            (format!("?department_id={department}"), 1),
            ("?title=用电".to_owned(), 2),
            ("?title=100%25".to_owned(), 0),
            ("?number=SH-2021-002".to_owned(), 1),
            ("?light=green".to_owned(), 2),
            ("?overdue=true".to_owned(), 0),
            ("?overdue=false".to_owned(), 2),
            ("?reported_from=2021-08-02&reported_to=2021-08-02".to_owned(), 2),
            ("?reported_to=2021-08-01".to_owned(), 0),
            ("?due_from=2021-08-11&due_to=2021-08-11".to_owned(), 1),
            ("?mine=true".to_owned(), 0),
            ("?sort=due_on".to_owned(), 2),
        ] {
            assert_eq!(numbers(who, &query).await.len(), found, "{query}");
        }
        assert_eq!(numbers(&people.park, "?mine=true").await.len(), 2);
        assert_eq!(numbers(&people.department, "?mine=true").await.len(), 1);
        for query in ["?light=blue", "?park_id=x", "?limit=0", "?limit=201", "?cursor=x", "?sort=title", "?from=2021-01-01"] {
            who.get(&format!("/problems{query}")).await.expect(422);
        }
        app.day("2021-08-12");
        assert_eq!(numbers(who, "?overdue=true").await, ["SH-2021-002"]);
        assert_eq!(numbers(who, "?light=red").await.len(), 2);
    }

    async fn the_search_box_finds_by_title_enterprise_and_number(app) {
        let people = &app.people;
        filed(&app).await;
        dispatched(&app).await;
        let named = |name: &str| json!({"name": name});
        people.other_park.patch(&format!("/enterprises/{}", people.other_enterprise_id), named("天润Ab能源（20%）")).await.expect(200);
        let body = json!({"title": "招工难_一线", "enterprise_id": people.other_enterprise_id});
        people.other_park.post("/problems", body).await.expect(201);
        let site = json!({"title": "道路坑洼１号路", "park_id": people.other_park_id, "site_name": "天润项目部"});
        people.other_park.post("/problems", site).await.expect(201);
        let (one, two) = ("CX-2021-001", "CX-2021-002");
        let farm = ["SH-2021-002", "SH-2021-001"];
        for (text, found) in [
            ("天润", vec![one]),
            (" 天润 ", vec![one]),
            ("润aB", vec![one]),
            ("润ＡＢ", vec![one]),
            ("（20%25）", vec![one]),
            ("0%25）", vec![one]),
            ("1%25）", vec![]),
            ("招工难_", vec![one]),
            ("招工_", vec![]),
            ("%25", vec![one]),
            ("农庄", farm.to_vec()),
            ("用电", farm.to_vec()),
            ("021-002", vec![two, farm[0]]),
            ("０２１－００２", vec![two, farm[0]]),
            ("sh-", farm.to_vec()),
            ("１号路", vec![two]),
            ("1号路", vec![]),
            ("农庄用电", vec![]),
            ("\\", vec![]),
        ] {
            let answer = people.coordinator.get(&format!("/problems?count=true&q={text}")).await.expect(200);
            let numbers: Vec<_> = answer["items"].as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap()).collect();
            let mut sorted = (numbers.clone(), found.clone());
            sorted.0.sort_unstable();
            sorted.1.sort_unstable();
            assert_eq!(sorted.0, sorted.1, "{text}");
            assert_eq!(answer["total"], found.len(), "{text}");
            let file = people.coordinator.download(&format!("/exports/problems?format=csv&columns=number&q={text}")).await;
            let file = String::from_utf8(file.2).unwrap();
            assert_eq!(file.matches("-2021-").count(), found.len(), "{text}: {file}");
        }
        assert_eq!(numbers(&people.park, "?q=农庄").await, farm);
        assert!(numbers(&people.park, "?q=天润").await.is_empty());
        assert_eq!(numbers(&people.department, "?q=农庄").await, ["SH-2021-002"]);
        assert_eq!(numbers(&people.coordinator, "?q=农庄&status=reported").await, ["SH-2021-001"]);
        assert_eq!(numbers(&people.coordinator, "?q=天润&count_of=collected").await, [one]);
    }

    async fn departments_find_no_confidential_problem_by_its_enterprise(app) {
        let people = &app.people;
        let to = json!({"lead_department_id": people.department_id});
        let body = json!({"title": "用电不足", "enterprise_id": people.enterprise_id, "confidential": true, "dispatch": to});
        people.park.post("/problems", body).await.expect(201);
        for (text, found) in [("农庄", 0), ("聚合庄生态农庄", 0), ("用电", 1), ("021-001", 1), ("（保密）", 0)] {
            let answer = people.department.get(&format!("/problems?count=true&q={text}")).await.expect(200);
            assert_eq!((&answer["total"], answer["items"].as_array().unwrap().len()), (&json!(found), found), "{text}");
            let file = people.department.download(&format!("/exports/problems?format=csv&columns=number&q={text}")).await;
            assert_eq!(String::from_utf8(file.2).unwrap().matches("-2021-").count(), found, "{text}");
        }
        assert_eq!(numbers(&people.park, "?q=农庄").await, ["SH-2021-001"]);
        assert_eq!(numbers(&people.leader, "?q=农庄").await, ["SH-2021-001"]);
    }

    async fn ids_that_name_nothing_of_ones_own_are_refused_alike(app) {
        let people = &app.people;
        filed(&app).await;
        dispatched(&app).await;
        for key in ["park_id", "department_id", "enterprise_id", "category_id"] {
            for who in [&people.coordinator, &people.park, &people.department] {
                let errors = who.get(&format!("/problems?{key}=999999")).await.refused(422, "request.invalid");
                assert_eq!((&errors["errors"][0]["pointer"], &errors["errors"][0]["code"]), (&json!(format!("/{key}")), &json!("unknown_id")));
            }
        }
        let (park, enterprise) = (people.other_park_id, people.other_enterprise_id);
        for (who, query, status) in [
            (&people.park, format!("park_id={park}"), 422),
            (&people.park, format!("enterprise_id={enterprise}"), 422),
            (&people.department, format!("enterprise_id={enterprise}"), 422),
            (&people.coordinator, format!("park_id={park}&enterprise_id={enterprise}"), 200),
            (&people.park, format!("park_id={}&enterprise_id={}", people.park_id, people.enterprise_id), 200),
            (&people.department, format!("enterprise_id={}", people.enterprise_id), 200),
        ] {
            who.get(&format!("/problems?{query}")).await.expect(status);
        }
    }

    async fn pages_follow_each_other_in_every_order_without_gaps(app) {
        let people = &app.people;
        for hour in 0..7 {
            app.at(&format!("2021-08-02 1{hour}:00"));
            if hour % 2 == 0 { dispatched(&app).await } else { filed(&app).await };
        }
        for sort in ["-reported_at", "-updated_at", "due_on"] {
            let whole = numbers(&people.park, &format!("?sort={sort}")).await;
            let (mut pieces, mut cursor) = (vec![], String::new());
            loop {
                let page = people.park.get(&format!("/problems?sort={sort}&limit=3{cursor}")).await.expect(200);
                pieces.extend(page["items"].as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap().to_owned()));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(pieces, whole, "{sort}");
            assert_eq!(pieces.len(), 7);
        }
    }

    async fn like_titles_of_the_same_enterprise_come_back_and_refuse_nothing(app) {
        let people = &app.people;
        let first = filed(&app).await;
        let body = json!({"title": "担心用电得不到保障", "enterprise_id": people.enterprise_id});
        let made = people.park.post("/problems", body).await.expect(201);
        assert_eq!(made["similar"], json!([{"id": first, "number": "SH-2021-001", "title": "担心后续用电得不到保障", "status": "reported"}]));
        let body = json!({"title": "融资困难", "enterprise_id": people.enterprise_id});
        assert_eq!(people.park.post("/problems", body).await.expect(201)["similar"], json!([]));
        assert!(shown(&people.park, first).await.get("similar").is_none());
    }

    async fn the_queue_tells_each_what_waits_for_them(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let ask = json!({"until": "2021-08-20", "reason": "等待设备到货"});
        act(&people.department, id, "request_extension", ask).await;
        filed(&app).await;
        dispatched(&app).await;
        resolved(&app, solved()).await;
        let counts = |who: &Person| {
            let who = who.clone();
            async move { who.get("/me/queue").await.expect(200)["counts"].clone() }
        };
        assert_eq!(counts(&people.coordinator).await, json!({"dispatch": 1, "decide_extension": 1, "follow_up": 1}));
        assert_eq!(counts(&people.park).await, json!({"dispatch": 1, "follow_up": 1}));
        assert_eq!(counts(&people.department).await, json!({"accept": 1, "resolve": 1}));
        assert_eq!(counts(&people.auditor).await, json!({}));
    }

    async fn nobodys_queue_holds_what_another_has_to_do(app) {
        let people = &app.people;
        let count = async |who: &Person, kind: &str| {
            who.get("/me/queue").await.expect(200)["counts"][kind].as_i64().unwrap_or(0)
        };
        let id = filed(&app).await;
        act(&people.park, id, "resolve_on_site", json!({"resolution": "当场解决"})).await;
        assert_eq!((count(&people.park, "follow_up").await, count(&people.park2, "follow_up").await), (0, 1));
        let id = dispatched(&app).await;
        let behalf = json!({"department_id": people.department_id, "person": "李师傅"});
        act(&people.coordinator, id, "return", json!({"reason": "不属职责", "on_behalf_of": behalf})).await;
        assert_eq!((count(&people.coordinator, "decide_return").await, count(&people.coordinator2, "decide_return").await), (0, 1));
    }

    async fn a_missing_notice_is_told_to_those_who_can_publish_it(app) {
        let people = &app.people;
        let told = async |who: &Person| who.get("/me/queue").await.expect(200)["missing_notice"].clone();
        app.day("2026-10-31");
        assert_eq!(told(&people.coordinator).await, json!(null));
        app.day("2026-11-01");
        assert_eq!((told(&people.coordinator).await, told(&people.admin).await), (json!(2027), json!(2027)));
        assert_eq!(told(&people.park).await, json!(null));
        people.admin.put("/calendar/2027", json!({"off": ["2027-01-01"], "work": []})).await.expect(200);
        assert_eq!(told(&people.coordinator).await, json!(null));
    }
}
