//! `editCompany`

use async_graphql::{Context, Error, InputObject, MaybeUndefined, Object, SimpleObject};
use domain::{
    company::{
        RegisterError,
        edit::{Changes, EditError},
        registration_number::{Lei, RegistrationNumber, Secp},
        website::Link,
    },
    reference::Reference,
};

use super::{
    Company, RegistrationNumberInput,
    register::{LegalNameInput, TranslationInput, read_languages, read_names, read_subsectors, read_texts},
};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::{CompanySize, LanguageTag},
};

/// What the company says from now on; what is left out stays as it is. The country does not change.
#[derive(InputObject)]
pub struct EditCompanyInput {
    /// The version that was read: if somebody changed the company since, nothing is done.
    pub expected_version: i32,
    /// The code of its legal form; see `legalForms`. Looked at again.
    pub legal_form: Option<String>,
    /// The number under which its state knows it. Looked at again.
    pub registration_number: Option<RegistrationNumberInput>,
    /// For Pakistan: the SECP number beside the NTN; null for none. Looked at again.
    pub secp_number: MaybeUndefined<String>,
    /// Legal entity identifier, ISO 17442; null for none. Looked at again.
    pub lei: MaybeUndefined<String>,
    /// The legal name, once in each script that the company uses, in the place of all before. Looked at again.
    pub legal_names: Option<Vec<LegalNameInput>>,
    /// The code of its region; see `regions`.
    pub region: Option<String>,
    /// The codes of what it does, 1 to 12, in the place of all before; see `sectors`.
    pub subsectors: Option<Vec<String>>,
    /// How large it is.
    pub size: Option<CompanySize>,
    /// The languages that its people speak.
    pub languages: Option<Vec<LanguageTag>>,
    /// What it does, in its own words, in the place of all before.
    pub profile: Option<Vec<TranslationInput>>,
    /// What it does, in one line of at most 160 characters, in the place of all before.
    pub tagline: Option<Vec<TranslationInput>>,
    /// Its page on the web, beginning with `https://` or `http://`; null for none.
    pub website: MaybeUndefined<String>,
}

user_errors! {
    "editCompany": EditCompanyError, EditCompanyErrorCode {
        /// Nothing would be different.
        NothingChanged,
        /// The legal form belongs to the law of the other country.
        LegalFormOfOtherCountry,
        /// The region lies in the other country.
        RegionOfOtherCountry,
        /// The number comes from a register of the other country.
        NumberOfOtherCountry,
        /// A sole trader is known by a personal number, which the forum does not keep.
        SoleTrader,
        /// At least one subsector is named.
        NoSubsectors,
        /// At most twelve subsectors are named.
        TooManySubsectors,
        /// A subsector is named twice.
        SubsectorTwice,
        /// A company with this number is verified already.
        NumberTaken,
    }
}

/// The company as it is now.
#[derive(SimpleObject)]
pub struct EditCompanyPayload {
    /// The company; nothing if there are `userErrors`.
    pub company: Option<Company>,
    /// Whether what it was verified by has changed: then it leaves the directory until a moderator has looked at it again.
    pub sent_to_review: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<EditCompanyError>,
}

#[derive(Default)]
pub struct EditCompany;

#[Object]
impl EditCompany {
    /// Changes what the company that one acts for says of itself; directory and search show it at once. Another name, legal form or number
    /// of a verified company is looked at again first. Requires an Owner or Editor.
    async fn edit_company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the company says from now on.")] input: EditCompanyInput,
    ) -> Result<EditCompanyPayload, Error> {
        let op = op(ctx);
        let version = input.expected_version;
        let changes = match input.read(&op.app().reference()) {
            Ok(changes) => changes,
            Err(user_errors) => return Ok(EditCompanyPayload { company: None, sent_to_review: false, user_errors }),
        };
        let (edited, user_errors) = split(settle(app::company::edit(op, version, changes).await, tell)?);
        let sent_to_review = edited.as_ref().is_some_and(|edited| edited.review);
        Ok(EditCompanyPayload { company: edited.map(|edited| Company::from(edited.company)), sent_to_review, user_errors })
    }
}

/// What is left out stays, null is none, and a value is read.
fn maybe<T, E: std::fmt::Display>(
    reading: &mut Reading,
    path: &str,
    given: MaybeUndefined<String>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<Option<T>> {
    match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(text) => reading.take(path, parse(&text)).map(Some),
    }
}

impl EditCompanyInput {
    fn read(self, reference: &Reference) -> Result<Changes, Vec<EditCompanyError>> {
        let mut reading = Reading::default();
        let legal_form = self.legal_form.and_then(|code| {
            let found = reference.legal_form(&code).map(|form| form.code.clone());
            reading.take("legalForm", found.ok_or("no such legal form; see `legalForms`"))
        });
        let number = self
            .registration_number
            .and_then(|number| reading.take("registrationNumber.value", RegistrationNumber::parse(number.kind.into(), &number.value)));
        let secp = maybe(&mut reading, "secpNumber", self.secp_number, Secp::parse);
        let lei = maybe(&mut reading, "lei", self.lei, Lei::parse);
        let names = self.legal_names.and_then(|names| read_names(&mut reading, &names));
        let region = self.region.and_then(|code| {
            let found = reference.region(&code).map(|region| region.code.clone());
            reading.take("region", found.ok_or("no such region; see `regions`"))
        });
        let subsectors = self.subsectors.map(|codes| read_subsectors(&mut reading, reference, &codes));
        let profile = self.profile.map(|texts| read_texts(&mut reading, "profile", &texts, 4_000));
        let tagline = self.tagline.map(|texts| read_texts(&mut reading, "tagline", &texts, 160));
        let website = maybe(&mut reading, "website", self.website, Link::parse);
        let changes = Changes {
            legal_form,
            number,
            secp,
            lei,
            names,
            region,
            subsectors,
            size: self.size.map(Into::into),
            languages: self.languages.map(read_languages),
            profile,
            tagline,
            website,
        };
        reading.finish(Some(changes))
    }
}

fn tell(error: EditError) -> EditCompanyError {
    use EditCompanyErrorCode as Code;
    let (code, path) = match &error {
        EditError::NothingChanged => (Code::NothingChanged, ""),
        EditError::Registration(rule) => match rule {
            RegisterError::LegalFormOfOtherCountry { .. } => (Code::LegalFormOfOtherCountry, "legalForm"),
            RegisterError::RegionOfOtherCountry { .. } => (Code::RegionOfOtherCountry, "region"),
            RegisterError::NumberOfOtherCountry { .. } => (Code::NumberOfOtherCountry, "registrationNumber.kind"),
            RegisterError::SoleTrader => (Code::SoleTrader, "legalForm"),
            RegisterError::NoSubsectors => (Code::NoSubsectors, "subsectors"),
            RegisterError::TooManySubsectors => (Code::TooManySubsectors, "subsectors"),
            RegisterError::SubsectorTwice { .. } => (Code::SubsectorTwice, "subsectors"),
            RegisterError::NumberTaken => (Code::NumberTaken, "registrationNumber.value"),
            // A company that exists is not one more: the rule is for registering.
            RegisterError::TooManyUnverified => (Code::InvalidInput, ""),
        },
    };
    rule(code, path, error)
}
