//! What a person agrees to, and the texts that he is asked to agree to.

pub mod record;
pub mod withdraw;

use async_graphql::{Context, Error, ID, Object, SimpleObject, connection::Connection};
use domain::{consent as domain_consent, id::Identifier, legal_text as domain_text};

use app::storage::{Position, Window};

use crate::{
    context::op,
    error::failed,
    page::{Cursor, connection},
    scalar::DateTime,
    word::{ConsentPurpose, LanguageTag, LegalTextKind},
};

/// One word of a person about what he agrees to. Words are added and never changed; the last one on a purpose counts.
#[derive(SimpleObject)]
pub struct Consent {
    /// The identifier.
    pub id: ID,
    /// What it is about.
    pub purpose: ConsentPurpose,
    /// Whether the person agreed, or took it back.
    pub given: bool,
    /// The version of the text, where there is one.
    pub version: Option<String>,
    /// The language of the person when he agreed.
    pub language: Option<LanguageTag>,
    /// When.
    pub at: DateTime,
}

impl From<domain_consent::Consent> for Consent {
    fn from(consent: domain_consent::Consent) -> Self {
        Self {
            id: ID(consent.id.to_string()),
            purpose: consent.purpose.into(),
            given: consent.given,
            version: consent.version,
            language: consent.language.map(Into::into),
            at: consent.at.into(),
        }
    }
}

/// What the person who asks said of what he agrees to.
pub async fn history(ctx: &Context<'_>, window: &Window) -> Result<Connection<Cursor, Consent>, Error> {
    let op = op(ctx);
    let signed_in = op.actor().await.map_err(failed)?.signed_in().ok_or_else(|| failed(app::Failure::Unauthenticated))?;
    let page = app::consent::history(op, signed_in.user, window).await.map_err(failed)?;
    let page = page.map(|consent| (Position::at(consent.at, consent.id.uuid()), consent));
    Ok(connection(page, window, Consent::from))
}

/// One version of a text that a person is asked to agree to.
#[derive(SimpleObject)]
pub struct LegalText {
    /// What it is about.
    pub kind: LegalTextKind,
    /// The version; `register` and `recordConsent` take the one that is in force.
    pub version: String,
    /// Whether this version is the one in force.
    pub in_force: bool,
    /// Since when it is, or was, in force.
    pub in_force_from: DateTime,
    /// The language of the text.
    pub language: LanguageTag,
    /// The text, plain.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub digest: String,
}

#[derive(Default)]
pub struct LegalTextQuery;

#[Object]
impl LegalTextQuery {
    /// The terms and the privacy notice in a language: the versions in force and those that were, oldest first.
    #[graphql(complexity = "10 + child_complexity")]
    async fn legal_texts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the texts.")] language: LanguageTag,
    ) -> Result<Vec<LegalText>, Error> {
        let op = op(ctx);
        let texts = app::legal::texts(op, language.into()).await.map_err(failed)?;
        let now = op.app().now();
        let current = |kind| domain_text::version_in_force(kind, &texts, now);
        Ok(texts
            .iter()
            .map(|text| LegalText {
                kind: text.kind.into(),
                version: text.version.clone(),
                in_force: current(text.kind) == Some(text.version.as_str()),
                in_force_from: text.in_force_from.into(),
                language: text.language.into(),
                text: text.body.clone(),
                digest: text.digest.clone(),
            })
            .collect())
    }
}
