//! What a form says: read, guarded against other sites, and given back filled in with what was wrong at each field.

use axum::{
    extract::{FromRequest, Request},
    http::HeaderMap,
};
use sha2::{Digest, Sha256};

use crate::{
    appearance::cookie,
    fault::Fault,
    language::Language,
    message::{Message, frame as said},
    origin::same_origin,
    router::Site,
};

/// The fields of a form as the visitor filled them in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn of(pairs: &[(&str, String)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    /// The value of a field without the space around it; a field that is not there is empty.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim())
    }

    /// A value exactly as it was typed: passwords may begin with a space.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// A value, if there is one.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// Every value that was chosen under a name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(own, value)| own == name && !value.is_empty()).map(|(_, value)| value.clone()).collect()
    }

    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(own, given)| own == name && given == value)
    }

    /// Every pair, for a form that carries what earlier steps of it said.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// One thing that the schema refused.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub code: String,
    pub message: String,
    /// The name of the field: the path without its first part.
    pub field: String,
}

impl Refusal {
    /// A refusal as the schema tells it.
    pub(crate) fn new(code: String, message: String, path: &[String]) -> Self {
        let field = path.iter().skip(usize::from(path.first().is_some_and(|part| part == "input")));
        let field = field.map(String::as_str).collect::<Vec<_>>().join(".");
        Self { code, message, field }
    }

    /// What was wrong, in the reader's language where the code is known. What cannot be read is told by the schema's own sentence too.
    pub(crate) fn say(&self, language: Language) -> maud::Markup {
        let own = Message::by_code(&self.code).filter(|_| self.code != "INVALID_INPUT");
        match own {
            Some(message) => language.say(message),
            None if language == Language::English => maud::html! { (self.message) },
            None => maud::html! { (language.say(said::not_readable())) " " bdi lang="en" dir="ltr" { "(" (self.message) ")" } },
        }
    }
}

/// A form on its way to the page: what was filled in, and what was wrong with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filled {
    pub fields: Fields,
    pub refusals: Vec<Refusal>,
}

impl Filled {
    pub(crate) fn new(fields: Fields) -> Self {
        Self { fields, refusals: Vec::new() }
    }

    /// The same form with what the schema refused.
    pub(crate) fn refused<R: Into<Refusal>>(fields: Fields, refusals: Vec<R>) -> Self {
        Self { fields, refusals: refusals.into_iter().map(Into::into).collect() }
    }

    /// What is wrong with a field: with it, or with a part of it.
    pub(crate) fn wrong(&self, name: &str) -> impl Iterator<Item = &Refusal> {
        self.refusals
            .iter()
            .filter(move |refusal| refusal.field == name || refusal.field.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    }

    /// Says of refusals at one place that they belong to a field of another name.
    pub(crate) fn at(mut self, place: &str, name: &str) -> Self {
        for refusal in &mut self.refusals {
            if let Some(rest) = refusal.field.strip_prefix(place).filter(|rest| rest.is_empty() || rest.starts_with('.')) {
                refusal.field = format!("{name}{rest}").trim_start_matches('.').to_owned();
            }
        }
        self
    }
}

/// A code out of a set that is open to new ones; `T` is the set's name in the schema.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent, bound = "")]
pub(crate) struct Code<T>(pub String, #[serde(skip)] std::marker::PhantomData<T>);

impl<T> std::fmt::Debug for Code<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

#[automatically_derived]
impl<T> cynic::Enum for Code<T> {
    type SchemaType = T;
}

/// Declares the error of a mutation as the pages read it.
macro_rules! refusals {
    ($($error:ident $code:ident),* $(,)?) => {$(
        #[derive(cynic::QueryFragment, Debug)]
        struct $error {
            code: crate::form::Code<crate::schema::$code>,
            message: String,
            path: Vec<String>,
        }

        impl From<$error> for crate::form::Refusal {
            fn from(error: $error) -> Self {
                Self::new(error.code.0, error.message, &error.path)
            }
        }
    )*};
}
pub(crate) use refusals;

/// The token of the forms of a session: nobody who does not hold the cookie can work it out, and the cookie not from it.
pub(crate) fn token(headers: &HeaderMap) -> String {
    let session = cookie(headers, "__Host-forum").or_else(|| cookie(headers, "forum")).unwrap_or_default();
    hex::encode(&Sha256::digest(format!("the forms of a session\n{session}"))[..16])
}

/// A form that was sent by a page of ours, in the session in which the page was drawn.
pub(crate) struct Form(Result<Fields, Fault>);

impl Form {
    /// What the form says, or why it does not count.
    pub(crate) fn read(self) -> Result<Fields, Fault> {
        self.0
    }
}

impl FromRequest<Site> for Form {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Self::Rejection> {
        if !same_origin(request.headers(), site.public_origin()) {
            return Ok(Self(Err(Fault::ForeignForm)));
        }
        let token = token(request.headers());
        let fields = match axum::Form::<Vec<(String, String)>>::from_request(request, &()).await {
            Ok(form) => Fields(form.0),
            Err(why) => return Ok(Self(Err(Fault::Refused(why.body_text())))),
        };
        Ok(Self(if fields.get("token") == token { Ok(fields) } else { Err(Fault::OldForm) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", cookie.parse().unwrap());
        headers
    }

    #[test]
    fn the_token_follows_the_session_and_does_not_tell_it() {
        let token_of = |cookie| token(&headers(cookie));
        assert_eq!(token_of("forum=a; theme=dark"), token_of("theme=light; forum=a"));
        assert_ne!(token_of("forum=a"), token_of("forum=b"));
        assert_ne!(token_of("__Host-forum=a"), token_of("theme=dark"));
        assert!(!token_of("forum=secret").contains("secret"));
    }

    #[test]
    fn refusals_find_their_fields() {
        let path = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        let refusal = Refusal::new("X".into(), "x".into(), &path(&["input", "terms", "legalNames", "0"]));
        let filled = Filled { fields: Fields::default(), refusals: vec![refusal] };
        assert_eq!(filled.wrong("terms.legalNames").count(), 1);
        assert_eq!(filled.wrong("terms.legal").count(), 0);
        let filled = filled.at("terms", "paper");
        assert_eq!(filled.wrong("paper.legalNames.0").count(), 1);
    }
}
