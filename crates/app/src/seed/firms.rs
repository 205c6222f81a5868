//! Companies with their people, from registration to the moderators' word.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    company::{
        Check, CheckKind, Company, CompanySize, CompanyState, Findings, LegalNames, Registration, Script,
        name::LegalName,
        registration_number::{Bin, Ntn, RegistrationNumber, Secp},
    },
    country::Country,
    id::UserId,
    language::{Language, Translations},
    member::{Membership, Role},
    moderation_case::{CaseState, ModerationCase},
    policy::{RegisterCompany, RejectCompany, SubmitCompany, VerifyCompany},
    reference::{LegalFormCode, RegionCode, SubsectorCode},
    stamp::Timestamp,
};

use super::{
    Account, Chunk, SeedError,
    chance::Chance,
    listings::{self, Goods},
    people::{self, OWNERS},
    refused, words,
    world::World,
};

/// A verified company with what others look for in it.
pub struct Firm {
    pub place: u32,
    pub company: Company,
    pub owner: UserId,
    pub verified_at: Timestamp,
    /// Its published listings, by their places in the chunk.
    pub published: Vec<usize>,
}

impl Firm {
    pub fn actor(&self) -> Actor {
        people::owner(&self.company, self.owner)
    }

    pub fn country(&self) -> Country {
        self.company.registration.country
    }
}

/// What is fixed of the first company of each country: region, branches.
const FIRST: [(&str, [&str; 3]); 2] = [("KZ-75", ["AGR-GR", "AGR-OS", "TEX-RT"]), ("PK-PB", ["TEX-HO", "TEX-AP", "AGR-MI"])];

/// Makes the companies of a chunk with their people and listings.
pub fn settle(world: &World<'_>, number: u32, chance: &mut Chance, chunk: &mut Chunk) -> Result<Vec<Firm>, SeedError> {
    let mut firms = Vec::new();
    for place in world.places(number) {
        if let Some(firm) = settle_one(world, place, chance, chunk)? {
            firms.push(firm);
        }
    }
    Ok(firms)
}

/// What becomes of the company at a place: most are verified, a few are on their way.
fn fate(place: u32) -> CompanyState {
    match place % 50 {
        10 | 33 => CompanyState::Draft,
        21 | 44 => CompanyState::Submitted,
        28 => CompanyState::Rejected,
        _ => CompanyState::Verified,
    }
}

fn settle_one(world: &World<'_>, place: u32, chance: &mut Chance, chunk: &mut Chunk) -> Result<Option<Firm>, SeedError> {
    let now = world.plan().now;
    let country = if place.is_multiple_of(2) { Country::Kz } else { Country::Pk };
    // The special companies and most others have been there long enough to have built something.
    let long = place < 8 || chance.percent(70);
    let days = if long { chance.between(150, 330) } else { chance.between(8, 150) };
    let at = chance.moment(now - TimeDelta::days(days), now - TimeDelta::days(days) + TimeDelta::hours(20));
    let languages = languages(country, place, chance);
    let email = match usize::try_from(place).ok().and_then(|place| OWNERS.get(place)) {
        Some(email) => (*email).to_owned(),
        None => format!("owner-{}@{}.demo.example", place + 1, country.as_str().to_ascii_lowercase()),
    };
    let owner = people::user(chance, &email, country, languages[0], at - TimeDelta::hours(3))?;
    let registration = registration(world, place, country, languages, chance)?;
    let permit = Actor::User(people::signed_in(owner.id)).permit::<RegisterCompany>(()).map_err(refused)?;
    let scrambled = place.wrapping_mul(0x9e_3779).to_be_bytes();
    // The address of a company ends with the last three bytes of its identity: the scrambled place makes it one of its own.
    let tail = [chance.byte(), scrambled[1], scrambled[2], scrambled[3]];
    let stamp = chance.stamp_ending(at, tail);
    let draft = Company::register(&permit, registration, 0, stamp).map_err(refused)?;
    let company = decide(world, draft, owner.id, fate(place), chance, chunk)?;

    chunk.members.push(Membership { company: company.id, user: owner.id, role: Role::Owner, since: at });
    colleagues(&company, place, at, chance, chunk)?;
    let goods = goods(world, place, &company, chance);
    let published = listings::write(world, &company, owner.id, &goods, chance, chunk)?;
    if place < 2 {
        let standing = format!("owner of {}", company.registration.names.primary());
        chunk.accounts.push(Account { email, standing, user: owner.id, company: Some(company.id) });
    }
    let firm = company.verification.as_ref().map(|found| found.at).map(|verified_at| Firm {
        place,
        company: company.clone(),
        owner: owner.id,
        verified_at,
        published,
    });
    chunk.companies.push((company, owner.id));
    chunk.users.push(owner);
    Ok(firm)
}

fn goods(world: &World<'_>, place: u32, company: &Company, chance: &mut Chance) -> Goods {
    let said = &company.registration;
    let branch = said.subsectors[0].as_str().to_owned();
    let code = |code: &str| code.to_owned();
    match place {
        0 => Goods { offers: vec![code("AGR-GR"), code("AGR-OS")], needs: vec![code("TEX-HO"), code("AGR-RI")], fixed: true },
        1 => Goods { offers: vec![code("TEX-HO"), code("TEX-AP")], needs: vec![code("AGR-GR")], fixed: true },
        _ => {
            let mut goods = Goods { offers: vec![branch.clone()], needs: Vec::new(), fixed: false };
            if let Some(other) = said.subsectors.get(1).filter(|_| chance.percent(40)) {
                goods.offers.push(other.as_str().to_owned());
            }
            for share in [80, 35] {
                let need = code(world.trades.need(said.country, &branch, chance));
                if chance.percent(share) && !goods.needs.contains(&need) {
                    goods.needs.push(need);
                }
            }
            goods
        }
    }
}

/// Hands the company to the moderators and lets them say what its fate is.
fn decide(
    world: &World<'_>,
    draft: Company,
    owner: UserId,
    fate: CompanyState,
    chance: &mut Chance,
    chunk: &mut Chunk,
) -> Result<Company, SeedError> {
    if fate == CompanyState::Draft {
        return Ok(draft);
    }
    let at = draft.registered_at + TimeDelta::hours(chance.between(1, 24));
    let permit = people::owner(&draft, owner).permit::<SubmitCompany>(draft).map_err(refused)?;
    let submitted = Company::submit(permit).map_err(refused)?;
    let case = ModerationCase::registration(&submitted, chance.stamp(at));
    if fate == CompanyState::Submitted {
        chunk.cases.push(case);
        return Ok(submitted);
    }
    let side = submitted.registration.country;
    let Some((moderator, staff)) = world.staff().moderator(side) else {
        return Err(SeedError::Refused("a side has no moderator".to_owned()));
    };
    let decided = at + TimeDelta::hours(chance.between(5, 100));
    let stamp = chance.stamp(decided);
    if fate == CompanyState::Rejected {
        let reason = "Demonstration: the extract of the register cannot be read; please attach it again.".to_owned();
        let permit = moderator.permit::<RejectCompany>(submitted).map_err(refused)?;
        chunk.cases.push(case.decided(CaseState::Rejected, staff, reason.clone(), stamp));
        return Company::reject(permit, reason).map_err(refused);
    }
    let evidence = "demonstration data: the company is fictional and nothing was looked at".to_owned();
    let permit = moderator.permit::<VerifyCompany>(submitted).map_err(refused)?;
    chunk.cases.push(case.decided(CaseState::Approved, staff, evidence.clone(), stamp));
    let check = Check { kind: CheckKind::RegistryExtract, evidence: evidence.clone(), link: None, on: decided.date_naive() };
    let findings = Findings { evidence, checks: vec![check], side, valid_until: None };
    Company::verify(permit, findings, stamp).map_err(refused)
}

/// Some companies have an editor or a reader beside the owner.
fn colleagues(company: &Company, place: u32, at: Timestamp, chance: &mut Chance, chunk: &mut Chunk) -> Result<(), SeedError> {
    let side = company.registration.country;
    for (share, role, word) in [(20, Role::Editor, "editor"), (6, Role::Viewer, "viewer")] {
        if chance.percent(share) {
            let email = format!("{word}-{}@{}.demo.example", place + 1, side.as_str().to_ascii_lowercase());
            let since = at + TimeDelta::hours(chance.between(1, 100));
            let user = people::user(chance, &email, side, company.registration.languages[0], since)?;
            chunk.members.push(Membership { company: company.id, user: user.id, role, since });
            chunk.users.push(user);
        }
    }
    Ok(())
}

fn languages(country: Country, place: u32, chance: &mut Chance) -> Vec<Language> {
    let mut languages = match country {
        Country::Kz => vec![Language::Ru, Language::Kk],
        Country::Pk => vec![Language::En],
    };
    let (more, share) = if country == Country::Kz { (Language::En, 60) } else { (Language::Ur, 85) };
    if place < 2 || chance.percent(share) {
        languages.push(more);
    }
    if country == Country::Pk && chance.percent(6) {
        languages.push(Language::Ru);
    }
    languages
}

fn registration(
    world: &World<'_>,
    place: u32,
    country: Country,
    languages: Vec<Language>,
    chance: &mut Chance,
) -> Result<Registration, SeedError> {
    let first = usize::try_from(place).ok().and_then(|place| FIRST.get(place));
    let (region, subsectors) = match first {
        Some((region, branches)) => ((*region).to_owned(), branches.iter().map(|code| (*code).to_owned()).collect()),
        None => (world.region(country, chance), branches(world, country, chance)),
    };
    let form = legal_form(country, chance);
    let sector = subsectors[0].split('-').next().unwrap_or_default();
    let name = words::firm(chance, country, sector);
    let abbr = &world.reference.legal_form(form).ok_or(SeedError::NoReference)?.abbr;
    let latin = format!("{} (Demonstration) {}", name.latin, abbr.get(Language::En).unwrap_or_default());
    let (script, own) = match country {
        Country::Kz => (Script::Cyrillic, format!("{} (демонстрация) {}", name.own, abbr.get(Language::Kk).unwrap_or_default())),
        Country::Pk => (Script::Arabic, format!("{} (نمونہ) {}", name.own, abbr.get(Language::Ur).unwrap_or_default())),
    };
    let names = vec![(Script::Latin, LegalName::parse(&latin).map_err(refused)?), (script, LegalName::parse(&own).map_err(refused)?)];
    let secp = (country == Country::Pk && chance.percent(50)).then(|| Secp::parse(&format!("{:07}", 9_999_999 - place)));
    Ok(Registration {
        country,
        legal_form: LegalFormCode::stored(form.to_owned()),
        number: number(country, place / 2)?,
        secp: secp.transpose().map_err(refused)?,
        lei: None,
        names: LegalNames::new(names).ok_or_else(|| refused("a company without names"))?,
        profile: profile(world, &languages, &name.latin, &subsectors[0], &region)?,
        region: RegionCode::stored(region),
        subsectors: subsectors.into_iter().map(SubsectorCode::stored).collect(),
        size: [CompanySize::Micro, CompanySize::Small, CompanySize::Medium, CompanySize::Large]
            [chance.weighted([35, 35, 22, 8].into_iter())],
        languages,
    })
}

fn branches(world: &World<'_>, country: Country, chance: &mut Chance) -> Vec<String> {
    let mut branches = vec![world.trades.branch(country, chance).to_owned()];
    for share in [50, 25] {
        let other = world.trades.beside(&branches[0], chance).to_owned();
        if chance.percent(share) && !branches.contains(&other) {
            branches.push(other);
        }
    }
    branches
}

fn legal_form(country: Country, chance: &mut Chance) -> &'static str {
    let forms: &[(&'static str, u64)] = match country {
        Country::Kz => &[("KZ-LLP", 82), ("KZ-JSC", 9), ("KZ-AIFC-PC", 7), ("KZ-SE", 2)],
        Country::Pk => &[("PK-PVT", 70), ("PK-LTD", 10), ("PK-SMC", 8), ("PK-AOP", 7), ("PK-LLP", 5)],
    };
    forms[chance.weighted(forms.iter().map(|(_, weight)| *weight))].0
}

/// A valid number that nobody real has: Kazakh ones are of the years 2050 to 2069, Pakistani ones at the far end of the serials.
fn number(country: Country, nth: u32) -> Result<RegistrationNumber, SeedError> {
    let none = || refused("there is no registration number left");
    match country {
        Country::Kz => {
            let (month, rest) = (nth % 12, nth / 12);
            let (year, block) = (50 + rest % 20, rest / 20);
            let (year, month) = (u8::try_from(year).map_err(refused)?, u8::try_from(month + 1).map_err(refused)?);
            // About one serial in a hundred has no check digit, so each company has ten to choose from.
            let bin = (block * 10..block * 10 + 10).find_map(|serial| Bin::compose(year, month, serial));
            bin.map(RegistrationNumber::Bin).ok_or_else(none)
        }
        Country::Pk => 9_999_999_u32.checked_sub(nth).and_then(Ntn::compose).map(RegistrationNumber::Ntn).ok_or_else(none),
    }
}

fn profile(world: &World<'_>, languages: &[Language], name: &str, branch: &str, region: &str) -> Result<Translations, SeedError> {
    let branch = world.subsector(branch)?;
    let region = world.reference.region(region).ok_or(SeedError::NoReference)?;
    let text = |language| {
        let branch = branch.names.best(language).unwrap_or_default();
        let region = region.names.best(language).unwrap_or_default();
        match language {
            Language::En => format!(
                "A fictional company (demonstration). {name} is said to work in: {branch}. Region: {region}. No real firm is meant."
            ),
            Language::Ru => format!(
                "Вымышленная компания (демонстрация). {name}: {branch}. Регион: {region}. Никакая настоящая фирма не имеется в виду."
            ),
            Language::Kk => {
                format!("Ойдан шығарылған компания (демонстрация). {name}: {branch}. Өңір: {region}. Ешқандай нақты фирма меңзелмейді.")
            }
            Language::Ur => format!("فرضی کمپنی (نمونہ)۔ {name}: {branch}۔ علاقہ: {region}۔ کوئی حقیقی ادارہ مراد نہیں۔"),
        }
    };
    Ok(Translations::new(languages.iter().map(|language| (*language, text(*language)))))
}
