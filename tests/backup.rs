//! Copies of a running database with its attachments: whole, never older than what was acknowledged,
//! and put back where nothing is.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::json;
use zhuqi::access::actions::keys;
use zhuqi::audit::{self, Verdict};
use zhuqi::base::db::Db;
use zhuqi::base::db::schema::attachments;
use zhuqi::commands::backup::{self, backup, restore};

use crate::both;
use crate::entries::proposed;
use crate::harness::{App, Backend, Database, files};
use crate::problems::filed;

async fn copied(app: &App, name: &str) -> Result<PathBuf, String> {
    let (settings, target) = (app.database.settings(), app.database.folder.join(name));
    let copy = target.clone();
    let made = tokio::task::spawn_blocking(move || backup(&settings, &copy))
        .await
        .unwrap();
    made.map(|()| target)
}

/// A place of the same kind in which nothing is.
fn elsewhere(app: &App) -> Database {
    Database::fresh(if app.db.is_sqlite() {
        Backend::Sqlite
    } else {
        Backend::Postgres
    })
}

async fn put_back(copy: &Path, place: &Database) -> Result<(), String> {
    let (settings, copy) = (place.settings(), copy.to_owned());
    tokio::task::spawn_blocking(move || restore(&settings, &copy))
        .await
        .unwrap()
}

fn beside(copy: &Path, end: &str) -> PathBuf {
    PathBuf::from(format!("{}{end}", copy.display()))
}

fn names(folder: &Path) -> Vec<String> {
    let found = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = found
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A photo, with its small picture, and a document; and a project's document.
async fn attached(app: &App) {
    let id = filed(app).await;
    let (photo, paper) = (files::located("here"), files::pdf("a paper"));
    let sent = [
        ("照片.jpg", photo.as_slice()),
        ("材料.pdf", paper.as_slice()),
    ];
    app.people
        .park
        .attach(&format!("/problems/{id}/attachments"), &sent)
        .await
        .expect(201);
    let id = proposed(app).await;
    let permit = files::pdf("a permit");
    app.people
        .park
        .attach(
            &format!("/projects/{id}/attachments"),
            &[("批复.pdf", &permit)],
        )
        .await
        .expect(201);
}

fn secrets(db: &Db) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let rows: Vec<Row> = db
        .read_blocking(|conn| Ok(diesel::sql_query("SELECT value FROM secrets").load(conn)?))
        .unwrap();
    rows.into_iter().map(|row| row.value).collect()
}

both! {
    async fn a_copy_under_load_holds_all_that_was_acknowledged_before_it(app) {
        let writing = app.people.admin.clone();
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let (stop, mut stopped) = tokio::sync::oneshot::channel::<()>();
        let load = tokio::spawn(async move {
            for n in 0.. {
                let body = json!({"code": format!("L{n}"), "name": format!("第{n}园"), "kind": "park"});
                writing.post("/parks", body).await.expect(201);
                if tell.send(n).is_err() || stopped.try_recv().is_ok() {
                    return;
                }
            }
        });
        while told.recv().await != Some(5) {}
        let copy = copied(&app, "copy").await.unwrap();
        stop.send(()).unwrap();
        load.await.unwrap();

        let place = elsewhere(&app);
        put_back(&copy, &place).await.unwrap();
        let db = Db::open(&place.url).unwrap();
        db.write_blocking(audit::seal).unwrap();
        let Verdict::Whole { records, .. } = db.read_blocking(audit::verify).unwrap() else { panic!() };
        assert!(records >= 6, "{records}");
        assert!(!beside(&copy, ".partial").exists());
    }

    async fn attachments_go_with_it_and_nobody_else_reads_any_of_it(app) {
        attached(&app).await;
        let copy = copied(&app, "copy").await.unwrap();
        let kept = app.database.folder.join("attachments");
        let copies = beside(&copy, ".attachments");
        assert_eq!((names(&copies), names(&copies).len()), (names(&kept), 4));
        for path in [copy.clone(), beside(&copy, ".sha256")] {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
        assert_eq!(mode(&copies), 0o700);

        let place = elsewhere(&app);
        put_back(&copy, &place).await.unwrap();
        let back = place.folder.join("attachments");
        assert_eq!(names(&back), names(&kept));
        for name in names(&kept) {
            assert_eq!(std::fs::read(back.join(&name)).unwrap(), std::fs::read(kept.join(&name)).unwrap());
            assert_eq!((mode(&copies.join(&name)), mode(&back.join(&name))), (0o600, 0o600));
        }
        assert_eq!(mode(&back), 0o700);
        let db = Db::open(&place.url).unwrap();
        let of_entries = db.read_blocking(|conn| Ok(attachments::table.filter(attachments::entry_id.is_not_null()).count().get_result::<i64>(conn)?));
        assert_eq!(of_entries.unwrap(), 1);
    }

    async fn each_flipped_byte_is_found(app) {
        attached(&app).await;
        let copy = copied(&app, "copy").await.unwrap();
        backup::check(&copy).unwrap();
        let folder = beside(&copy, ".attachments");
        let small = names(&folder).into_iter().map(|name| folder.join(name)).chain([beside(&copy, ".sha256")]);
        let small: Vec<PathBuf> = small.collect();
        let place = elsewhere(&app);
        let seed: u64 = rand::random();
        println!("seed {seed}");
        let mut random = StdRng::seed_from_u64(seed);
        for nth in 0..100 {
            let path = if nth % 2 == 0 { &copy } else { &small[random.random_range(0..small.len())] };
            let whole = std::fs::read(path).unwrap();
            let (at, bit) = (random.random_range(0..whole.len()), random.random_range(0..8));
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << bit;
            std::fs::write(path, flipped).unwrap();
            assert!(backup::check(&copy).is_err(), "bit {bit} of byte {at} of {}", path.display());
            if nth < 4 {
                assert!(put_back(&copy, &place).await.is_err());
            }
            std::fs::write(path, whole).unwrap();
        }
        backup::check(&copy).unwrap();
        for path in &small {
            let away = beside(path, ".away");
            std::fs::rename(path, &away).unwrap();
            assert!(backup::check(&copy).is_err(), "{} is missing", path.display());
            std::fs::rename(&away, path).unwrap();
        }
        std::fs::write(folder.join("more"), "nobody listed it").unwrap();
        assert!(backup::check(&copy).unwrap_err().contains("doesn't list"));
        std::fs::remove_file(folder.join("more")).unwrap();
        put_back(&copy, &place).await.unwrap();
    }

    async fn a_copy_never_takes_the_place_of_what_is_there(app) {
        let target = app.database.folder.join("kept");
        for taken in [target.clone(), beside(&target, ".sha256"), beside(&target, ".attachments")] {
            std::fs::write(&taken, "of yesterday").unwrap();
            let refused = copied(&app, "kept").await.unwrap_err();
            assert!(refused.contains("exists already"), "{refused}");
            assert_eq!(std::fs::read_to_string(&taken).unwrap(), "of yesterday");
            std::fs::remove_file(&taken).unwrap();
        }
    }

    async fn a_restore_never_overwrites_a_database_or_another_file(app) {
        attached(&app).await;
        let copy = copied(&app, "copy").await.unwrap();
        let refused = put_back(&copy, &app.database).await.unwrap_err();
        assert!(refused.contains("never overwrites"), "{refused}");
        let place = elsewhere(&app);
        let folder = place.folder.join("attachments");
        std::fs::create_dir(&folder).unwrap();
        let taken = folder.join(names(&beside(&copy, ".attachments")).remove(0));
        std::fs::write(&taken, "somebody else's").unwrap();
        let refused = put_back(&copy, &place).await.unwrap_err();
        assert!(refused.contains("is another file"), "{refused}");
        assert_eq!(std::fs::read_to_string(&taken).unwrap(), "somebody else's");
        std::fs::remove_file(&taken).unwrap();
        // A restore that broke off goes on where it was.
        put_back(&copy, &place).await.unwrap();
        let again = put_back(&copy, &place).await.unwrap_err();
        assert!(again.contains("never overwrites"), "{again}");
    }

    async fn the_key_that_signs_tokens_is_in_no_copy(app) {
        keys(&app.db, None).unwrap();
        let secret = secrets(&app.db).pop().unwrap();
        let copy = copied(&app, "copy").await.unwrap();
        let bytes = std::fs::read(&copy).unwrap();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
        let place = elsewhere(&app);
        put_back(&copy, &place).await.unwrap();
        let db = Db::open(&place.url).unwrap();
        assert_eq!(secrets(&db), Vec::<String>::new());
        keys(&db, None).unwrap();
        assert_ne!(secrets(&db), [secret]);
    }

    async fn what_killed_backups_left_is_swept_and_what_others_make_is_not(app) {
        let folder = &app.database.folder;
        for (name, file) in [("dead.partial", "lock"), ("alive.partial", "lock"), ("mine.partial", "notes")] {
            std::fs::create_dir(folder.join(name)).unwrap();
            std::fs::write(folder.join(name).join(file), "").unwrap();
        }
        // It was killed while it gave names; the database is named last.
        std::fs::create_dir(folder.join("dead.attachments")).unwrap();
        std::fs::write(folder.join("dead.sha256"), "").unwrap();
        let alive = std::fs::File::open(folder.join("alive.partial/lock")).unwrap();
        alive.lock().unwrap();
        let refused = copied(&app, "alive").await.unwrap_err();
        assert!(refused.contains("another backup"), "{refused}");
        copied(&app, "copy").await.unwrap();
        let left = names(folder);
        assert!(!left.iter().any(|name| name.starts_with("dead")), "{left:?}");
        assert!(left.contains(&"alive.partial".into()) && left.contains(&"mine.partial".into()), "{left:?}");
    }

    async fn attachments_that_are_lost_are_told_and_the_rest_is_copied(app) {
        attached(&app).await;
        let kept = app.database.folder.join("attachments");
        let names = names(&kept);
        std::fs::remove_file(kept.join(&names[0])).unwrap();
        let told = copied(&app, "copy").await.unwrap_err();
        assert!(told.contains("the copy is made") && told.contains(&names[0]), "{told}");
        backup::check(&app.database.folder.join("copy")).unwrap();
    }
}

#[test]
fn what_is_no_database_is_not_copied() {
    let place = Database::fresh(Backend::Sqlite);
    let target = place.folder.join("copy");
    let refused = backup(&place.settings(), &target).unwrap_err();
    assert!(refused.contains("there is no database"), "{refused}");
    assert!(names(&place.folder).is_empty(), "nothing is left of it");
}

#[test]
fn a_copy_goes_back_into_its_own_kind_of_database_alone() {
    let (one, other) = (
        Database::fresh(Backend::Sqlite),
        Database::fresh(Backend::Postgres),
    );
    for (from, to) in [(&one, &other), (&other, &one)] {
        let db = Db::open(&from.url).unwrap();
        db.write_blocking(|conn| Ok(conn.batch_execute("SELECT 1")?))
            .unwrap();
        drop(db);
        let copy = from.folder.join("copy");
        backup(&from.settings(), &copy).unwrap();
        let empty = Database::fresh(match to.url {
            zhuqi::base::db::DatabaseUrl::Sqlite(_) => Backend::Sqlite,
            zhuqi::base::db::DatabaseUrl::Postgres(_) => Backend::Postgres,
        });
        let refused = restore(&empty.settings(), &copy).unwrap_err();
        assert!(
            refused.contains("DATABASE_URL names a database of"),
            "{refused}"
        );
    }
}
