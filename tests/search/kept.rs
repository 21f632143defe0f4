//! The index follows what it is of, whoever changes it and however.

use zhuqi::search::actions::rebuild;

use super::*;
use crate::both;
use crate::commands::{done, zhuqi as program};
use crate::problems::act;

const NONE: [&str; 0] = [];

both! {
    async fn a_change_is_told_of_until_it_is_searched(app) {
        let people = &app.people;
        index(&app.db);
        let id = file(&app, "用电不足", json!({})).await;
        let before = search(&people.park, "用电").await;
        assert_eq!((&before["items"], &before["pending"]), (&json!([]), &json!(1)));
        index(&app.db);
        let after = search(&people.park, "用电").await;
        assert_eq!((numbers(&after), &after["pending"]), (vec!["SH-2021-001".to_owned()], &json!(0)));
        people.park.patch(&format!("/problems/{id}"), json!({"title": "排水不畅", "description": "雨季"})).await.expect(200);
        // What isn't so any more isn't shown, even before it is indexed.
        assert_eq!(finds(&people.park, "用电").await, NONE);
        index(&app.db);
        assert_eq!(finds(&people.park, "用电").await, NONE);
        assert_eq!(finds(&people.park, "排水 雨季").await, ["SH-2021-001"]);
        // A move that changes no text leaves nothing to do.
        act(&people.coordinator, id, "comment", json!({"text": "请抓紧"})).await;
        assert_eq!(search(&people.park, "排水").await["pending"], 0);
    }

    async fn a_new_name_of_an_enterprise_finds_it_and_all_its_problems(app) {
        let people = &app.people;
        file(&app, "用电", json!({})).await;
        file(&app, "用水", json!({})).await;
        index(&app.db);
        let path = format!("/enterprises/{}", people.enterprise_id);
        people.park.patch(&path, json!({"name": "鼎盛生物科技"})).await.expect(200);
        assert_eq!(finds(&people.park, "聚合庄").await, NONE);
        index(&app.db);
        assert_eq!(finds(&people.park, "聚合庄").await, NONE);
        assert_eq!(finds(&people.park, "鼎盛").await, ["鼎盛生物科技", "SH-2021-002", "SH-2021-001"]);
    }

    async fn what_was_imported_is_found(app) {
        let people = &app.people;
        app.imported(&people.coordinator, &["JIU-2020-007,沙河产业园区,聚合庄生态农庄,酿酒废水排放,,2021-07-01,华辰电力公司,,2021-07-02,2021-07-02,,,2021-07-08,已解决,新建沼气池,,,"]).await;
        index(&app.db);
        for q in ["废水", "沼气", "农庄 酿酒"] {
            let found = search(&people.park, q).await;
            assert_eq!(found["items"][0]["title"], "酿酒废水排放", "{q}: {found}");
            let found = search(&people.department, q).await;
            assert_eq!(found["items"][0]["title"], "酿酒废水排放", "{q}: {found}");
        }
    }

    async fn a_rebuilt_index_finds_the_same(app) {
        let people = &app.people;
        for _ in 0..3 {
            file(&app, "用电", json!({"dispatch": {"lead_department_id": people.department_id}})).await;
        }
        file(&app, "保密用电", json!({"confidential": true, "dispatch": {"lead_department_id": people.department_id}})).await;
        index(&app.db);
        let readers = [&people.coordinator, &people.park, &people.department, &people.admin];
        let mut before = vec![];
        for who in readers {
            for q in ["用电", "农庄", "聚合 用电"] {
                before.push(search(who, q).await);
            }
        }
        app.db.write_blocking(zhuqi::search::store::clear).unwrap();
        assert_eq!(finds(&people.coordinator, "用电").await, NONE);
        let (mut told, db) = (vec![], app.db.clone());
        let all = tokio::task::spawn_blocking(move || {
            let all = rebuild(&db, |done, all| told.push((done, all))).unwrap();
            assert_eq!(told.last(), Some(&(all, all)));
            all
        }).await.unwrap();
        // Four problems and two enterprises.
        assert_eq!(all, 6);
        let mut after = vec![];
        for who in readers {
            for q in ["用电", "农庄", "聚合 用电"] {
                after.push(search(who, q).await);
            }
        }
        assert_eq!(before, after);
    }

    async fn the_command_rebuilds_the_index_beside_a_server(app) {
        file(&app, "用电", json!({})).await;
        app.db.write_blocking(zhuqi::search::store::clear).unwrap();
        let told = tokio::task::block_in_place(|| done(program(&app.database, &["search", "rebuild"]), ""));
        assert_eq!(told, "检索索引已重建，共3条\n");
        assert_eq!(finds(&app.people.park, "用电").await, ["SH-2021-001"]);
        assert_eq!(finds(&app.people.admin, "农庄").await, ["聚合庄生态农庄"]);
    }

    async fn two_who_index_at_once_leave_the_newest(app) {
        let people = &app.people;
        let id = file(&app, "用电", json!({})).await;
        for round in 0..5 {
            let title = format!("第{round}次更正");
            people.park.patch(&format!("/problems/{id}"), json!({"title": title})).await.expect(200);
            let both = (0..2).map(|_| {
                let db = app.db.clone();
                tokio::task::spawn_blocking(move || index(&db))
            });
            for one in both.collect::<Vec<_>>() {
                one.await.unwrap();
            }
            index(&app.db);
            assert_eq!(finds(&people.park, &title).await, ["SH-2021-001"]);
        }
    }
}
