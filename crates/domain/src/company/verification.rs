//! What staff found of a company: what was looked at, by which side, on what evidence, and until when it holds.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::website::Link;
use crate::{
    actor::Staff,
    country::Country,
    id::StaffId,
    language::Language,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What can be looked at.
    pub enum CheckKind {
        /// The extract of the register of companies.
        RegistryExtract = "REGISTRY_EXTRACT",
        /// The register of tax payers.
        TaxRegister = "TAX_REGISTER",
        /// The website, and that its domain belongs to the company.
        Website = "WEBSITE",
        /// The address where it can be found.
        Address = "ADDRESS",
        /// That whoever acts for it here may do so.
        AuthorisedPerson = "AUTHORISED_PERSON",
        /// The lists of sanctions.
        Sanctions = "SANCTIONS",
    }
}

impl CheckKind {
    /// What it means that this was looked at, for a reader who knows no such word.
    #[must_use]
    pub fn meaning(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::RegistryExtract, Language::En) => "The extract of the state register names this company, its number and its form.",
            (Self::RegistryExtract, Language::Ru) => "Выписка из государственного реестра называет эту компанию, её номер и форму.",
            (Self::RegistryExtract, Language::Kk) => "Мемлекеттік тізілім үзіндісінде осы компания, оның нөмірі мен нысаны көрсетілген.",
            (Self::RegistryExtract, Language::Ur) => "سرکاری رجسٹر کے اقتباس میں اس کمپنی کا نام، نمبر اور قانونی شکل درج ہے۔",
            (Self::TaxRegister, Language::En) => "The tax authority knows the company as an active taxpayer.",
            (Self::TaxRegister, Language::Ru) => "Налоговый орган знает компанию как действующего налогоплательщика.",
            (Self::TaxRegister, Language::Kk) => "Салық органы компанияны белсенді салық төлеуші ретінде таниды.",
            (Self::TaxRegister, Language::Ur) => "محکمہ ٹیکس کمپنی کو فعال ٹیکس دہندہ کے طور پر جانتا ہے۔",
            (Self::Website, Language::En) => "The website speaks of this company, and its domain belongs to it.",
            (Self::Website, Language::Ru) => "Сайт рассказывает об этой компании, и домен принадлежит ей.",
            (Self::Website, Language::Kk) => "Сайт осы компания туралы, ал домен соған тиесілі.",
            (Self::Website, Language::Ur) => "ویب سائٹ اسی کمپنی کی ہے اور اس کا ڈومین کمپنی کی ملکیت ہے۔",
            (Self::Address, Language::En) => "The company can be found at the address that it gives.",
            (Self::Address, Language::Ru) => "Компания находится по адресу, который она указала.",
            (Self::Address, Language::Kk) => "Компания көрсетілген мекенжайда орналасқан.",
            (Self::Address, Language::Ur) => "کمپنی اپنے بتائے ہوئے پتے پر موجود ہے۔",
            (Self::AuthorisedPerson, Language::En) => "The person who acts for the company here is entitled to do so.",
            (Self::AuthorisedPerson, Language::Ru) => "Лицо, действующее здесь от имени компании, имеет на это право.",
            (Self::AuthorisedPerson, Language::Kk) => "Мұнда компания атынан әрекет ететін адамның бұған құқығы бар.",
            (Self::AuthorisedPerson, Language::Ur) => "یہاں کمپنی کی طرف سے کام کرنے والا شخص اس کا مجاز ہے۔",
            (Self::Sanctions, Language::En) => "The company was not found on the lists of sanctions.",
            (Self::Sanctions, Language::Ru) => "Компании нет в санкционных списках.",
            (Self::Sanctions, Language::Kk) => "Компания санкциялар тізімдерінен табылған жоқ.",
            (Self::Sanctions, Language::Ur) => "کمپنی پابندیوں کی فہرستوں میں نہیں ملی۔",
        }
    }
}

/// One thing that was looked at, and what was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub kind: CheckKind,
    /// What was seen: the paper and its number, the register, whom one spoke to.
    pub evidence: String,
    /// Where it can be seen again; for the company and staff only.
    pub link: Option<Link>,
    pub on: NaiveDate,
}

/// What a company hands in to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub kind: CheckKind,
    /// What it is: its title, number and date.
    pub reference: String,
    pub link: Option<Link>,
    pub issued_on: Option<NaiveDate>,
}

/// What staff say that they have found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// In one sentence, shown with the badge.
    pub evidence: String,
    pub checks: Vec<Check>,
    /// The side of whoever looked.
    pub side: Country,
    /// A year from now unless something shorter is said.
    pub valid_until: Option<Timestamp>,
}

/// What staff found, on what evidence, and until when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub by: StaffId,
    pub at: Timestamp,
    /// What was looked at: the registry extract, the tax register, a call.
    pub evidence: String,
    pub valid_until: Timestamp,
    /// Unknown of what was verified before it was asked for.
    #[serde(default)]
    pub side: Option<Country>,
    #[serde(default)]
    pub checks: Vec<Check>,
    /// When the case was opened that looks at it again.
    #[serde(default)]
    pub recheck_opened_at: Option<Timestamp>,
    /// When it was told that it has run out.
    #[serde(default)]
    pub lapse_told_at: Option<Timestamp>,
}

words! {
    /// Whether a verification still holds.
    pub enum VerificationState {
        Current = "CURRENT",
        /// It holds, and is being looked at again.
        RecheckDue = "RECHECK_DUE",
        /// It has run out: the company stays where it is and begins nothing new.
        Lapsed = "LAPSED",
    }
}

impl VerificationState {
    /// What it means for whoever deals with the company.
    #[must_use]
    pub fn meaning(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Current, Language::En) => "The forum has looked at what is listed here and found the company to be what it says.",
            (Self::Current, Language::Ru) => "Форум проверил перечисленное здесь и убедился, что компания — та, за кого себя выдаёт.",
            (Self::Current, Language::Kk) => "Форум осы тізімдегілерді тексеріп, компанияның өзі айтқандай екеніне көз жеткізді.",
            (Self::Current, Language::Ur) => "فورم نے یہاں درج باتوں کا جائزہ لیا اور کمپنی کو ویسا ہی پایا جیسا وہ کہتی ہے۔",
            (Self::RecheckDue, Language::En) => {
                "The verification still holds and runs out soon; the forum is looking at the company again."
            }
            (Self::RecheckDue, Language::Ru) => "Проверка ещё действует, но скоро истекает; форум проверяет компанию снова.",
            (Self::RecheckDue, Language::Kk) => "Тексеру әлі күшінде, бірақ мерзімі жақында бітеді; форум компанияны қайта тексеріп жатыр.",
            (Self::RecheckDue, Language::Ur) => "تصدیق ابھی مؤثر ہے مگر جلد ختم ہو رہی ہے؛ فورم کمپنی کا دوبارہ جائزہ لے رہا ہے۔",
            (Self::Lapsed, Language::En) => {
                "The verification has run out: what was found is out of date, and the company begins nothing new until it is looked at again."
            }
            (Self::Lapsed, Language::Ru) => {
                "Срок проверки истёк: сведения устарели, и до новой проверки компания не начинает ничего нового."
            }
            (Self::Lapsed, Language::Kk) => "Тексеру мерзімі өтті: деректер ескірді, қайта тексерілгенше компания жаңа іс бастамайды.",
            (Self::Lapsed, Language::Ur) => {
                "تصدیق کی مدت ختم ہو چکی ہے: معلومات پرانی ہیں، اور دوبارہ جائزے تک کمپنی کوئی نیا کام شروع نہیں کرتی۔"
            }
        }
    }
}

/// A verification is looked at again after a year at the latest.
const VALID_DAYS: i64 = 365;
/// And not at once.
const SHORTEST_DAYS: i64 = 30;
/// The case is opened so long before it runs out.
const RECHECK_DAYS: i64 = 30;
/// What was seen longer ago proves nothing of today.
const CHECK_DAYS: i64 = 180;

/// Why findings are refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FindingsError {
    #[error("nobody is verified without the extract of the register: add a check of the kind REGISTRY_EXTRACT")]
    NoRegistryExtract,
    #[error("{kind} is named twice; say in one check what was seen")]
    CheckTwice { kind: CheckKind, at: usize },
    #[error("nothing is looked at on a day that has yet to come")]
    CheckInTheFuture { at: usize },
    #[error("what was seen more than {CHECK_DAYS} days ago has to be looked at again")]
    CheckTooOld { at: usize },
    #[error("a verification holds for {SHORTEST_DAYS} to {VALID_DAYS} days")]
    ValidityOutOfBounds,
}

impl Findings {
    /// The verification that follows from what was found.
    pub fn settle(self, by: &Staff, stamp: Stamp) -> Result<Verification, FindingsError> {
        // A day begins in both countries before it does in UTC.
        let today = (stamp.at + Duration::hours(6)).date_naive();
        for (at, check) in self.checks.iter().enumerate() {
            if self.checks[..at].iter().any(|other| other.kind == check.kind) {
                return Err(FindingsError::CheckTwice { kind: check.kind, at });
            }
            if check.on > today {
                return Err(FindingsError::CheckInTheFuture { at });
            }
            if today - check.on > Duration::days(CHECK_DAYS) {
                return Err(FindingsError::CheckTooOld { at });
            }
        }
        if !self.checks.iter().any(|check| check.kind == CheckKind::RegistryExtract) {
            return Err(FindingsError::NoRegistryExtract);
        }
        let latest = stamp.at + Duration::days(VALID_DAYS);
        let valid_until = self.valid_until.unwrap_or(latest);
        if valid_until > latest || valid_until < stamp.at + Duration::days(SHORTEST_DAYS) {
            return Err(FindingsError::ValidityOutOfBounds);
        }
        Ok(Verification {
            by: by.id,
            at: stamp.at,
            evidence: self.evidence,
            valid_until,
            side: Some(self.side),
            checks: self.checks,
            recheck_opened_at: None,
            lapse_told_at: None,
        })
    }
}

impl Verification {
    /// When somebody has to look again.
    #[must_use]
    pub fn recheck_at(&self) -> Timestamp {
        self.valid_until - Duration::days(RECHECK_DAYS)
    }

    #[must_use]
    pub fn has_lapsed(&self, now: Timestamp) -> bool {
        self.valid_until <= now
    }

    #[must_use]
    pub fn state(&self, now: Timestamp) -> VerificationState {
        state_of(self.valid_until, now)
    }
}

/// Whether what holds until then still does.
#[must_use]
pub fn state_of(valid_until: Timestamp, now: Timestamp) -> VerificationState {
    if valid_until <= now {
        VerificationState::Lapsed
    } else if valid_until - Duration::days(RECHECK_DAYS) <= now {
        VerificationState::RecheckDue
    } else {
        VerificationState::Current
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        actor::SignedIn,
        id::{Identifier, SessionId, UserId},
        staff::Duty,
    };

    fn staff() -> Staff {
        let person = SignedIn {
            user: UserId::from_uuid(Uuid::from_u128(1)),
            session: SessionId::from_uuid(Uuid::from_u128(2)),
            proved: true,
            fresh: true,
            founds: false,
        };
        Staff { person, id: StaffId::from_uuid(Uuid::from_u128(3)), duty: Duty::Moderator, side: crate::country::Country::Kz, companies: Vec::new() }
    }

    fn stamp() -> Stamp {
        Stamp::new("2026-03-02T09:00:00Z".parse().unwrap(), Uuid::from_u128(9))
    }

    fn check(kind: CheckKind, on: &str) -> Check {
        Check { kind, evidence: "Extract 12 of the day".to_owned(), link: None, on: on.parse().unwrap() }
    }

    fn found(checks: Vec<Check>) -> Findings {
        Findings { evidence: "Extract read".to_owned(), checks, side: Country::Kz, valid_until: None }
    }

    #[test]
    fn a_verification_holds_for_a_year_and_is_looked_at_a_month_before() {
        let made = found(vec![check(CheckKind::RegistryExtract, "2026-03-02")]).settle(&staff(), stamp()).unwrap();
        assert_eq!(made.valid_until, stamp().at + Duration::days(365));
        assert_eq!(made.state(stamp().at), VerificationState::Current);
        assert_eq!(made.state(made.recheck_at()), VerificationState::RecheckDue);
        assert_eq!(made.state(made.valid_until - Duration::seconds(1)), VerificationState::RecheckDue);
        assert_eq!(made.state(made.valid_until), VerificationState::Lapsed);
    }

    #[test]
    fn the_register_has_to_be_looked_at() {
        assert_eq!(found(Vec::new()).settle(&staff(), stamp()), Err(FindingsError::NoRegistryExtract));
        let others = vec![check(CheckKind::Website, "2026-03-01"), check(CheckKind::Address, "2026-03-01")];
        assert_eq!(found(others).settle(&staff(), stamp()), Err(FindingsError::NoRegistryExtract));
    }

    #[test]
    fn checks_are_of_the_last_months_and_each_of_its_kind() {
        let first = || check(CheckKind::RegistryExtract, "2026-03-01");
        let twice = found(vec![first(), first()]).settle(&staff(), stamp());
        assert_eq!(twice, Err(FindingsError::CheckTwice { kind: CheckKind::RegistryExtract, at: 1 }));
        let tomorrow = found(vec![first(), check(CheckKind::Sanctions, "2026-03-03")]).settle(&staff(), stamp());
        assert_eq!(tomorrow, Err(FindingsError::CheckInTheFuture { at: 1 }));
        let old = found(vec![check(CheckKind::RegistryExtract, "2025-08-01")]).settle(&staff(), stamp());
        assert_eq!(old, Err(FindingsError::CheckTooOld { at: 0 }));
    }

    #[test]
    fn nobody_is_verified_for_longer_than_a_year_or_for_a_day() {
        for days in [-1, 1, 29, 366] {
            let mut findings = found(vec![check(CheckKind::RegistryExtract, "2026-03-01")]);
            findings.valid_until = Some(stamp().at + Duration::days(days));
            assert_eq!(findings.settle(&staff(), stamp()), Err(FindingsError::ValidityOutOfBounds), "{days}");
        }
    }

    #[test]
    fn every_word_has_a_meaning_of_its_own_in_every_language() {
        let mut meanings: Vec<&str> = Vec::new();
        for language in Language::ALL {
            meanings.extend(CheckKind::ALL.iter().map(|kind| kind.meaning(*language)));
            meanings.extend(VerificationState::ALL.iter().map(|state| state.meaning(*language)));
        }
        let all = meanings.len();
        meanings.sort_unstable();
        meanings.dedup();
        assert_eq!(meanings.len(), all);
    }
}
