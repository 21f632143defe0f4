//! 倒排工期表 of a project.

use calamine::Data;
use serde_json::json;
use zhuqi::reports::render::Format;

use super::fetch;
use super::read::{of_docx, of_xlsx, part};
use crate::both;
use crate::entries::{act, building, proposed, wrong};

both! {
    async fn a_schedule_is_one_wide_sheet(app) {
        let people = &app.people;
        let park = &people.park;
        let id = building(&app, "2021-08-02").await;
        let milestones = json!({"milestones": [
            {"name": "环评", "track": "手续", "due_on": "2021-08-06", "department_id": people.other_department_id, "handler": "李工"},
            {"name": "基坑", "track": "施工", "due_on": "2021-08-10"},
            {"name": "封顶", "track": "施工", "due_on": "2021-09-30"},
            {"name": "用地", "track": "手续", "due_on": "2021-08-20", "department_id": people.other_department_id}]});
        act(park, id, "assign", json!({"handler": "王工"})).await;
        park.put(&format!("/projects/{id}/milestones"), milestones).await.expect(200);
        act(park, id, "complete_milestone", json!({"position": 1, "on": "2021-08-02"})).await;
        act(park, id, "move_milestone", json!({"position": 3, "due_on": "2021-10-08", "reason": "汛期"})).await;
        app.day("2021-08-12");
        let path = |format: &str| format!("/projects/{id}/schedule?format={format}");
        let (headers, docx) = fetch(&app, park, &path("docx")).await;
        assert_eq!(headers["content-type"], Format::Docx.content_type());
        let document = part(&docx, "word/document.xml");
        assert!(document.contains(r#"<w:pgSz w:w="23811" w:h="16838" w:orient="landscape"/>"#));
        for words in ["聚合庄生态农庄倒排工期表", "编号：SH-XM-2021-001", "共4个节点，截至2021年8月12日已完成1个，逾期未完成1个。"] {
            assert!(document.contains(words), "{words} is missing");
        }
        let rows = of_docx(&docx);
        for line in [
            ["1", "环评", "手续", "2021-08-06", "经济发展局", "李工", "2021-08-02", "按期完成"],
            ["2", "基坑", "施工", "2021-08-10", "沙河产业园区", "王工", "—", "逾期未完成"],
            ["3", "封顶", "施工", "2021-10-08 原2021-09-30", "沙河产业园区", "王工", "—", "未到期"],
            // Another unit's milestone isn't the owner's handler's.
            ["4", "用地", "手续", "2021-08-20", "经济发展局", "—", "—", "未到期"],
        ] {
            assert!(rows.iter().any(|row| row == &line), "{line:?} is missing: {rows:#?}");
        }
        let xlsx = of_xlsx(&fetch(&app, park, &path("xlsx")).await.1);
        let is_first = |row: &Vec<Data>| row[0] == Data::Float(1.0) && row[1] == Data::String("环评".into());
        assert!(xlsx.iter().any(is_first), "{xlsx:#?}");
        // Without a format it is Word; who reads the project reads it.
        assert_eq!(fetch(&app, &people.leader, &format!("/projects/{id}/schedule")).await.1, docx);
        if Format::Pdf.is_built() {
            assert!(fetch(&app, &people.other_department, &path("pdf")).await.1.starts_with(b"%PDF"));
        }
        let told = park.get(&path("html")).await.expect(422);
        assert_eq!(wrong(&told), [("/format", "unknown_value")]);
        people.other_park.get(&path("docx")).await.expect(404);
        people.department.get(&path("html")).await.expect(404);
        people.auditor.get(&path("docx")).await.expect(403);
    }

    async fn a_project_without_milestones_says_so(app) {
        let id = proposed(&app).await;
        let docx = fetch(&app, &app.people.park, &format!("/projects/{id}/schedule")).await.1;
        assert!(part(&docx, "word/document.xml").contains("尚未制定节点。"));
    }
}
