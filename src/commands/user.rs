//! `user add` and `user reset-password`: also beside a running server.

use std::io::Read;

use clap::{Args, Subcommand};

use super::terminal::say;
use crate::access::Role;
use crate::access::actions::{self, NewUser};
use crate::access::rules::password::Plaintext;
use crate::base::Error;
use crate::config::Settings;

#[derive(Subcommand)]
pub enum UserCommand {
    /// Add an account; its password needs no change at the first sign-in.
    Add(AddArgs),
    /// Set a new password and end the account's sessions.
    ResetPassword(ResetArgs),
}

#[derive(Args)]
pub struct AddArgs {
    #[arg(long)]
    username: String,
    /// admin, coordinator, park_staff, department_staff, leader or auditor.
    #[arg(long)]
    role: String,
    /// The code of the park, for park_staff.
    #[arg(long)]
    park: Option<String>,
    /// The name of the department, for department_staff.
    #[arg(long)]
    department: Option<String>,
    #[arg(long)]
    display_name: Option<String>,
    /// Read the password from standard input: one line.
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Args)]
pub struct ResetArgs {
    #[arg(long)]
    username: String,
    /// Read the password from standard input: one line.
    #[arg(long, required = true)]
    password_stdin: bool,
}

pub fn run(settings: &Settings, command: UserCommand) -> Result<(), String> {
    let password = password()?;
    let (db, clock) = super::open(settings)?;
    let profile = settings.password_profile;
    match command {
        UserCommand::Add(args) => {
            let role = Role::parse(&args.role).ok_or_else(|| {
                let known: Vec<_> = Role::ALL.iter().map(|r| r.as_str()).collect();
                format!("--role: {:?} is none of {}", args.role, known.join(", "))
            })?;
            let user = NewUser {
                display_name: args.display_name.unwrap_or_else(|| args.username.clone()),
                username: args.username,
                role,
                park: args.park,
                department: args.department,
            };
            actions::add_user(&db, &clock, &user, (profile, &password)).map_err(|e| line(&e))?;
            say(format_args!("added {}", user.username));
        }
        UserCommand::ResetPassword(args) => {
            actions::reset_password(&db, &clock, &args.username, (profile, &password))
                .map_err(|e| line(&e))?;
            say(format_args!(
                "the password of {} is new; its sessions have ended",
                args.username
            ));
        }
    }
    Ok(())
}

fn password() -> Result<Plaintext, String> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|e| format!("cannot read the password: {e}"))?;
    Ok(Plaintext::new(text.trim_end_matches(['\r', '\n'])))
}

/// An error as one line for the terminal.
pub(crate) fn line(error: &Error) -> String {
    match error {
        Error::Invalid(fields) => fields
            .iter()
            .map(|f| format!("{}: {}", f.pointer.trim_start_matches('/'), f.detail.en))
            .collect::<Vec<_>>()
            .join("; "),
        Error::Conflict { detail, .. } => detail.en.clone(),
        other => other.to_string(),
    }
}
