//! The built program itself: what each command does, and how it refuses, on both databases.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::audit;
use zhuqi::base::db::{Db, settings};

use crate::harness::{Answer, Backend, Database, ports, send};

pub const PASSWORD: &str = "correct horse 1";

pub fn on_both(test: impl Fn(&Database)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        test(&Database::fresh(backend));
    }
}

/// The program over a database, with nothing else of this process's environment that it reads.
pub fn zhuqi(place: &Database, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhuqi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ZHUQI_")) {
        command.env_remove(name);
    }
    command
        .args(args)
        .env("DATABASE_URL", &place.text)
        .env("ZHUQI_DATA_DIR", &place.folder)
        .env_remove("RUST_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs to the end, with a line on standard input.
pub fn run(mut command: Command, line: &str) -> Output {
    let mut child = command.spawn().unwrap();
    // A program that refuses before it reads has closed its end.
    let _ = writeln!(child.stdin.take().unwrap(), "{line}");
    child.wait_with_output().unwrap()
}

#[track_caller]
pub fn done(command: Command, line: &str) -> String {
    let output = run(command, line);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

/// One clear line on stderr, and a failure for scripts.
#[track_caller]
pub fn refused(command: Command, part: &str) -> String {
    let output = run(command, PASSWORD);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.starts_with("zhuqi: ") && told.contains(part), "{told}");
    told
}

pub fn add<'a>(name: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["user", "add", "--username", name, "--password-stdin"];
    args.extend_from_slice(more);
    args
}

/// A server that was started and is ready.
pub struct Server {
    child: Child,
    address: String,
    /// What it said before it was ready.
    pub said: String,
}

pub fn serve(place: &Database, more: &[(&str, &str)]) -> Server {
    serve_with(place, &["serve"], more)
}

pub fn serve_with(place: &Database, args: &[&str], more: &[(&str, &str)]) -> Server {
    let port = ports::free();
    let mut command = zhuqi(place, args);
    command.env("ZHUQI_LISTEN", format!("127.0.0.1:{port}"));
    command.envs(more.iter().copied());
    let mut child = command.spawn().unwrap();
    let mut said = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    while !said.contains("已启动") {
        let read = lines.read_line(&mut said).unwrap();
        if read == 0 {
            let mut told = String::new();
            child
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut told)
                .unwrap();
            panic!("it ended: {told}");
        }
    }
    let address = format!("http://127.0.0.1:{port}");
    Server {
        child,
        address,
        said,
    }
}

impl Server {
    pub fn ask(&self, method: Method, path: &str, token: &str, body: Option<Value>) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers: Vec<(&str, &str)> = match token {
            "" => vec![],
            _ => vec![("Authorization", bearer.as_str())],
        };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(send(&self.address, method, path, &headers, body))
    }

    pub fn sign_in(&self, username: &str, password: &str) -> Answer {
        let body = json!({"username": username, "password": password});
        self.ask(Method::POST, "/auth/login", "", Some(body))
    }

    pub fn token(&self, username: &str, password: &str) -> String {
        let body = self.sign_in(username, password).expect(200);
        body["access_token"].as_str().unwrap().to_owned()
    }

    fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Ends it and gives what it logged.
    pub fn end(mut self) -> String {
        let began = Instant::now();
        self.terminate();
        let mut log = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}: {log}");
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{:?}",
            began.elapsed()
        );
        log
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn setting(place: &Database, name: &'static str) -> String {
    let db = Db::open(&place.url).unwrap();
    db.read_blocking(|conn| settings::find(conn, name))
        .unwrap()
        .unwrap_or_default()
}

fn sql(place: &Database, sql: &'static str) {
    let db = Db::open(&place.url).unwrap();
    db.write_blocking(move |conn| Ok(conn.batch_execute(sql)?))
        .unwrap();
}

#[test]
fn a_user_is_added_to_a_fresh_database_and_beside_a_running_server() {
    on_both(|place| {
        let office = add(
            "zhang",
            &["--role", "coordinator", "--display-name", "张主任"],
        );
        assert_eq!(done(zhuqi(place, &office), PASSWORD), "added zhang\n");
        let more = [
            ("ZHUQI_PUBLIC_URL", "https://zhuqi.example"),
            ("ZHUQI_ORGANISATION_NAME", "高新区"),
        ];
        let server = serve(place, &more);
        assert!(
            !server.said.contains("一次性密码"),
            "there is a user already: {}",
            server.said
        );
        let answer = server.sign_in("zhang", PASSWORD).expect(200);
        assert_eq!(answer["user"]["must_change_password"], false);
        let token = answer["access_token"].as_str().unwrap().to_owned();
        let park = json!({"code": "SH", "name": "沙河产业园区", "kind": "park"});
        server
            .ask(Method::POST, "/parks", &token, Some(park))
            .expect(201);
        let department = json!({"name": "华辰电力公司", "kind": "utility"});
        server
            .ask(Method::POST, "/departments", &token, Some(department))
            .expect(201);

        done(
            zhuqi(
                place,
                &add("wang", &["--role", "park_staff", "--park", "SH"]),
            ),
            PASSWORD,
        );
        done(
            zhuqi(
                place,
                &add(
                    "li",
                    &["--role", "department_staff", "--department", "华辰电力公司"],
                ),
            ),
            PASSWORD,
        );
        for name in ["wang", "li"] {
            let token = server.token(name, PASSWORD);
            server
                .ask(Method::GET, "/problems", &token, None)
                .expect(200);
        }
        // The command had the default settings: the server's own stay.
        assert_eq!(setting(place, "public_url"), "https://zhuqi.example");
        assert_eq!(setting(place, "organisation_name"), "高新区");

        let reset = [
            "user",
            "reset-password",
            "--username",
            "zhang",
            "--password-stdin",
        ];
        done(zhuqi(place, &reset), "another horse 22");
        server
            .ask(Method::GET, "/me", &token, None)
            .refused(401, "auth.session_ended");
        server.sign_in("zhang", PASSWORD).expect(401);
        let answer = server.sign_in("zhang", "another horse 22").expect(200);
        assert_eq!(answer["user"]["must_change_password"], false);
        server.end();
    });
}

#[test]
fn what_is_wrong_with_a_user_is_told_in_a_line() {
    on_both(|place| {
        done(
            zhuqi(place, &add("zhang", &["--role", "coordinator"])),
            PASSWORD,
        );
        for (name, more, part) in [
            ("zhang", vec!["--role", "coordinator"], "username"),
            ("wang", vec!["--role", "king"], "coordinator, park_staff"),
            ("wang", vec!["--role", "park_staff"], "park"),
            ("wang", vec!["--role", "park_staff", "--park", "XX"], "park"),
            (
                "wang",
                vec!["--role", "department_staff", "--department", "无"],
                "department",
            ),
            ("w", vec!["--role", "coordinator"], "username"),
        ] {
            refused(zhuqi(place, &add(name, &more)), part);
        }
        let weak = run(
            zhuqi(place, &add("wang", &["--role", "coordinator"])),
            "short",
        );
        assert_eq!(weak.status.code(), Some(1));
        assert!(!String::from_utf8(weak.stderr).unwrap().contains("short\n"));
        refused(
            zhuqi(
                place,
                &[
                    "user",
                    "reset-password",
                    "--username",
                    "nobody",
                    "--password-stdin",
                ],
            ),
            "username",
        );
        let without = run(
            zhuqi(
                place,
                &["user", "add", "--username", "a", "--role", "leader"],
            ),
            "",
        );
        assert!(
            !without.status.success(),
            "a password never stands in an argument"
        );
    });
}

#[test]
fn the_first_start_makes_one_administrator_and_shows_the_password_once() {
    on_both(|place| {
        let server = serve(place, &[]);
        let line = server
            .said
            .lines()
            .find(|line| line.contains("一次性密码"))
            .unwrap();
        let password = line.rsplit(' ').next().unwrap().to_owned();
        let answer = server.sign_in("admin", &password).expect(200);
        assert_eq!(answer["user"]["must_change_password"], true);
        let token = answer["access_token"].as_str().unwrap();
        server
            .ask(Method::GET, "/users", token, None)
            .refused(403, "auth.password_change_required");
        let log = server.end();
        assert!(!log.contains(&password), "shown once, logged never");
        let again = serve(place, &[]);
        assert!(!again.said.contains("一次性密码"), "{}", again.said);
        again.end();
    });
}

#[test]
fn a_taken_port_is_told_before_anything_is_made() {
    on_both(|place| {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = taken.local_addr().unwrap().to_string();
        refused(
            zhuqi(place, &["serve", "--listen", &listen]),
            &format!("cannot listen on {listen}"),
        );
        let server = serve(place, &[]);
        assert!(
            server.said.contains("一次性密码"),
            "the password wasn't shown to a start that failed"
        );
        server.end();
    });
}

#[test]
fn sigterm_lets_a_request_that_was_begun_end_well() {
    on_both(|place| {
        done(
            zhuqi(place, &add("zhang", &["--role", "coordinator"])),
            PASSWORD,
        );
        let server = serve(place, &[]);
        let token = server.token("zhang", PASSWORD);
        let body = json!({"code": "SH", "name": "沙河产业园区", "kind": "park"}).to_string();
        let (half, rest) = body.split_at(12);
        let mut stream = TcpStream::connect(server.address.trim_start_matches("http://")).unwrap();
        let head = format!(
            "POST /api/v1/parks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nExpect: 100-continue\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        // The server asks for the body: it has begun with this request.
        let mut told = [0; 25];
        stream.read_exact(&mut told).unwrap();
        assert!(told.starts_with(b"HTTP/1.1 100 Continue"));
        stream.write_all(half.as_bytes()).unwrap();
        server.terminate();
        stream.write_all(rest.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        server.end();
        let db = Db::open(&place.url).unwrap();
        let parks = zhuqi::base::db::schema::parks::table;
        let kept: i64 = db
            .read_blocking(|conn| Ok(parks.count().get_result(conn)?))
            .unwrap();
        assert_eq!(kept, 1);
    });
}

#[test]
fn weeks_that_were_missed_are_closed_before_the_server_is_ready() {
    on_both(|place| {
        done(zhuqi(place, &["migrate"]), "");
        serve(place, &[]).end();
        let closed: chrono::NaiveDate = setting(place, "closed_through").parse().unwrap();
        sql(
            place,
            "UPDATE settings SET value = '2026-06-07' WHERE name = 'closed_through'",
        );
        let server = serve(place, &[]);
        // Ready means done: this look comes right after its first word. A new installation begins with this week, and on a
        // Monday before noon that which was missed last is still open.
        let caught_up: chrono::NaiveDate = setting(place, "closed_through").parse().unwrap();
        assert!(caught_up >= closed - chrono::Days::new(7));
        server.end();
    });
}

#[test]
fn the_calendar_is_imported_from_a_file_and_tried_first() {
    on_both(|place| {
        let file = place.folder.join("notice.json");
        let path = file.to_str().unwrap();
        std::fs::write(
            &file,
            r#"{"2027": {"off": ["2027-01-01"], "work": ["2026-12-27"]}}"#,
        )
        .unwrap();
        let tried = done(zhuqi(place, &["calendar", "import", path, "--dry-run"]), "");
        assert_eq!(tried, "0 limits would move\n");
        assert_eq!(
            done(zhuqi(place, &["calendar", "import", path]), ""),
            "0 limits moved\n"
        );
        std::fs::write(&file, r#"{"2027": {"off": ["2029-01-01"], "work": []}}"#).unwrap();
        refused(zhuqi(place, &["calendar", "import", path]), "notice.json");
        std::fs::write(&file, "not json").unwrap();
        refused(zhuqi(place, &["calendar", "import", path]), "notice.json");
        refused(
            zhuqi(place, &["calendar", "import", "/nowhere/notice.json"]),
            "/nowhere/notice.json",
        );
    });
}

#[test]
fn audit_verify_tells_a_whole_chain_from_an_altered_one() {
    on_both(|place| {
        done(
            zhuqi(place, &add("zhang", &["--role", "auditor"])),
            PASSWORD,
        );
        Db::open(&place.url)
            .unwrap()
            .write_blocking(audit::seal)
            .unwrap();
        let told = done(zhuqi(place, &["audit", "verify"]), "");
        assert!(told.starts_with("the chain is whole: "), "{told}");
        let head = told.trim().rsplit(' ').next().unwrap().to_owned();
        done(zhuqi(place, &["audit", "verify", "--head", &head]), "");
        refused(
            zhuqi(place, &["audit", "verify", "--head", &"f".repeat(64)]),
            "never had that head",
        );
        let (off, on) = match Db::open(&place.url).unwrap().is_sqlite() {
            true => ("DROP TRIGGER audit_records_no_update;", ""),
            false => ("ALTER TABLE audit_records DISABLE TRIGGER USER;", ""),
        };
        let alter = format!("{off} UPDATE audit_records SET actor_name = 'somebody else'; {on}");
        let db = Db::open(&place.url).unwrap();
        db.write_blocking(move |conn| Ok(conn.batch_execute(&alter)?))
            .unwrap();
        refused(zhuqi(place, &["audit", "verify"]), "the chain breaks at");
    });
}

#[test]
fn a_backup_is_made_beside_a_running_server_and_never_over_a_file() {
    on_both(|place| {
        let server = serve(place, &[]);
        let target = place.folder.join("copy");
        let path = target.to_str().unwrap();
        done(zhuqi(place, &["backup", path]), "");
        assert!(std::fs::metadata(&target).unwrap().len() > 1000);
        refused(zhuqi(place, &["backup", path]), "exists already");
        refused(zhuqi(place, &["backup", "/nowhere/copy"]), "copy");
        done(zhuqi(place, &["restore", "--check", path]), "");
        refused(zhuqi(place, &["restore", path]), "never overwrites");
        refused(
            zhuqi(place, &["restore", "--check", "/nowhere/copy"]),
            "sha256",
        );
        server.end();
    });
}

#[test]
fn whatever_the_umask_nobody_else_reads_the_data_folder() {
    let place = Database::fresh(Backend::Sqlite);
    // As an earlier version left it.
    let loose = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&place.folder, loose).unwrap();
    for args in [&["migrate"][..], &add("zhang", &["--role", "auditor"])[..]] {
        let program = zhuqi(&place, args);
        let mut command = Command::new("sh");
        command.args(["-c", "umask 000; exec \"$0\" \"$@\""]);
        command.arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        done(command, PASSWORD);
    }
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.folder), 0o700);
    let files: Vec<_> = std::fs::read_dir(&place.folder)
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    assert!(files.contains(&place.folder.join("zhuqi.db")), "{files:?}");
    for path in files {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn openapi_prints_the_document_without_a_database() {
    let place = Database::fresh(Backend::Sqlite);
    let document: Value = serde_json::from_str(&done(zhuqi(&place, &["openapi"]), "")).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["paths"]["/api/v1/problems"]["post"].is_object());
    assert!(!place.folder.join("zhuqi.db").exists());
}

#[test]
fn words_prints_what_the_page_has_without_a_database() {
    let place = Database::fresh(Backend::Sqlite);
    let words = done(zhuqi(&place, &["words"]), "");
    assert!(words.contains("assign_handler: '指定承办人',"), "{words}");
    assert!(!place.folder.join("zhuqi.db").exists());
}

#[test]
fn help_tells_every_command() {
    let place = Database::fresh(Backend::Sqlite);
    let help = done(zhuqi(&place, &["--help"]), "");
    for command in [
        "serve",
        "demo",
        "migrate",
        "user",
        "calendar",
        "search",
        "audit",
        "backup",
        "restore",
        "openapi",
        "words",
        "--check-config",
    ] {
        assert!(help.contains(command), "{command} in\n{help}");
    }
}
