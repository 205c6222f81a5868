//! `register`

use app::{account::RegisterUserError, credential::password::PasswordError};
use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{email_address::EmailAddress, text};

use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::LanguageTag,
};

/// A new person.
#[derive(InputObject)]
pub struct RegisterInput {
    /// The e-mail address; a letter with a link proves it.
    pub email: String,
    /// 12 to 128 characters, hard to guess; no rules about kinds of characters.
    pub password: String,
    /// The name, 1 to 120 characters.
    pub name: String,
    /// The language that letters are written in.
    pub language: LanguageTag,
    /// The version of the terms that the person accepted: the one in force, as `legalTexts` tells it.
    pub accepted_terms: String,
    /// Whether the person wants news of the forum by letter, beside what concerns his own affairs.
    #[graphql(default)]
    pub news_by_mail: bool,
}

user_errors! {
    "register": RegisterError, RegisterErrorCode {
        /// Shorter than 12 characters.
        PasswordTooShort,
        /// Longer than 128 characters.
        PasswordTooLong,
        /// Easy to guess.
        PasswordTooWeak,
        /// One of those that everybody tries first.
        PasswordCommon,
        /// The terms that were accepted are not the ones in force.
        TermsNotInForce,
    }
}

/// Nothing is told of whether the address was known: the letter says it to its owner.
#[derive(SimpleObject)]
pub struct RegisterPayload {
    /// Whether a letter is on its way.
    pub letter_sent: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RegisterError>,
}

#[derive(Default)]
pub struct Register;

#[Object]
impl Register {
    /// Registers a person. A letter proves the address; its link leads to `verifyEmail`.
    #[graphql(complexity = 50)]
    async fn register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new person.")] input: RegisterInput,
    ) -> Result<RegisterPayload, Error> {
        let mut reading = Reading::default();
        let email = reading.take("email", EmailAddress::parse(&input.email));
        let name = reading.take("name", text::parse(&input.name, 1, 120));
        let said = email.zip(name).map(|(email, name)| app::account::Registration {
            email,
            name,
            password: input.password,
            language: input.language.into(),
            accepted_terms: input.accepted_terms,
            news_by_mail: input.news_by_mail,
        });
        let said = match reading.finish(said) {
            Ok(said) => said,
            Err(user_errors) => return Ok(RegisterPayload { letter_sent: false, user_errors }),
        };
        let (done, user_errors) = split(settle(app::account::register(op(ctx), said).await, tell)?);
        Ok(RegisterPayload { letter_sent: done.is_some(), user_errors })
    }
}

fn tell(error: RegisterUserError) -> RegisterError {
    use RegisterErrorCode as Code;
    let password = match &error {
        RegisterUserError::Password(password) => password,
        RegisterUserError::Consent(_) => return rule(Code::TermsNotInForce, "acceptedTerms", error),
    };
    let code = match password {
        PasswordError::TooShort { .. } => Code::PasswordTooShort,
        PasswordError::TooLong { .. } => Code::PasswordTooLong,
        PasswordError::TooWeak { .. } => Code::PasswordTooWeak,
        PasswordError::Common => Code::PasswordCommon,
    };
    rule(code, "password", error)
}
