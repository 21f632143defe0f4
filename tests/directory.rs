//! The directory over REST.

use reqwest::Method;
use serde_json::json;

use crate::both;

both! {
    async fn a_park_is_added_read_and_renamed_with_its_version(app) {
        let admin = &app.people.admin;
        let made = admin.post("/parks", json!({"code": "DQ", "name": "电气装备产业园区", "kind": "park"})).await;
        let location = made.header("location").to_owned();
        let park = made.expect(201);
        assert_eq!(location, format!("/api/v1/parks/{}", park["id"]));
        let path = format!("/parks/{}", park["id"]);
        let found = app.people.park.get(&path).await;
        assert_eq!(found.header("etag"), "\"1\"");
        let rename = Some(json!({"name": "电气园"}));
        let stale = admin.with(&[("If-Match", "\"7\"")], Method::PATCH, &path, rename.clone()).await;
        stale.refused(412, "request.stale_version");
        let after = admin.with(&[("If-Match", "\"1\"")], Method::PATCH, &path, rename).await.expect(200);
        assert_eq!((after["name"].as_str(), after["version"].as_i64()), (Some("电气园"), Some(2)));
    }

    async fn a_taken_code_and_unknown_fields_are_told_by_pointer(app) {
        let admin = &app.people.admin;
        let taken = admin.post("/parks", json!({"code": "SH", "name": "沙河二期", "kind": "park"})).await;
        assert_eq!(taken.refused(422, "request.invalid")["errors"][0]["pointer"], "/code");
        let unknown = admin.post("/parks", json!({"code": "ZZ", "name": "x", "kind": "park", "boss": 1})).await;
        let errors = unknown.refused(422, "request.invalid");
        assert_eq!(errors["errors"][0]["pointer"], "/boss");
        assert_eq!(errors["errors"][0]["code"], "unknown_field");
    }

    async fn park_staff_see_their_own_enterprises_and_learn_name_and_park_of_others(app) {
        let people = &app.people;
        let body = json!({"name": "远方制造", "credit_code": "91350100M000100Y43", "park_id": people.other_park_id,
            "contacts": [{"name": "王五", "phone": "13812341234"}]});
        people.park.post("/enterprises", body.clone()).await.refused(422, "request.invalid");
        let made = people.other_park.post("/enterprises", body).await.expect(201);
        let path = format!("/enterprises/{}", made["id"]);
        let foreign = people.park.get(&path).await.expect(404);
        let missing = people.park.get("/enterprises/999999").await.expect(404);
        assert_eq!(foreign, missing);
        let found = people.park.get("/enterprises/lookup?credit_code=91350100M000100Y43").await.expect(200);
        assert_eq!(found, json!({"name": "远方制造", "park_id": people.other_park_id, "park_name": "创新创业服务园区"}));
        let phone = |body: serde_json::Value| body["contacts"][0]["phone"].as_str().unwrap_or("").to_owned();
        assert_eq!(phone(people.other_park.get(&path).await.expect(200)), "13812341234");
        assert_eq!(phone(people.leader.get(&path).await.expect(200)), "138****1234");
        let mine = people.park.get("/enterprises?count=true").await.expect(200);
        assert_eq!(mine["total"], 1);
    }

    async fn the_same_key_gives_the_same_park_and_another_body_is_refused(app) {
        let admin = &app.people.admin;
        let body = json!({"code": "K1", "name": "甲园", "kind": "park"});
        let key = [("Idempotency-Key", "k-1")];
        let first = admin.with(&key, Method::POST, "/parks", Some(body.clone())).await.expect(201);
        let again = admin.with(&key, Method::POST, "/parks", Some(body)).await.expect(201);
        assert_eq!(first, again);
        let other = json!({"code": "K2", "name": "乙园", "kind": "park"});
        admin.with(&key, Method::POST, "/parks", Some(other)).await.refused(422, "request.invalid");
    }

    async fn categories_have_two_levels(app) {
        let office = &app.people.coordinator;
        let child = office.post("/categories", json!({"name": "变压器", "parent_id": 4})).await.expect(201);
        let deeper = office.post("/categories", json!({"name": "增容", "parent_id": child["id"]})).await;
        assert_eq!(deeper.refused(422, "request.invalid")["errors"][0]["code"], "too_deep");
    }

    async fn a_form_saved_by_who_sees_masked_numbers_keeps_the_whole_ones(app) {
        let people = &app.people;
        let path = format!("/enterprises/{}", people.enterprise_id);
        let contacts = json!({"contacts": [{"name": "王五", "phone": "13812341234"}]});
        people.park.patch(&path, contacts).await.expect(200);
        let mut shown = people.admin.get(&path).await.expect(200)["contacts"].clone();
        assert_eq!(shown[0]["phone"], "138****1234");
        shown[0]["position"] = json!("场长");
        people.admin.patch(&path, json!({"contacts": shown})).await.expect(200);
        let kept = people.park.get(&path).await.expect(200)["contacts"][0].clone();
        assert_eq!((kept["phone"].as_str(), kept["position"].as_str()), (Some("13812341234"), Some("场长")));
        let forged = json!({"contacts": [{"name": "王五", "phone": "139****0000"}]});
        let told = people.admin.patch(&path, forged).await.refused(422, "request.invalid");
        assert_eq!((&told["errors"][0]["pointer"], &told["errors"][0]["code"]), (&json!("/contacts/0/phone"), &json!("masked")));
    }

    async fn enterprises_are_found_by_a_part_of_name_or_credit_code(app) {
        let people = &app.people;
        let body = json!({"name": "ABC重工", "credit_code": "91350100M000100Y43", "park_id": people.park_id});
        people.park.post("/enterprises", body).await.expect(201);
        for query in ["q=重工", "q=abc", "q=m000100y", "name=abc", "credit_code=100y43", "q=%20ABC%20&active=true"] {
            let found = people.park.get(&format!("/enterprises?count=true&{query}")).await.expect(200);
            assert_eq!((&found["total"], &found["items"][0]["name"]), (&json!(1), &json!("ABC重工")), "{query}");
        }
        for query in ["q=%25", "q=创客", "q=abc&active=false"] {
            let found = people.park.get(&format!("/enterprises?count=true&{query}")).await.expect(200);
            assert_eq!(found["total"], 0, "{query}");
        }
    }

    async fn enterprises_are_found_by_the_initials_of_their_pinyin(app) {
        let people = &app.people;
        for name in ["河南华辰电力有限公司", "重庆机床厂", "长垣起重机（集团）", "㐂𰻝面馆3店"] {
            let body = json!({"name": name, "park_id": people.park_id});
            people.park.post("/enterprises", body).await.expect(201);
        }
        let found = async |query: &str| {
            let found = people.park.get(&format!("/enterprises?q={query}")).await.expect(200);
            let items = found["items"].as_array().unwrap().clone();
            items.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("hcdl").await, ["河南华辰电力有限公司"]);
        assert_eq!(found("HCDL").await, ["河南华辰电力有限公司"]);
        for reading in ["cqjc", "zqjc"] {
            assert_eq!(found(reading).await, ["重庆机床厂"], "{reading}");
        }
        for reading in ["cyqz", "zyqz"] {
            assert_eq!(found(reading).await, ["长垣起重机（集团）"], "{reading}");
        }
        assert_eq!(found("mg3d").await, ["㐂𰻝面馆3店"]);
        assert!(found("hc_l").await.is_empty() && found("zzzz").await.is_empty());
        let id = people.park.get("/enterprises?q=hcdl").await.expect(200)["items"][0]["id"].clone();
        people.park.patch(&format!("/enterprises/{id}"), json!({"name": "长葛铝业"})).await.expect(200);
        assert!(found("hcdl").await.is_empty());
        assert_eq!(found("cgly").await, ["长葛铝业"]);
        assert!(people.other_park.get("/enterprises?q=cgly").await.expect(200)["items"].as_array().unwrap().is_empty());
    }

    async fn enterprises_of_an_older_version_get_their_initials_at_the_next_start(app) {
        let people = &app.people;
        let count = async || people.park.get("/enterprises?q=jhzst&count=true").await.expect(200)["total"].clone();
        assert_eq!(count().await, 0, "the harness enters it as an older version would have");
        zhuqi::directory::actions::enterprises::fill_initials(&app.db).unwrap();
        assert_eq!(count().await, 1);
    }

    async fn who_may_be_a_liaison_officer_is_listed_and_named(app) {
        let people = &app.people;
        let listed = async |who: &crate::harness::people::Person| {
            let found = who.get(&format!("/enterprises/liaisons?park_id={}", people.park_id)).await.expect(200);
            found["items"].as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        let wanted = [people.coordinator.id, people.coordinator2.id, people.park.id, people.park2.id, people.leader.id];
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        assert_eq!(listed(&people.park).await, wanted);
        people.admin.patch(&format!("/users/{}", people.park2.id), json!({"active": false})).await.expect(200);
        assert!(!listed(&people.admin).await.contains(&people.park2.id));
        let path = format!("/enterprises/{}", people.enterprise_id);
        let named = people.park.patch(&path, json!({"liaison_user_id": people.leader.id})).await.expect(200);
        assert_eq!(named["liaison_name"], "leader1同志");
        let foreign = format!("/enterprises/liaisons?park_id={}", people.other_park_id);
        let told = people.park.get(&foreign).await.refused(422, "request.invalid");
        assert_eq!(told["errors"][0]["code"], "unknown_id");
    }

    async fn null_clears_what_may_be_empty_and_is_refused_elsewhere(app) {
        let people = &app.people;
        let path = format!("/enterprises/{}", people.enterprise_id);
        people.park.patch(&path, json!({"industry": "农业"})).await.expect(200);
        assert_eq!(people.park.patch(&path, json!({"tags": ["规上"]})).await.expect(200)["industry"], "农业");
        assert_eq!(people.park.patch(&path, json!({"industry": null})).await.expect(200)["industry"], json!(null));
        for (path, field) in [(path, "name"), (format!("/parks/{}", people.park_id), "name"),
            (format!("/departments/{}", people.department_id), "name"), ("/categories/1".into(), "active")] {
            let told = people.coordinator.patch(&path, json!({field: null})).await.refused(422, "request.invalid");
            assert_eq!(told["errors"][0]["code"], "wrong_type", "{path}");
        }
    }

    async fn a_liaison_officer_who_left_stays_named_and_is_not_chosen_again(app) {
        let people = &app.people;
        let path = format!("/enterprises/{}", people.enterprise_id);
        let officer = people.park2.id;
        people.park.patch(&path, json!({"liaison_user_id": officer})).await.expect(200);
        people.admin.patch(&format!("/users/{officer}"), json!({"active": false})).await.expect(200);
        let after = people.park.patch(&path, json!({"industry": "农业"})).await.expect(200);
        assert_eq!(after["liaison_user_id"], officer);
        people.park.patch(&path, json!({"liaison_user_id": null})).await.expect(200);
        let told = people.park.patch(&path, json!({"liaison_user_id": officer})).await.refused(422, "request.invalid");
        assert_eq!(told["errors"][0]["code"], "unknown_id");
    }
}
