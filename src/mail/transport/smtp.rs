//! SMTP, in two halves: getting in, whose failures say nothing of the mail, and handing it over.

use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, TlsParameters, TlsVersion,
};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;
use url::Url;

use super::{NotTaken, not_taken};
use crate::mail::rules::pauses::Fault;

/// For getting in, and for handing over; a server that stalls holds one of the senders that long.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// A server's answer is kept up to here.
const ANSWER_MAX: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tls {
    /// From the first byte.
    Wrapped,
    /// STARTTLS or nothing.
    Required,
    /// STARTTLS where it is offered.
    Offered,
}

pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    parameters: TlsParameters,
    login: Option<Credentials>,
    patience: Duration,
}

impl Smtp {
    /// # Errors
    /// A sentence for the terminal, without the password.
    pub fn new(url: &Url, patience: Duration) -> Result<Self, String> {
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or("smtp_url: needs a host")?.to_owned();
        let (mut tls, mut port) = match url.scheme() {
            "smtps" => (Tls::Wrapped, 465),
            _ => (Tls::Offered, 25),
        };
        let mut parameters = TlsParameters::builder(host.clone());
        parameters = parameters.set_min_tls_version(TlsVersion::Tlsv12);
        for (name, value) in url.query_pairs() {
            match (name.as_ref(), value.as_ref()) {
                ("tls", "required") if tls == Tls::Wrapped => {}
                ("tls", "required") => (tls, port) = (Tls::Required, 587),
                ("ca", path) => {
                    let pem = std::fs::read(path).map_err(|e| format!("smtp_url: {path}: {e}"))?;
                    let authority = Certificate::from_pem(&pem)
                        .map_err(|_| format!("smtp_url: {path} holds no PEM certificate"))?;
                    parameters = parameters.add_root_certificate(authority);
                }
                (name, value) => {
                    return Err(format!(
                        "smtp_url: unknown {name}={value}; there are tls=required and ca=/path.pem"
                    ));
                }
            }
        }
        Ok(Self {
            port: url.port().unwrap_or(port),
            tls,
            parameters: parameters
                .build()
                .map_err(|e| format!("smtp_url: cannot prepare TLS: {e}"))?,
            login: login(url)?,
            host,
            patience,
        })
    }

    /// # Errors
    /// Why the mail wasn't taken.
    pub async fn send(&self, message: &Message) -> Result<String, NotTaken> {
        let mut connection = timeout(self.patience, self.enter())
            .await
            .map_err(|_| not_taken(Fault::Unreachable, self.silence()))?
            .map_err(|error| not_taken(Fault::Unreachable, told(&error)))?;
        let (envelope, bytes) = (message.envelope(), message.formatted());
        let handed = timeout(self.patience, connection.send(envelope, &bytes)).await;
        let answer = match handed {
            Ok(Ok(response)) => {
                let text: Vec<&str> = response.message().collect();
                Ok(cut(format!("{} {}", response.code(), text.join(" "))))
            }
            // Our own side's refusal (an address this server can't take) won't pass another time.
            Ok(Err(error)) if error.is_permanent() || error.is_client() => {
                Err(not_taken(Fault::Refused, told(&error)))
            }
            Ok(Err(error)) => Err(not_taken(Fault::Deferred, told(&error))),
            Err(_) => Err(not_taken(Fault::Deferred, self.silence())),
        };
        // The answer stands, however the goodbye goes.
        let _ = timeout(Duration::from_secs(1), connection.abort()).await;
        answer
    }

    fn silence(&self) -> String {
        format!("no answer within {} s", self.patience.as_secs())
    }

    /// Connects, turns on TLS and signs in.
    async fn enter(&self) -> Result<AsyncSmtpConnection, Error> {
        let name = ClientId::default();
        let wrapped = (self.tls == Tls::Wrapped).then(|| self.parameters.clone());
        let address = (self.host.trim_matches(['[', ']']), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(self.patience), &name, wrapped, None)
                .await?;
        let starttls = match self.tls {
            Tls::Wrapped => false,
            // Fails where the server doesn't offer it.
            Tls::Required => true,
            Tls::Offered => connection.can_starttls(),
        };
        if starttls {
            connection.starttls(self.parameters.clone(), &name).await?;
        }
        if let Some(login) = &self.login {
            connection.auth(DEFAULT_MECHANISMS, login).await?;
        }
        Ok(connection)
    }
}

fn login(url: &Url) -> Result<Option<Credentials>, String> {
    let decode = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| "smtp_url: the login isn't UTF-8".to_owned())
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) if !user.is_empty() => {
            Ok(Some(Credentials::new(decode(user)?, decode(password)?)))
        }
        _ => Err("smtp_url: a login needs both name and password".into()),
    }
}

/// The server's own words where there are some.
fn told(error: &Error) -> String {
    use std::error::Error as _;
    let words = match (error.status(), error.source()) {
        (Some(code), Some(text)) => format!("{code} {text}"),
        _ => error.to_string(),
    };
    cut(words)
}

fn cut(words: String) -> String {
    words.chars().take(ANSWER_MAX).collect()
}
