//! Enterprises and visits, and what a file makes in the directory.

use serde_json::json;

use super::{counts, errors, ledger};
use crate::both;

const ENTERPRISES: &str = "企业名称,统一社会信用代码,园区,行业,规模,标签,经营状态,状态起始日期,包联领导,首席服务员,联系人,职务,联系电话,邮箱\n\
    沙河机械,91350100M000100Y43,沙河产业园区,机械,小型,规上、专精特新,减产,2021-7-1,张县长,park1同志,李红、王建国,厂长、会计,13811110001、13811110002,\n\
    沙河面粉,待补,沙河产业园区,,,,筹建,,,,,,,\n";

both! {
    async fn enterprises_come_with_contacts_and_who_assists_them(app) {
        let park = &app.people.park;
        let import = app.checked(park, ENTERPRISES.as_bytes(), &[("kind", "enterprises")]).await;
        assert_eq!(counts(&import), (2, 0, 0, 0), "{import:#}");
        app.committed(park, &import).await;
        let found = park.get("/enterprises?name=沙河机械").await.expect(200);
        let id = found["items"][0]["id"].clone();
        let one = park.get(&format!("/enterprises/{id}")).await.expect(200);
        assert_eq!((one["credit_code"].as_str(), one["assisting_leader"].as_str()), (Some("91350100M000100Y43"), Some("张县长")));
        assert_eq!((&one["liaison_user_id"], &one["tags"]), (&json!(park.id), &json!(["规上", "专精特新"])));
        assert_eq!((one["contacts"][1]["name"].as_str(), one["contacts"][1]["position"].as_str()), (Some("王建国"), Some("会计")));
        let again = app.checked(park, ENTERPRISES.as_bytes(), &[("kind", "enterprises")]).await;
        assert_eq!(counts(&again), (0, 2, 0, 0), "{again:#}");
        let wrong = "企业名称,信用代码,规模,首席服务员,联系人,联系电话\n甲,91350100M000100Y44,巨型,谁,李,1、2\n,,,,,\n甲,91350100M000100Y43,,,,\n";
        let wrong = app.checked(park, wrong.as_bytes(), &[("kind", "enterprises")]).await;
        let columns: Vec<_> = errors(&wrong).into_iter().map(|(row, column, _)| (row, column)).collect();
        assert_eq!(columns, [(2, "credit_code".to_owned()), (2, "size".to_owned()), (2, "contact_phone".to_owned())], "{wrong:#}");
        assert_eq!(counts(&wrong), (0, 0, 1, 1), "an enterprise under another name is there already");
    }

    async fn visits_are_counted_on_the_days_they_were_made(app) {
        let file = "走访日期,园区,企业或项目,走访人员,走访情况\n\
            2021-7-5,沙河产业园区,聚合庄生态农庄,王建国、李红,了解用电\n2021.7.6,沙河产业园区,项目：城东厂房,王建国,\n2021/7/7,沙河产业园区,新来的企业,李红,\n";
        let park = &app.people.park;
        let import = app.checked(park, file.as_bytes(), &[("kind", "visits")]).await;
        assert_eq!(counts(&import), (3, 0, 0, 0), "{import:#}");
        app.committed(park, &import).await;
        for (as_of, visits) in [("2021-07-05", 1), ("2021-07-07", 3)] {
            let answer = app.people.coordinator.get(&format!("/statistics?as_of={as_of}")).await.expect(200);
            assert_eq!(answer["totals"]["visits"], visits, "{as_of}");
        }
        let again = app.checked(park, file.as_bytes(), &[("kind", "visits")]).await;
        assert_eq!(counts(&again), (0, 3, 0, 0), "{again:#}");
    }

    async fn unknown_names_are_made_where_the_coordinator_asks_for_it(app) {
        let rows = [
            ",城北镇,北方面粉,一,粮食收购,2021-07-05,粮食局,发改委,2021-07-05,,,,,,,,,",
            ",城北镇,北方面粉,二,粮食收购,2021-07-06,粮食局,,2021-07-06,,,,,,,,,",
        ];
        let office = &app.people.coordinator;
        let fields = [("kind", "problems"), ("create_missing", "parks,departments,categories")];
        let import = app.checked(office, &ledger(&rows), &fields).await;
        assert_eq!(counts(&import), (2, 0, 0, 0), "{import:#}");
        assert_eq!(import["making"]["departments"], json!(["发改委", "粮食局"]));
        let done = app.committed(office, &import).await;
        assert_eq!(done["state"], "done", "{done:#}");
        let parks = office.get("/parks").await.expect(200);
        let made = parks["items"].as_array().unwrap().iter().find(|park| park["name"] == "城北镇").unwrap().clone();
        assert_eq!((made["code"].as_str(), made["kind"].as_str()), (Some("CBZ"), Some("town")));
        let firms = office.get("/enterprises?name=北方面粉&count=true").await.expect(200);
        assert_eq!(firms["total"], 1, "an enterprise is made once");
        let numbers: Vec<_> = office.get("/problems?sort=-reported_at").await.expect(200)["items"].as_array().unwrap()
            .iter().map(|one| one["number"].as_str().unwrap().to_owned()).collect();
        assert_eq!(numbers, ["CBZ-2021-002", "CBZ-2021-001"]);
    }
}
