//! Settings: file < environment < flags, checked once at start; secrets never print.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::base::db::DatabaseUrl;
use crate::base::files::Folder;
use crate::base::network::Networks;

/// The names an administrator uses, as they stand in the file (`listen`) and in the environment
/// (`ZHUQI_LISTEN`; the database alone is `DATABASE_URL`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    database_url: Option<Secret>,
    listen: String,
    data_dir: PathBuf,
    fonts_dir: Option<PathBuf>,
    smtp_url: Option<Secret>,
    smtp_name: Option<String>,
    mail_from: String,
    mail_per_minute: u32,
    public_url: Option<String>,
    time_zone: String,
    organisation_name: String,
    office_phone: String,
    jwt_key: Option<Secret>,
    password_profile: PasswordProfile,
    week_starts_on: String,
    week_cut_off: String,
    attachments_quota: String,
    metrics_from: String,
    log_format: LogFormat,
}

const KEYS: &[&str] = &[
    "database_url",
    "listen",
    "data_dir",
    "fonts_dir",
    "smtp_url",
    "smtp_name",
    "mail_from",
    "mail_per_minute",
    "public_url",
    "time_zone",
    "organisation_name",
    "office_phone",
    "jwt_key",
    "password_profile",
    "week_starts_on",
    "week_cut_off",
    "attachments_quota",
    "metrics_from",
    "log_format",
];

impl Default for Raw {
    fn default() -> Self {
        Self {
            database_url: None,
            listen: "127.0.0.1:8080".into(),
            data_dir: "data".into(),
            fonts_dir: None,
            smtp_url: None,
            smtp_name: None,
            mail_from: "助企平台 <zhuqi@localhost>".into(),
            mail_per_minute: 300,
            public_url: None,
            time_zone: "Asia/Shanghai".into(),
            organisation_name: "万人助万企活动办".into(),
            office_phone: String::new(),
            jwt_key: None,
            password_profile: PasswordProfile::Length,
            week_starts_on: "monday".into(),
            week_cut_off: "12:00".into(),
            attachments_quota: "50 GiB".into(),
            metrics_from: "127.0.0.0/8, ::1".into(),
            log_format: LogFormat::Auto,
        }
    }
}

/// A text that never prints.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Which rule new passwords follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProfile {
    /// At least 12 characters and not on the blocklist.
    Length,
    /// 等保: at least 8 characters of 3 of 4 classes, 90 days.
    Dengbao,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    Json,
    Text,
}

/// What the program runs with, every value checked.
#[derive(Debug, Clone)]
pub struct Settings {
    pub database_url: DatabaseUrl,
    pub listen: SocketAddr,
    pub data_dir: PathBuf,
    /// Fonts for PDFs, besides the machine's own.
    pub fonts_dir: Option<PathBuf>,
    /// None: `.eml` files in the data folder.
    pub smtp_url: Option<Secret>,
    /// What the mail server is greeted with; None: the machine's own name.
    pub smtp_name: Option<String>,
    pub mail_from: String,
    pub mail_per_minute: u32,
    pub public_url: Url,
    pub time_zone: Tz,
    pub organisation_name: String,
    /// Whom departments call about a letter; empty where nobody is named.
    pub office_phone: String,
    pub jwt_key: Option<Secret>,
    pub password_profile: PasswordProfile,
    pub week_starts_on: Weekday,
    /// Local time, on the first day of the following week.
    pub week_cut_off: NaiveTime,
    /// Bytes that all attachments together may take.
    pub attachments_quota: i64,
    /// Who may read `/metrics`.
    pub metrics_from: Networks,
    pub log_format: LogFormat,
}

/// What flags say; they win over file and environment.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub listen: Option<String>,
    pub data_dir: Option<PathBuf>,
    pub database_url: Option<String>,
}

impl Settings {
    /// Reads file, environment and flags.
    ///
    /// # Errors
    /// One line per wrong setting, naming it and what it may be.
    pub fn load(flags: &Flags) -> Result<Self, String> {
        let mut figment = Figment::from(Serialized::defaults(Raw::default()));
        if let Some(path) = &flags.config {
            if !path.is_file() {
                return Err(format!("--config: there is no file {}", path.display()));
            }
            figment = figment.merge(Toml::file_exact(path));
        }
        // Only known names, or an unrelated variable would stop the server.
        figment = figment.merge(Env::prefixed("ZHUQI_").only(KEYS).map(|k| k.into()));
        // Read as a number it would lose the zero that it begins with.
        if let Ok(phone) = std::env::var("ZHUQI_OFFICE_PHONE") {
            figment = figment.merge(("office_phone", phone));
        }
        let raw: Raw = figment
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .extract()
            .map_err(|error| {
                error
                    .into_iter()
                    .map(|e| format!("setting {}: {}", e.path.join("."), e.kind))
                    .collect::<Vec<_>>()
                    .join("\n")
            })?;
        raw.with(flags).check()
    }
}

impl Settings {
    /// Where the bytes of attachments lie: beside the database, on a share where nodes are several.
    pub fn attachments_folder(&self) -> Folder {
        Folder::new(self.data_dir.join("attachments"))
    }
}

impl Raw {
    fn with(mut self, flags: &Flags) -> Self {
        if let Some(listen) = &flags.listen {
            self.listen.clone_from(listen);
        }
        if let Some(folder) = &flags.data_dir {
            self.data_dir.clone_from(folder);
        }
        if let Some(url) = &flags.database_url {
            self.database_url = Some(Secret(url.clone()));
        }
        self
    }

    fn check(self) -> Result<Settings, String> {
        let mut wrong = Vec::new();
        let mut say = |line: String| wrong.push(line);
        let database_url = match &self.database_url {
            Some(url) => DatabaseUrl::parse(url.expose()),
            None => Ok(DatabaseUrl::Sqlite(in_folder(&self.data_dir, "zhuqi.db"))),
        }
        .map_err(&mut say)
        .ok();
        let listen: Option<SocketAddr> = self
            .listen
            .parse()
            .map_err(|_| {
                say(format!(
                    "listen: {:?} is not an address such as 127.0.0.1:8080",
                    self.listen
                ))
            })
            .ok();
        let time_zone: Option<Tz> = self
            .time_zone
            .parse()
            .map_err(|_| {
                say(format!(
                    "time_zone: {:?} is no IANA zone such as Asia/Shanghai",
                    self.time_zone
                ))
            })
            .ok();
        let default_url = format!("http://{}", self.listen);
        let public_url = Url::parse(self.public_url.as_deref().unwrap_or(&default_url))
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if public_url.is_none() {
            say("public_url: must be an http:// or https:// address".into());
        }
        let week_starts_on: Option<Weekday> = self
            .week_starts_on
            .parse()
            .map_err(|_| {
                say(format!(
                    "week_starts_on: {:?} is no weekday such as monday",
                    self.week_starts_on
                ))
            })
            .ok();
        let week_cut_off = NaiveTime::parse_from_str(&self.week_cut_off, "%H:%M")
            .map_err(|_| {
                say(format!(
                    "week_cut_off: {:?} is no time such as 12:00",
                    self.week_cut_off
                ))
            })
            .ok();
        let attachments_quota = bytes(&self.attachments_quota);
        if attachments_quota.is_none() {
            say(format!(
                "attachments_quota: {:?} is no size such as 50 GiB or 500 MiB",
                self.attachments_quota
            ));
        }
        let metrics_from = Networks::parse(&self.metrics_from)
            .map_err(|why| say(format!("metrics_from: {why}")))
            .ok();
        if let Some(key) = &self.jwt_key
            && key.expose().len() < 32
        {
            say("jwt_key: must have at least 32 characters".into());
        }
        if let Some(url) = &self.smtp_url {
            match Url::parse(url.expose()) {
                Ok(url) if matches!(url.scheme(), "smtp" | "smtps" | "file") => {}
                _ => say("smtp_url: must begin with smtp://, smtps:// or file:///".into()),
            }
        }
        if self.smtp_name.as_deref().is_some_and(|name| !is_host(name)) {
            say("smtp_name: must be a full host name such as zhuqi.district.example, or [192.0.2.1]".into());
        }
        if let Some(folder) = self.fonts_dir.as_ref().filter(|folder| !folder.is_dir()) {
            say(format!(
                "fonts_dir: there is no folder {}",
                folder.display()
            ));
        }
        if !(1..=10_000).contains(&self.mail_per_minute) {
            say("mail_per_minute: must be 1 to 10000".into());
        }
        if self.organisation_name.trim().is_empty() || self.organisation_name.chars().count() > 100
        {
            say("organisation_name: must have 1 to 100 characters".into());
        }
        if self.office_phone.chars().count() > 100 || self.office_phone.contains(char::is_control) {
            say("office_phone: must be one line of at most 100 characters".into());
        }
        match (
            database_url,
            listen,
            time_zone,
            public_url,
            week_starts_on,
            week_cut_off,
            attachments_quota,
            metrics_from,
        ) {
            (
                Some(database_url),
                Some(listen),
                Some(time_zone),
                Some(public_url),
                Some(week_starts_on),
                Some(week_cut_off),
                Some(attachments_quota),
                Some(metrics_from),
            ) if wrong.is_empty() => Ok(Settings {
                database_url,
                listen,
                data_dir: self.data_dir,
                fonts_dir: self.fonts_dir,
                smtp_url: self.smtp_url,
                smtp_name: self.smtp_name,
                mail_from: self.mail_from,
                mail_per_minute: self.mail_per_minute,
                public_url,
                time_zone,
                organisation_name: self.organisation_name,
                office_phone: self.office_phone.trim().to_owned(),
                jwt_key: self.jwt_key,
                password_profile: self.password_profile,
                week_starts_on,
                week_cut_off,
                attachments_quota,
                metrics_from,
                log_format: self.log_format,
            }),
            _ => Err(wrong.join("\n")),
        }
    }
}

/// What may stand in an SMTP greeting: a host name with a dot in it, or an address in brackets.
fn is_host(name: &str) -> bool {
    if let Some(address) = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let address = address.strip_prefix("IPv6:").unwrap_or(address);
        return address.parse::<std::net::IpAddr>().is_ok();
    }
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    name.len() <= 253 && name.contains('.') && name.split('.').all(label)
}

/// A size in whole MiB or GiB.
fn bytes(text: &str) -> Option<i64> {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: i64 = match text.strip_prefix(number)? {
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    let number: i64 = number.trim().parse().ok()?;
    number.checked_mul(unit).filter(|bytes| *bytes > 0)
}

fn in_folder(folder: &Path, name: &str) -> String {
    folder.join(name).to_string_lossy().into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
