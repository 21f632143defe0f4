//! Entries that come in: what tells one from another, and what is counted.

use serde_json::json;

use super::ledgers::{PROJECTS, csv, previewed, projects};
use super::{counts, errors};
use crate::both;
use crate::entries::{act, project};

both! {
    async fn what_the_file_says_of_its_unit_goes_before_what_its_uploader_does(app) {
        let office = &app.people.coordinator;
        let file = |title: &str, name: &str, heading: &str| {
            format!("{title}园区,项目名称,级别,类型,{heading}\n沙河产业园区,{name},市级,产业,6000\n").into_bytes()
        };
        let fields = [("kind", "projects"), ("unit", "yuan")];
        for (title, name, heading) in [
            ("单位：万元　填报日期：2021年8月2日,,,,\n", "甲", "总投资"), ("", "乙", "总投资(万)"), ("", "丙", "总投资（万元人民币）"),
        ] {
            let import = app.checked(office, &file(title, name, heading), &fields).await;
            assert_eq!(counts(&import), (1, 0, 0, 0), "{heading}: {import:#}");
            app.committed(office, &import).await;
            assert_eq!(projects(office).await[name]["total_yuan"], 60_000_000, "{title}{heading}");
        }
        let unknown = app.checked(office, &file("", "丁", "总投资(千万)"), &fields).await;
        assert_eq!(unknown["fault"]["code"], "unit_unknown", "{unknown:#}");
    }

    async fn parks_may_number_their_rows_each_from_one_on(app) {
        let rows = [
            "1,沙河产业园区,,甲,,市级,产业,,,,,,,,,,,,,,,",
            "1,创新创业服务园区,,乙,,市级,产业,,,,,,,,,,,,,,,",
            "1,沙河产业园区,,丙,,市级,产业,,,,,,,,,,,,,,,",
        ];
        let import = previewed(&app, &app.people.coordinator, &csv(&rows)).await;
        assert_eq!(errors(&import), [(4, "number".to_owned(), "duplicate".to_owned())], "{import:#}");
    }

    async fn a_code_that_several_entries_have_tells_none_of_them_unless_the_name_does(app) {
        let park = &app.people.park;
        for name in ["一期", "二期"] {
            let mut body = project(&app);
            body["name"] = json!(name);
            let id = park.post("/projects", body).await.expect(201)["id"].as_i64().unwrap();
            act(park, id, "file", json!({"code": "2108-1", "on": "2021-07-05"})).await;
        }
        let row = |name: &str| format!(",沙河产业园区,聚合庄生态农庄,{name},2108-1,市级,产业,6000,,,2021-07-05,,,,,,,,,,,");
        for (name, wanted) in [("一期", (0, 1, 0, 0)), ("二期", (0, 1, 0, 0)), ("三期", (0, 0, 0, 1))] {
            let import = previewed(&app, park, &csv(&[&row(name)])).await;
            assert_eq!(counts(&import), wanted, "{name}: {import:#}");
            if name == "三期" {
                assert_eq!(errors(&import), [(2, "code".to_owned(), "ambiguous".to_owned())], "{import:#}");
            }
        }
    }

    async fn rows_that_are_wrong_make_no_enterprise_and_give_no_park_its_code(app) {
        let office = &app.people.coordinator;
        let rows = [
            "HX-XM-2021-003,火星园区,,甲,,市级,产业,6000,,,,,,,,,,,,,,",
            // Its amount is below what statistics take.
            "CX-XM-2021-004,火星园区,新来的厂,乙,,市级,产业,499,,,,2021-05-01,2021-06-01,,,,,,,在建,,",
        ];
        let fields = [PROJECTS[0], ("mode", "good_rows"), ("create_missing", "parks")];
        let import = app.checked(office, &csv(&rows), &fields).await;
        assert_eq!(counts(&import), (1, 0, 0, 1), "{import:#}");
        assert_eq!(import["making"]["enterprises"], 0, "{import:#}");
        app.committed(office, &import).await;
        assert_eq!(projects(office).await["甲"]["number"], "HX-XM-2021-003");
    }
}
