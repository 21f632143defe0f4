//! SMTP, in two halves: getting in and naming the sender, whose failures say nothing of the mail, and
//! handing it over to its recipient.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, TlsParameters, TlsVersion,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use lettre::{Address, Message};
use tokio::time::timeout;
use url::Url;

use super::{DeliveryError, not_taken};
use crate::mail::rules::pauses::Fault;
use crate::mail::rules::refusals::{Stage, fault_of};

/// How the SMTP server is spoken to.
#[derive(Debug, Clone, Copy)]
pub struct SmtpOptions<'a> {
    /// What we greet the server with; the machine's own name where there is none.
    pub greeting: Option<&'a str>,
    /// For getting in, and for handing over; a server that stalls holds one of the senders that long.
    pub patience: Duration,
}

impl Default for SmtpOptions<'_> {
    fn default() -> Self {
        Self {
            greeting: None,
            patience: Duration::from_secs(20),
        }
    }
}

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
    greeting: ClientId,
}

impl Smtp {
    /// # Errors
    /// A sentence for the terminal, without the password.
    pub fn new(url: &Url, options: SmtpOptions<'_>) -> Result<Self, String> {
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
            greeting: match options.greeting {
                Some(name) => ClientId::Domain(name.into()),
                None => ClientId::default(),
            },
            host,
            patience: options.patience,
        })
    }

    /// # Errors
    /// Why the mail wasn't taken.
    pub async fn send(&self, message: &Message) -> Result<String, DeliveryError> {
        let (envelope, bytes) = (message.envelope(), message.formatted());
        let mut connection = timeout(self.patience, self.enter(envelope, &bytes))
            .await
            .map_err(|_| not_taken(Fault::Unreachable, self.silence()))??;
        let handed = hand_over(&mut connection, envelope.to(), &bytes);
        let handed = timeout(self.patience, handed).await;
        let answer = match handed {
            Ok(Ok(response)) => {
                let text: Vec<&str> = response.message().collect();
                Ok(cut(format!("{} {}", response.code(), text.join(" "))))
            }
            Ok(Err(not)) => Err(not),
            Err(_) => Err(not_taken(Fault::Deferred, self.silence())),
        };
        // The answer stands, however the goodbye goes.
        let _ = timeout(Duration::from_secs(1), connection.abort()).await;
        answer
    }

    fn silence(&self) -> String {
        format!("no answer within {} s", self.patience.as_secs())
    }

    /// Connects, turns on TLS, signs in and names the sender. Whatever the server answers here it
    /// would answer to every other mail.
    async fn enter(
        &self,
        envelope: &Envelope,
        bytes: &[u8],
    ) -> Result<AsyncSmtpConnection, DeliveryError> {
        let mut connection = self.sign_in().await.map_err(outside)?;
        let from = envelope.from();
        let is_wide = |address: &Address| !address.to_string().is_ascii();
        let offered = |what| connection.server_info().supports_feature(what);
        let mut parameters = vec![];
        if from.into_iter().chain(envelope.to()).any(is_wide) {
            if !offered(Extension::SmtpUtfEight) {
                let why = "the server takes no address with such characters (no SMTPUTF8)";
                let own = from.is_some_and(is_wide);
                let fault = if own {
                    Fault::Unreachable
                } else {
                    Fault::Refused
                };
                return Err(not_taken(fault, why));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !bytes.is_ascii() {
            if !offered(Extension::EightBitMime) {
                return Err(not_taken(Fault::Refused, "the server takes no 8BITMIME"));
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let mail = Mail::new(from.cloned(), parameters);
        connection.command(mail).await.map_err(outside)?;
        Ok(connection)
    }

    async fn sign_in(&self) -> Result<AsyncSmtpConnection, Error> {
        let name = &self.greeting;
        let wrapped = (self.tls == Tls::Wrapped).then(|| self.parameters.clone());
        let address = (self.host.trim_matches(['[', ']']), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(self.patience), name, wrapped, None)
                .await?;
        let starttls = match self.tls {
            Tls::Wrapped => false,
            // Fails where the server doesn't offer it.
            Tls::Required => true,
            Tls::Offered => connection.can_starttls(),
        };
        if starttls {
            connection.starttls(self.parameters.clone(), name).await?;
        }
        if let Some(login) = &self.login {
            connection.auth(DEFAULT_MECHANISMS, login).await?;
        }
        Ok(connection)
    }
}

/// Names the recipient and hands the message over.
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    to: &[Address],
    bytes: &[u8],
) -> Result<Response, DeliveryError> {
    let refused = |stage| move |error: Error| not_taken(judged(&error, stage), message(&error));
    for address in to {
        let taken = connection.command(Rcpt::new(address.clone(), vec![])).await;
        taken.map_err(refused(Stage::Recipient))?;
    }
    let ready = connection.command(Data).await;
    ready.map_err(refused(Stage::Recipient))?;
    let taken = connection.message(bytes).await;
    taken.map_err(refused(Stage::Content))
}

fn judged(error: &Error, stage: Stage) -> Fault {
    match error.status() {
        Some(code) => fault_of(stage, u16::from(code), &message(error)),
        None => Fault::Deferred,
    }
}

fn outside(error: Error) -> DeliveryError {
    not_taken(Fault::Unreachable, message(&error))
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
fn message(error: &Error) -> String {
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
