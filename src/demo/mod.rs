//! `demo`: tells the newspaper's story through the API itself and serves it.
//!
//! The story runs on a clock that is stepped from event to event, so that limits, closed weeks and
//! the audit trail come about as they would have; serving goes on from Monday, 16 August 2021, 09:00.

mod activities;
mod drives;
mod leads;
mod plan;
mod projects;
mod revivals;
mod story;
mod teller;

use std::fs::File;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::access::Role;
use crate::access::actions as accounts;
use crate::access::actions::NewUser;
use crate::access::api::AppState;
use crate::access::rules::password::Plaintext;
use crate::base::clock::Clock;
use crate::base::db::{DatabaseUrl, Db, only_server, settings};
use crate::commands::terminal::{Log, say};
use crate::commands::{self, serve};
use crate::config::{PasswordProfile, Settings};
use crate::jobs::store::newest_record;

/// When the story begins and when it has been told, in Shanghai.
const BEGIN: &str = "2021-07-19T08:00:00+08:00";
const END: &str = "2021-08-16T09:00:00+08:00";
/// The database within the demo's folder.
const DATABASE: &str = "demo.db";
/// Kept once the whole story has been told.
const COMPLETE: &str = "demo_complete";

/// Somebody who can sign in.
struct Account {
    username: &'static str,
    role: Role,
    /// The park's code.
    park: Option<&'static str>,
    /// The department's name.
    department: Option<&'static str>,
    name: &'static str,
    /// What to look at first.
    first: &'static str,
}

impl Account {
    const fn of(
        username: &'static str,
        role: Role,
        name: &'static str,
        first: &'static str,
    ) -> Self {
        Self {
            username,
            role,
            park: None,
            department: None,
            name,
            first,
        }
    }
}

const ACCOUNTS: &[Account] = &[
    Account::of(
        "admin",
        Role::Admin,
        "系统管理员（演示）",
        "系统管理：用户、单位、办理时限、节假日",
    ),
    Account::of(
        "coordinator",
        Role::Coordinator,
        "活动办 李主任（演示）",
        "工作台：裁定一件退回；再看总览、周报",
    ),
    Account {
        park: Some("SH"),
        ..Account::of(
            "park",
            Role::ParkStaff,
            "沙河产业园区 张专员（演示）",
            "新建走访，顺手报一个问题并吹哨派单；手机上也可以",
        )
    },
    Account {
        department: Some("华辰电力公司"),
        ..Account::of(
            "department",
            Role::DepartmentStaff,
            "华辰电力公司 王工（演示）",
            "工作台：签收、报到、办结派来的问题",
        )
    },
    Account::of(
        "leader",
        Role::Leader,
        "区领导（演示）",
        "总览：点任何一个数字，看它背后的每一件",
    ),
    Account::of(
        "auditor",
        Role::Auditor,
        "安全审计员（演示）",
        "审计：谁在何时看过、改过什么",
    ),
];

/// Tells the story in a database of its own and serves it.
///
/// # Errors
/// A sentence for the terminal.
pub fn run(settings: Settings, password: Option<String>) -> Result<(), String> {
    let place = Place::take(settings)?;
    // Only the demo's own folder is emptied.
    match std::fs::remove_dir_all(&place.settings.data_dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            let folder = place.settings.data_dir.display();
            return Err(format!("cannot empty {folder}: {error}"));
        }
        _ => {}
    }
    say("正在生成演示数据，请稍候……");
    let password = password.unwrap_or_else(commands::made_up_password);
    let told = Clock::fixed(instant(BEGIN)?, place.settings.time_zone);
    let state = place.state(told)?;
    actix_web::rt::System::new().block_on(teller::tell(&state, &password, instant(END)?))?;
    let done = state
        .db
        .write_blocking(|conn| settings::put(conn, COMPLETE, "yes"));
    done.map_err(|e| e.to_string())?;
    let about = format!("{password}（各账号相同）");
    place.serve(state, instant(END)?, &about)
}

/// Serves what an earlier [`run`] has left, with all that was done in it.
///
/// # Errors
/// A sentence for the terminal.
pub fn go_on(settings: Settings) -> Result<(), String> {
    let place = Place::take(settings)?;
    if !place.settings.data_dir.join(DATABASE).exists() {
        let folder = place.settings.data_dir.display();
        return Err(format!(
            "there is no demo to go on with in {folder}: start one without --continue"
        ));
    }
    let end = instant(END)?;
    let state = place.state(Clock::fixed(end, place.settings.time_zone))?;
    let complete = state
        .db
        .read_blocking(|conn| settings::find(conn, COMPLETE));
    if complete.map_err(|e| e.to_string())?.is_none() {
        return Err(
            "the last demo was stopped before its story was told: start one without --continue"
                .into(),
        );
    }
    let newest = state
        .db
        .read_blocking(newest_record)
        .map_err(|e| e.to_string())?;
    let since = newest.map_or(end, |at| at.and_utc().max(end));
    place.serve(state, since, "与上次演示相同")
}

/// The demo's own folder within the data folder, and who else may not use it meanwhile.
struct Place {
    settings: Settings,
    _alone: Option<File>,
    _log: Log,
}

impl Place {
    /// Before anything is changed: a demo may still be running there.
    fn take(mut settings: Settings) -> Result<Self, String> {
        serve::is_free(settings.listen)?;
        let folder = settings.data_dir.join("demo");
        // Beside the folder, which may be emptied.
        let name = folder.to_string_lossy().into_owned();
        let alone = only_server(&DatabaseUrl::Sqlite(name))?;
        settings.database_url =
            DatabaseUrl::Sqlite(folder.join(DATABASE).to_string_lossy().into_owned());
        settings.data_dir = folder;
        settings.smtp_url = None;
        settings.time_zone = chrono_tz::Asia::Shanghai;
        settings.organisation_name = "高新区".into();
        settings.office_phone = "0375-3990001".into();
        // Its requests aren't news; whoever wants to read them sets RUST_LOG=info.
        let log = Log::start(settings.log_format, "warn");
        Ok(Self {
            settings,
            _alone: alone,
            _log: log,
        })
    }

    fn state(&self, clock: Clock) -> Result<AppState, String> {
        let db = Db::open(&self.settings.database_url)?;
        serve::prepared(&self.settings, db, clock)
    }

    /// The demo's time runs on from `since`.
    fn serve(self, state: AppState, since: DateTime<Utc>, password: &str) -> Result<(), String> {
        let clock = Clock::running_from(since, self.settings.time_zone);
        let since = since.with_timezone(&self.settings.time_zone);
        let page = serve::page_address(self.settings.listen);
        let welcome = welcome(&page, password, since);
        serve::run(&self.settings, AppState { clock, ..state }, || say(welcome))
    }
}

/// What a person needs to begin.
fn welcome(page: &str, password: &str, since: DateTime<Tz>) -> String {
    let accounts: Vec<_> = ACCOUNTS
        .iter()
        .map(|one| {
            format!(
                "  {:<12}{}\n  {:12}{}",
                one.username, one.name, "", one.first
            )
        })
        .collect();
    format!(
        "
助企演示已就绪，演示时间从{}走起。

  网页    {page}
  密码    {password}

{}

接口文档 {page}/api/docs/ 。按 Ctrl-C 结束；再次运行时，演示数据重新生成，加 --continue 则接着这一次。
The demo is ready: open {page} in a browser and sign in as `coordinator` with the password above.
",
        since.format("%Y年%-m月%-d日 %H:%M"),
        accounts.join("\n")
    )
}

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    text.parse().map_err(|e| format!("{text}: {e}"))
}

/// Makes the accounts once their park and department exist.
fn make_accounts(state: &AppState, password: &str) -> Result<(), String> {
    for account in ACCOUNTS {
        let user = NewUser {
            username: account.username.into(),
            role: account.role,
            park: account.park.map(str::to_owned),
            department: account.department.map(str::to_owned),
            display_name: account.name.into(),
        };
        add(state, &user, password)?;
    }
    Ok(())
}

fn add(state: &AppState, user: &NewUser, password: &str) -> Result<(), String> {
    let password = Plaintext::new(password);
    accounts::add_user(
        &state.db,
        &state.clock,
        user,
        (PasswordProfile::Length, &password),
    )
    .map(|_| ())
    .map_err(|e| format!("{}: {}", user.username, commands::user::line(&e)))
}
