//! Offers and needs of companies.

use chrono::TimeDelta;
use domain::{
    company::{Company, CompanySize, CompanyState},
    country::Country,
    id::UserId,
    language::Language,
    listing::{HsCode, Incoterm, Listing, ListingKind, ListingState, ListingTerms, PartnershipForm, Quantity, Unit},
    money::{Currency, Money},
    policy::{CloseListing, DraftListing, PublishListing},
    reference::{Subsector, SubsectorCode},
    stamp::Timestamp,
};

use super::{Chunk, SeedError, chance::Chance, people, refused, world::World};

/// What a company offers and needs, as subsectors.
pub struct Goods {
    pub offers: Vec<String>,
    pub needs: Vec<String>,
    /// All of it is published, whatever chance says.
    pub fixed: bool,
}

/// Writes the listings of a company and gives the places of the published ones.
pub fn write(
    world: &World<'_>,
    company: &Company,
    owner: UserId,
    goods: &Goods,
    chance: &mut Chance,
    chunk: &mut Chunk,
) -> Result<Vec<usize>, SeedError> {
    let offers = goods.offers.iter().map(|code| (ListingKind::Offer, code));
    let wanted: Vec<_> = offers.chain(goods.needs.iter().map(|code| (ListingKind::Need, code))).collect();
    let mut published = Vec::new();
    // Whoever is not verified shows nothing and has one draft at most.
    let verified = company.state == CompanyState::Verified;
    let count = if verified { wanted.len() } else { 1 };
    for (kind, code) in wanted.into_iter().take(count) {
        let fate = match chunk.listings.len() % 30 {
            _ if !verified => ListingState::Draft,
            _ if goods.fixed => ListingState::Published,
            7 => ListingState::Draft,
            15 => ListingState::Closed,
            23 => ListingState::Expired,
            _ => ListingState::Published,
        };
        let listing = one(world, company, owner, kind, code, fate, chance)?;
        if listing.state == ListingState::Published {
            published.push(chunk.listings.len());
        }
        chunk.listings.push(listing);
    }
    Ok(published)
}

fn one(
    world: &World<'_>,
    company: &Company,
    owner: UserId,
    kind: ListingKind,
    code: &str,
    fate: ListingState,
    chance: &mut Chance,
) -> Result<Listing, SeedError> {
    let now = world.plan().now;
    let since = company.verification.as_ref().map_or(company.registered_at, |found| found.at);
    let old = since < now - TimeDelta::days(90) && fate == ListingState::Expired;
    let (drafted, expires) = if old {
        let drafted = chance.moment(now - TimeDelta::days(85), now - TimeDelta::days(60));
        (drafted, chance.moment(now - TimeDelta::days(20), now - TimeDelta::days(1)))
    } else {
        let drafted = chance.moment(since.max(now - TimeDelta::days(90)), now - TimeDelta::hours(2));
        (drafted, chance.moment(now + TimeDelta::days(25), drafted + TimeDelta::days(180)))
    };
    let actor = people::owner(company, owner);
    let permit = actor.permit::<DraftListing>(()).map_err(refused)?;
    let terms = terms(world, company, kind, code, expires, chance)?;
    let draft = Listing::draft(&permit, terms, chance.stamp(drafted)).map_err(refused)?;
    if fate == ListingState::Draft {
        return Ok(draft);
    }
    let permit = actor.permit::<PublishListing>(draft).map_err(refused)?;
    let at = drafted + TimeDelta::minutes(chance.between(1, 90));
    let at = chance.stamp(at);
    let mut published = Listing::publish(permit, 0, false, at).map_err(refused)?;
    if fate == ListingState::Closed {
        let permit = actor.permit::<CloseListing>(published).map_err(refused)?;
        return Listing::close(permit).map_err(refused);
    }
    if old {
        // As the worker marks it once the date has passed.
        published.state = ListingState::Expired;
    }
    Ok(published)
}

fn terms(
    world: &World<'_>,
    company: &Company,
    kind: ListingKind,
    code: &str,
    expires_at: Timestamp,
    chance: &mut Chance,
) -> Result<ListingTerms, SeedError> {
    let said = &company.registration;
    let branch = world.subsector(code)?;
    let region = world.reference.region(said.region.as_str()).ok_or(SeedError::NoReference)?;
    let language = said.languages[0];
    let (title, text) = words(kind, language, branch, region.names.best(language).unwrap_or_default());
    let goods = !branch.hs2022_chapters.is_empty();
    let chapter = branch.hs2022_chapters.get(chance.below(branch.hs2022_chapters.len()));
    let sector = code.split('-').next().unwrap_or_default();
    Ok(ListingTerms {
        kind,
        subsector: SubsectorCode::stored(code.to_owned()),
        title,
        text,
        hs_code: chapter.filter(|_| chance.percent(85)).map(|chapter| HsCode::parse(chapter)).transpose().map_err(refused)?,
        quantity: chance.percent(60).then(|| quantity(sector, goods, chance)),
        value: if chance.percent(70) { Some(money(said.country, said.size, chance)?) } else { None },
        incoterms: if goods {
            vec![chance.pick(&[Incoterm::Exw, Incoterm::Fca, Incoterm::Cpt, Incoterm::Dap, Incoterm::Cif])]
        } else {
            Vec::new()
        },
        certificates: certificates(sector, chance),
        languages: said.languages.clone(),
        forms: forms(chance),
        expires_at,
    })
}

fn words(kind: ListingKind, language: Language, branch: &Subsector, region: &str) -> (String, String) {
    let branch = branch.names.best(language).unwrap_or_default();
    match (language, kind) {
        (Language::Ru | Language::Kk, ListingKind::Offer) => (
            format!("Предлагаем: {branch} (демонстрация)"),
            format!(
                "Вымышленное предложение для демонстрации. {branch}, регион: {region}. Поставка по договорённости, образцы и документы по запросу."
            ),
        ),
        (Language::Ru | Language::Kk, ListingKind::Need) => (
            format!("Ищем: {branch} (демонстрация)"),
            format!(
                "Вымышленный запрос для демонстрации. {branch}, регион: {region}. Рассмотрим постоянного партнёра после пробной поставки."
            ),
        ),
        (Language::En | Language::Ur, ListingKind::Offer) => (
            format!("Offered: {branch} (demonstration)"),
            format!("A fictional offer for demonstration. {branch}, region: {region}. Delivery as agreed, samples and papers on request."),
        ),
        (Language::En | Language::Ur, ListingKind::Need) => (
            format!("Wanted: {branch} (demonstration)"),
            format!(
                "A fictional need for demonstration. {branch}, region: {region}. A lasting partner is sought after a first trial order."
            ),
        ),
    }
}

fn quantity(sector: &str, goods: bool, chance: &mut Chance) -> Quantity {
    let (unit, low, high) = match sector {
        _ if !goods => (chance.pick(&[Unit::Project, Unit::Hour]), 1, 40),
        "AGR" | "CHE" | "MIN" | "PET" | "CON" => (Unit::Tonne, 20, 5_000),
        "TEX" | "LSS" | "PHA" => (Unit::Piece, 500, 200_000),
        _ => (chance.pick(&[Unit::Piece, Unit::Container]), 1, 60),
    };
    Quantity { amount: chance.between(low, high), unit }
}

fn certificates(sector: &str, chance: &mut Chance) -> Vec<String> {
    let usual = match sector {
        "AGR" => ["Halal", "ISO 22000"],
        "TEX" | "LSS" => ["OEKO-TEX Standard 100", "ISO 9001"],
        "PHA" => ["GMP", "ISO 13485"],
        _ => ["ISO 9001", "EAC"],
    };
    usual.into_iter().filter(|_| chance.percent(40)).map(str::to_owned).collect()
}

fn forms(chance: &mut Chance) -> Vec<PartnershipForm> {
    use PartnershipForm::{ContractManufacturing, Distribution, Investment, JointVenture, Technology, Trade};
    let first = chance.pick(&[Trade, Trade, Distribution, JointVenture]);
    let second = chance.pick(&[ContractManufacturing, JointVenture, Investment, Technology]);
    if first != second && chance.percent(45) { vec![first, second] } else { vec![first] }
}

/// A round sum that fits the size of the company, in dollars or in the country's own money.
pub fn money(country: Country, size: CompanySize, chance: &mut Chance) -> Result<Money, SeedError> {
    let (low, high) = match size {
        CompanySize::Micro => (5, 50),
        CompanySize::Small => (20, 300),
        CompanySize::Medium => (100, 2_000),
        CompanySize::Large => (500, 20_000),
    };
    // Small sums are common and large ones rare.
    let ceiling = chance.between(low, high);
    let thousands = chance.between(low, ceiling);
    let (code, rate) = match country {
        _ if chance.percent(50) => ("USD", 1),
        Country::Kz => ("KZT", 500),
        Country::Pk => ("PKR", 280),
    };
    let currency: Currency = code.parse().map_err(refused)?;
    Ok(Money { minor: thousands * 1_000 * rate * 100, currency })
}
