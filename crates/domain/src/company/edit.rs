//! What a company changes of what it says, and which of it has to be looked at again.

use thiserror::Error;

use super::{
    Company, CompanySize, CompanyState, LegalNames, RegisterError,
    registration_number::{Lei, RegistrationNumber, Secp},
    website::Link,
};
use crate::{
    language::{Language, Translations},
    permit::Permit,
    policy::EditCompany,
    reference::{LegalFormCode, RegionCode, SubsectorCode},
};

/// What is to be said from now on; what is not named stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub legal_form: Option<LegalFormCode>,
    pub number: Option<RegistrationNumber>,
    pub secp: Option<Option<Secp>>,
    pub lei: Option<Option<Lei>>,
    pub names: Option<LegalNames>,
    pub region: Option<RegionCode>,
    pub subsectors: Option<Vec<SubsectorCode>>,
    pub size: Option<CompanySize>,
    pub languages: Option<Vec<Language>>,
    pub profile: Option<Translations>,
    pub tagline: Option<Translations>,
    pub website: Option<Option<Link>>,
}

/// A company as it is after an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    pub company: Company,
    /// What was changed, by its name in the interface.
    pub fields: Vec<&'static str>,
    /// It was verified under what it said before, so it is looked at again and waits until then.
    pub review: bool,
}

/// Why nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    #[error("nothing would be different")]
    NothingChanged,
    #[error(transparent)]
    Registration(#[from] RegisterError),
}

fn put<T: PartialEq>(place: &mut T, value: Option<T>, name: &'static str, fields: &mut Vec<&'static str>) {
    if let Some(value) = value
        && *place != value
    {
        *place = value;
        fields.push(name);
    }
}

/// What a company was verified by: whoever changes it is somebody else until staff have looked.
const IDENTITY: [&str; 5] = ["legalForm", "registrationNumber", "secpNumber", "lei", "legalNames"];

impl Company {
    /// Changes what the company says of itself.
    pub fn edit(permit: Permit<EditCompany>, changes: Changes) -> Result<Edited, EditError> {
        let (mut company, _) = permit.into_parts();
        let mut fields = Vec::new();
        let said = &mut company.registration;
        put(&mut said.legal_form, changes.legal_form, "legalForm", &mut fields);
        put(&mut said.number, changes.number, "registrationNumber", &mut fields);
        put(&mut said.secp, changes.secp, "secpNumber", &mut fields);
        put(&mut said.lei, changes.lei, "lei", &mut fields);
        put(&mut said.names, changes.names, "legalNames", &mut fields);
        put(&mut said.region, changes.region, "region", &mut fields);
        put(&mut said.subsectors, changes.subsectors, "subsectors", &mut fields);
        put(&mut said.size, changes.size, "size", &mut fields);
        put(&mut said.languages, changes.languages, "languages", &mut fields);
        put(&mut said.profile, changes.profile, "profile", &mut fields);
        put(&mut company.tagline, changes.tagline, "tagline", &mut fields);
        put(&mut company.website, changes.website, "website", &mut fields);
        if fields.is_empty() {
            return Err(EditError::NothingChanged);
        }
        company.registration.check()?;
        let review = company.state == CompanyState::Verified && fields.iter().any(|field| IDENTITY.contains(field));
        if review {
            company.state = CompanyState::Submitted;
        }
        Ok(Edited { company, fields, review })
    }
}
