//! The one place that maps [`Error`] to HTTP (RFC 9457, `application/problem+json`).

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::base::Error;
use crate::base::error::{Text, text};

/// The language of `detail`: Chinese, or English where `Accept-Language` asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

/// Seconds after which a client may try again where nothing could be stored.
const STORAGE_RETRY: &str = "30";

tokio::task_local! {
    /// Set for each request by the outermost middleware.
    pub static LANGUAGE: Language;
}

impl Language {
    /// The one of the two languages that the header gives more weight, the first of equals;
    /// Chinese where it names neither.
    pub fn asked_for(header: Option<&HeaderValue>) -> Self {
        let wanted = header.and_then(|v| v.to_str().ok()).unwrap_or("");
        let mut best = (0, Self::Chinese);
        for range in wanted.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or("").to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |q| {
                    q.trim().parse::<f64>().unwrap_or(0.0).clamp(0.0, 1.0)
                });
            let language = match tag.split('-').next() {
                Some("zh") => Self::Chinese,
                Some("en") => Self::English,
                _ => continue,
            };
            // RFC 9110 gives weights three decimals.
            let weight = (weight * 1000.0).round() as u32;
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    /// That of the present request; to be asked before the work moves to another thread.
    pub fn current() -> Self {
        LANGUAGE
            .try_with(|language| *language)
            .unwrap_or(Self::Chinese)
    }

    pub fn pick(self, text: &Text) -> String {
        match self {
            Self::Chinese => text.zh.clone(),
            Self::English => text.en.clone(),
        }
    }
}

/// An error as RFC 9457 describes it. `code` is stable; `detail` is for people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"type": "about:blank", "title": "Unprocessable Entity", "status": 422,
    "code": "request.invalid", "detail": "不能为空",
    "errors": [{"pointer": "/title", "code": "required", "detail": "不能为空"}]}))]
pub struct Problem {
    /// `about:blank`: the code says more than a page could on an intranet.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words, as HTTP has them.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What went wrong, as a word that stays the same over versions.
    #[schema(example = "problem.transition_not_allowed")]
    pub code: String,
    /// What went wrong, for people: in Chinese, or in English where `Accept-Language` asks for it.
    pub detail: String,
    /// For 422: what is wrong with which value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldProblem>,
    /// For a refused action on a problem: the actions that are possible now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub allowed_actions: Option<Vec<String>>,
}

/// One wrong value.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// JSON pointer into the body, or the query parameter's name with a slash before it.
    #[schema(example = "/title")]
    pub pointer: String,
    /// What is wrong with it, as a word that stays the same over versions.
    #[schema(example = "too_long")]
    pub code: String,
    /// What is wrong with it, for people, in the language of the whole answer.
    pub detail: String,
}

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unauthenticated { .. } => StatusCode::UNAUTHORIZED,
            Self::Forbidden { .. } => StatusCode::FORBIDDEN,
            Self::NotFound | Self::Missing { .. } => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::TooLarge(_) | Self::FileTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy { too_many: true, .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy { .. } | Self::StorageFailed(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::StorageFull | Self::QuotaFull { .. } => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "request.malformed",
            Self::TooSlow => "request.too_slow",
            Self::Unauthenticated { code, .. }
            | Self::Forbidden { code, .. }
            | Self::Missing { code, .. }
            | Self::Conflict { code, .. }
            | Self::QuotaFull { code, .. }
            | Self::Busy { code, .. } => code,
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::Invalid(_) => "request.invalid",
            Self::Stale => "request.stale_version",
            Self::TooLarge(_) => "request.too_large",
            Self::FileTooLarge(_) => "attachment.too_large",
            Self::StorageFull => "storage_full",
            Self::StorageFailed(_) => "storage_failed",
            Self::Internal(_) => "internal",
        }
    }

    fn detail(&self) -> Text {
        match self {
            Self::Malformed(detail) | Self::TooLarge(detail) | Self::FileTooLarge(detail) => {
                detail.clone()
            }
            Self::Unauthenticated { detail, .. }
            | Self::Forbidden { detail, .. }
            | Self::Missing { detail, .. }
            | Self::Conflict { detail, .. }
            | Self::QuotaFull { detail, .. }
            | Self::Busy { detail, .. } => detail.clone(),
            Self::TooSlow => text(
                "请求内容未按时送达，请重试",
                "The body did not arrive in time.",
            ),
            Self::NotFound => text("没有找到所请求的内容", "There is nothing here for you."),
            Self::MethodNotAllowed => {
                text("不支持这种请求方法", "This method is not supported here.")
            }
            Self::UnsupportedMediaType => text(
                "请以 application/json 提交，文件以 multipart/form-data 提交，不要压缩",
                "Send application/json, and files as multipart/form-data, without a content encoding.",
            ),
            Self::Invalid(errors) => match errors.as_slice() {
                [one] => one.detail.clone(),
                many => text(
                    format!("有{}处内容需要更正", many.len()),
                    format!("{} values need correction", many.len()),
                ),
            },
            Self::Stale => text(
                "内容已被他人更新，请刷新后重试",
                "Somebody else has changed this; reload and try again.",
            ),
            Self::StorageFull => text(
                "服务器存储空间已满，暂时不能保存",
                "The server's disk is full.",
            ),
            Self::StorageFailed(_) => text(
                "服务器暂时不能保存数据，请稍后重试或联系管理员",
                "The server can't store anything now; try again later or tell the administrator.",
            ),
            Self::Internal(_) => text(
                "系统出现故障，请联系管理员",
                "Something failed; tell the administrator.",
            ),
        }
    }

    /// What a caller reads of it.
    pub fn in_language(&self, language: Language) -> Problem {
        let status = self.status();
        Problem {
            kind: "about:blank".into(),
            title: status.canonical_reason().unwrap_or("Error").into(),
            status: status.as_u16(),
            code: self.code().into(),
            detail: language.pick(&self.detail()),
            errors: match self {
                Self::Invalid(errors) => errors
                    .iter()
                    .map(|e| FieldProblem {
                        pointer: e.pointer.clone(),
                        code: e.code.into(),
                        detail: language.pick(&e.detail),
                    })
                    .collect(),
                _ => Vec::new(),
            },
            allowed_actions: match self {
                Self::Conflict {
                    allowed: Some(list),
                    ..
                } => Some(list.iter().map(|a| (*a).to_owned()).collect()),
                _ => None,
            },
        }
    }

    /// The answer in the given language; the cause of an internal fault is logged, never shown.
    pub fn respond(&self, language: Language) -> HttpResponse {
        if let Self::Internal(cause) = self {
            tracing::error!(%cause, "internal error");
        }
        if let Self::StorageFailed(cause) = self {
            tracing::error!(%cause, "writes fail");
        }
        let mut response = HttpResponse::build(self.status());
        if let Self::Busy { retry_after, .. } = self {
            response.insert_header((RETRY_AFTER, retry_after.to_string()));
        }
        if let Self::StorageFailed(_) = self {
            response.insert_header((RETRY_AFTER, STORAGE_RETRY));
        }
        if let Self::Unauthenticated { .. } = self {
            response.insert_header(("WWW-Authenticate", "Bearer"));
        }
        let body = serde_json::to_string(&self.in_language(language)).unwrap_or_default();
        response
            .insert_header((CONTENT_TYPE, "application/problem+json"))
            .body(body)
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.respond(Language::current())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_with_more_weight_is_spoken() {
        let asked = |text: &'static str| Language::asked_for(Some(&HeaderValue::from_static(text)));
        assert_eq!(Language::asked_for(None), Language::Chinese);
        for chinese in [
            "",
            "*",
            "zh",
            "fr-FR, fr",
            "en;q=0.5, zh",
            "zh-CN,zh;q=0.9,en;q=0.8",
            "en;q=0",
            "english",
        ] {
            assert_eq!(asked(chinese), Language::Chinese, "{chinese}");
        }
        for english in [
            "en",
            "en-GB,zh;q=0.5",
            "fr, en;q=0.1",
            "zh;q=0.2, EN-us ; q=0.3",
            "en, zh",
        ] {
            assert_eq!(asked(english), Language::English, "{english}");
        }
    }
}
