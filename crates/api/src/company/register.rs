//! `registerCompany`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{
    company::{
        LegalNames, RegisterError, Registration,
        name::LegalName,
        registration_number::{Lei, RegistrationNumber, Secp},
    },
    language::{Language, Translations},
    reference::{Reference, SubsectorCode},
    text,
};

use super::{Company, RegistrationNumberInput};
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::{CompanySize, CountryCode, LanguageTag, Script},
};

/// The legal name in one script.
#[derive(InputObject)]
pub struct LegalNameInput {
    /// The script.
    pub script: Script,
    /// The name, 2 to 200 characters, as it stands in the register.
    pub name: String,
}

/// A text in one language.
#[derive(InputObject)]
pub struct TranslationInput {
    /// The language.
    pub language: LanguageTag,
    /// The text, at most 4,000 characters.
    pub text: String,
}

/// What a company says of itself.
#[derive(InputObject)]
pub struct RegisterCompanyInput {
    /// The country whose law it is founded under.
    pub country: CountryCode,
    /// The code of its legal form; see `legalForms`.
    pub legal_form: String,
    /// BIN for Kazakhstan; NTN or SECP number for Pakistan.
    pub registration_number: RegistrationNumberInput,
    /// For Pakistan: the SECP number beside the NTN.
    pub secp_number: Option<String>,
    /// Legal entity identifier, ISO 17442.
    pub lei: Option<String>,
    /// The legal name, once in each script that the company uses.
    pub legal_names: Vec<LegalNameInput>,
    /// The code of its region; see `regions`.
    pub region: String,
    /// The codes of what it does, 1 to 12; see `sectors`.
    pub subsectors: Vec<String>,
    /// How large it is.
    pub size: CompanySize,
    /// The languages that its people speak.
    #[graphql(default)]
    pub languages: Vec<LanguageTag>,
    /// What it does, in its own words.
    #[graphql(default)]
    pub profile: Vec<TranslationInput>,
}

user_errors! {
    "registerCompany": RegisterCompanyError, RegisterCompanyErrorCode {
        /// One person keeps at most three companies that are not verified.
        TooManyUnverified,
        /// The legal form belongs to the law of the other country.
        LegalFormOfOtherCountry,
        /// The region lies in the other country.
        RegionOfOtherCountry,
        /// Companies of this country are known by another kind of number.
        NumberOfOtherCountry,
        /// Sole traders are known by a personal number, which the forum does not keep.
        SoleTrader,
        /// At least one subsector is needed.
        NoSubsectors,
        /// At most twelve subsectors.
        TooManySubsectors,
        /// A subsector is named twice.
        SubsectorTwice,
        /// A company with this number is verified already; ask to join it.
        NumberTaken,
    }
}

/// The company that was registered.
#[derive(SimpleObject)]
pub struct RegisterCompanyPayload {
    /// The company, a draft that only its owner sees; nothing if there are `userErrors`.
    pub company: Option<Company>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<RegisterCompanyError>,
}

#[derive(Default)]
pub struct RegisterCompany;

#[Object]
impl RegisterCompany {
    /// Registers a company as a draft of the person who asks, who becomes its owner. To act for it, refresh the token with `actAs`.
    async fn register_company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the company says of itself.")] input: RegisterCompanyInput,
    ) -> Result<RegisterCompanyPayload, Error> {
        let op = op(ctx);
        let registration = match input.read(&op.app().reference()) {
            Ok(registration) => registration,
            Err(user_errors) => return Ok(RegisterCompanyPayload { company: None, user_errors }),
        };
        let (company, user_errors) = split(settle(app::company::register(op, registration).await, tell)?);
        Ok(RegisterCompanyPayload { company: company.map(Company::from), user_errors })
    }
}

impl RegisterCompanyInput {
    fn read(self, reference: &Reference) -> Result<Registration, Vec<RegisterCompanyError>> {
        let mut reading = Reading::default();
        let legal_form = reference.legal_form(&self.legal_form).map(|form| form.code.clone()).ok_or("no such legal form; see `legalForms`");
        let legal_form = reading.take("legalForm", legal_form);
        let number = RegistrationNumber::parse(self.registration_number.kind.into(), &self.registration_number.value);
        let number = reading.take("registrationNumber.value", number);
        let secp = self.secp_number.as_deref().and_then(|text| reading.take("secpNumber", Secp::parse(text)));
        let lei = self.lei.as_deref().and_then(|text| reading.take("lei", Lei::parse(text)));
        let names = read_names(&mut reading, &self.legal_names);
        let region = reference.region(&self.region).map(|region| region.code.clone()).ok_or("no such region; see `regions`");
        let region = reading.take("region", region);
        let subsectors = read_subsectors(&mut reading, reference, &self.subsectors);
        let profile = read_texts(&mut reading, "profile", &self.profile, 4_000);
        let languages = read_languages(self.languages);
        let registration = (|| {
            Some(Registration {
                country: self.country.into(),
                legal_form: legal_form?,
                number: number?,
                secp,
                lei,
                names: names?,
                region: region?,
                subsectors,
                size: self.size.into(),
                languages,
                profile,
            })
        })();
        reading.finish(registration)
    }
}

pub(super) fn read_names(reading: &mut Reading, given: &[LegalNameInput]) -> Option<LegalNames> {
    let mut names = Vec::new();
    for (at, given) in given.iter().enumerate() {
        let name = reading.take(format!("legalNames.{at}.name"), LegalName::parse(&given.name));
        names.extend(name.map(|name| (given.script.into(), name)));
    }
    if names.len() != given.len() {
        return None;
    }
    reading.take("legalNames", LegalNames::new(names).ok_or("name the company once in each script, in at least one"))
}

pub(super) fn read_subsectors(reading: &mut Reading, reference: &Reference, given: &[String]) -> Vec<SubsectorCode> {
    let mut subsectors = Vec::new();
    for (at, code) in given.iter().enumerate() {
        let found = reference.open_subsector(code).map(|subsector| subsector.code.clone()).ok_or("no such subsector; see `sectors`");
        subsectors.extend(reading.take(format!("subsectors.{at}"), found));
    }
    subsectors
}

pub(super) fn read_texts(reading: &mut Reading, path: &str, given: &[TranslationInput], most: usize) -> Translations {
    let mut texts = Vec::new();
    for (at, given) in given.iter().enumerate() {
        let text = reading.take(format!("{path}.{at}.text"), text::parse(&given.text, 1, most));
        texts.extend(text.map(|text| (given.language.into(), text)));
    }
    Translations::new(texts)
}

pub(super) fn read_languages(given: Vec<LanguageTag>) -> Vec<Language> {
    let mut languages: Vec<Language> = given.into_iter().map(Into::into).collect();
    languages.sort_unstable();
    languages.dedup();
    languages
}

fn tell(error: RegisterError) -> RegisterCompanyError {
    use RegisterCompanyErrorCode as Code;
    let (code, path) = match &error {
        RegisterError::TooManyUnverified => (Code::TooManyUnverified, ""),
        RegisterError::LegalFormOfOtherCountry { .. } => (Code::LegalFormOfOtherCountry, "legalForm"),
        RegisterError::RegionOfOtherCountry { .. } => (Code::RegionOfOtherCountry, "region"),
        RegisterError::NumberOfOtherCountry { .. } => (Code::NumberOfOtherCountry, "registrationNumber.kind"),
        RegisterError::SoleTrader => (Code::SoleTrader, "legalForm"),
        RegisterError::NoSubsectors => (Code::NoSubsectors, "subsectors"),
        RegisterError::TooManySubsectors => (Code::TooManySubsectors, "subsectors"),
        RegisterError::SubsectorTwice { .. } => (Code::SubsectorTwice, "subsectors"),
        RegisterError::NumberTaken => (Code::NumberTaken, "registrationNumber.value"),
    };
    rule(code, path, error)
}
