//! Asks the server as a browser does: connections kept alive, packed answers taken, small segments sent at once.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// One request, ready to be sent.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    pub path: String,
    pub body: Option<Value>,
    pub token: String,
    /// What `If-None-Match` holds.
    pub seen: Option<String>,
    pub packed: bool,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub tag: Option<String>,
    pub body: Bytes,
    pub took: Duration,
}

impl Answer {
    pub fn json(&self) -> Result<Value> {
        let text = || {
            String::from_utf8_lossy(&self.body)
                .chars()
                .take(500)
                .collect::<String>()
        };
        ensure!(
            self.status < 300,
            "answered with {}: {}",
            self.status,
            text()
        );
        serde_json::from_slice(&self.body).context("an answer that is no JSON")
    }
}

#[derive(Clone)]
pub struct Client {
    pool: Pool<HttpConnector, Full<Bytes>>,
    address: String,
    timeout: Duration,
}

impl Client {
    pub fn new(port: u16) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let pool = Pool::builder(TokioExecutor::new())
            // Sooner than the server lets go, so that none is closed under a request.
            .pool_idle_timeout(Duration::from_secs(3))
            .build(connector);
        Self {
            pool,
            address: format!("http://127.0.0.1:{port}"),
            timeout: Duration::from_secs(30),
        }
    }

    /// The same, with more patience.
    pub fn waiting(&self, timeout: Duration) -> Self {
        Self {
            timeout,
            ..self.clone()
        }
    }

    /// The whole answer, whatever its status. The error is that none came.
    pub async fn send(&self, ask: &Ask) -> Result<Answer> {
        let method = if ask.body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{}", self.address, ask.path));
        if !ask.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", ask.token));
        }
        if let Some(tag) = &ask.seen {
            request = request.header("if-none-match", tag);
        }
        if ask.packed {
            request = request.header("accept-encoding", "gzip");
        }
        let content = match &ask.body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Bytes::from(serde_json::to_vec(body)?)
            }
            None => Bytes::new(),
        };
        let request = request.body(Full::new(content))?;
        let began = Instant::now();
        let whole = async {
            let response = self.pool.request(request).await?;
            let (head, body) = response.into_parts();
            let body = body.collect().await?.to_bytes();
            anyhow::Ok((head, body))
        };
        let (head, body) = tokio::time::timeout(self.timeout, whole)
            .await
            .with_context(|| format!("{}: no answer in {:?}", ask.path, self.timeout))??;
        let tag = head.headers.get("etag").and_then(|tag| tag.to_str().ok());
        Ok(Answer {
            status: head.status.as_u16(),
            tag: tag.map(str::to_owned),
            body,
            took: began.elapsed(),
        })
    }

    /// The JSON of a path, asked with a token.
    pub async fn get(&self, token: &str, path: &str) -> Result<Value> {
        let ask = Ask {
            path: path.to_owned(),
            token: token.to_owned(),
            ..Ask::default()
        };
        let answer = self.send(&ask).await?;
        answer.json().with_context(|| path.to_owned())
    }
}
