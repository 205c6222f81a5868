//! `proposePublication`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{publication::ProposeError, text};

use super::{Publication, record_of};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::PublicationLevel,
};

/// What is to be published, and how much of it.
#[derive(InputObject)]
pub struct ProposePublicationInput {
    /// The agreement or the venture.
    pub record_id: ID,
    /// How much the public reads: no more than the terms of the record allow.
    pub level: PublicationLevel,
    /// The public title: 5 to 200 characters.
    pub title: String,
    /// The public text: 20 to 4,000 characters.
    pub text: String,
    /// Whether the public may read one's own company's name.
    pub named: bool,
}

user_errors! {
    "proposePublication": ProposePublicationError, ProposePublicationErrorCode {
        /// Only what every party confirmed is published.
        NotConfirmed,
        /// The terms of the record do not allow so much.
        Confidential,
        /// A publication of this record waits or is published.
        AlreadyProposed,
    }
}

/// The publication that the other parties have to agree to.
#[derive(SimpleObject)]
pub struct ProposePublicationPayload {
    /// The publication; nothing if there are `userErrors`.
    pub publication: Option<Publication>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ProposePublicationError>,
}

#[derive(Default)]
pub struct ProposePublication;

#[Object]
impl ProposePublication {
    /// Proposes what the public may read of an agreement or a venture that every party confirmed. All other parties have to agree, and then a moderator of each side. Requires Owner or Editor of a verified company that is a party.
    async fn propose_publication(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be published, and how much of it.")] input: ProposePublicationInput,
    ) -> Result<ProposePublicationPayload, Error> {
        let mut reading = Reading::default();
        let record = reading.take("recordId", record_of(&input.record_id));
        let title = reading.take("title", text::parse(&input.title, 5, 200));
        let text = reading.take("text", text::parse(&input.text, 20, 4000));
        let ((record, title), text) = match reading.finish(record.zip(title).zip(text)) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ProposePublicationPayload { publication: None, user_errors }),
        };
        let outcome = app::publication::propose(op(ctx), record, input.level.into(), (title, text), input.named).await;
        let (value, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(ProposePublicationPayload { publication: value.map(Publication), user_errors })
    }
}

fn tell(error: &ProposeError) -> ProposePublicationError {
    use ProposePublicationErrorCode as Code;
    let (code, path) = match error {
        ProposeError::NotConfirmed => (Code::NotConfirmed, "recordId"),
        ProposeError::Confidential { .. } => (Code::Confidential, "level"),
        ProposeError::AlreadyProposed => (Code::AlreadyProposed, "recordId"),
    };
    rule(code, path, error)
}
