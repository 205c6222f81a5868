//! Offers and needs.

pub mod close;
pub mod draft;
pub mod hide;
pub mod publish;
pub mod restore;

use app::storage::{ListingFilter as Filter, Page, Position};
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject, connection::Connection};
use domain::{
    actor::Actor,
    id::Identifier,
    listing::{self as domain_listing, HsCode, ListingTerms, Quantity},
    reference::Reference,
    text,
};

use crate::{
    company::Company,
    context::{id, op},
    error::{bad_input, failed, nullable},
    page::{Asked, Cursor, connection, cost},
    reference::Subsector,
    scalar::{DateTime, Money, MoneyInput},
    user_error::Reading,
    word::{CountryCode, Incoterm, LanguageTag, ListingKind, ListingState, PartnershipForm, Unit},
};

/// An offer or a need of a company in one subsector.
#[derive(Clone)]
pub struct Listing(pub domain_listing::Listing);

/// How much of what.
#[derive(SimpleObject)]
#[graphql(name = "Quantity")]
pub struct QuantityValue {
    /// How many units.
    pub amount: i64,
    /// The unit.
    pub unit: Unit,
}

/// How much of what.
#[derive(InputObject)]
pub struct QuantityInput {
    /// How many units; at least 1.
    pub amount: i64,
    /// The unit.
    pub unit: Unit,
}

/// An offer or a need of a company in one subsector. The side that will be paid makes an offer.
#[Object(name = "Listing")]
impl Listing {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Offer or need.
    async fn kind(&self) -> ListingKind {
        self.0.terms.kind.into()
    }

    /// The company.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.company).await)
    }

    /// The subsector.
    async fn subsector(&self, ctx: &Context<'_>) -> Option<Subsector> {
        Subsector::of(ctx, std::slice::from_ref(&self.0.terms.subsector)).pop()
    }

    /// What it is, in one line.
    async fn title(&self) -> &str {
        &self.0.terms.title
    }

    /// What it is, at length.
    async fn text(&self) -> &str {
        &self.0.terms.text
    }

    /// The heading of the Harmonized System 2022: two, four or six digits.
    async fn hs_code(&self) -> Option<&str> {
        self.0.terms.hs_code.as_ref().map(HsCode::as_str)
    }

    /// How much.
    async fn quantity(&self) -> Option<QuantityValue> {
        self.0.terms.quantity.as_ref().map(|quantity| QuantityValue { amount: quantity.amount, unit: quantity.unit.into() })
    }

    /// The price asked or the budget set aside, for all of it.
    async fn value(&self) -> Option<Money> {
        self.0.terms.value.map(Into::into)
    }

    /// Where cost and risk may pass.
    async fn incoterms(&self) -> Vec<Incoterm> {
        self.0.terms.incoterms.iter().map(|term| (*term).into()).collect()
    }

    /// Certificates that are had or asked for.
    async fn certificates(&self) -> &[String] {
        &self.0.terms.certificates
    }

    /// Languages in which it can be talked about.
    async fn languages(&self) -> Vec<LanguageTag> {
        self.0.terms.languages.iter().map(|language| (*language).into()).collect()
    }

    /// What kind of partnership is sought.
    async fn partnership_forms(&self) -> Vec<PartnershipForm> {
        self.0.terms.forms.iter().map(|form| (*form).into()).collect()
    }

    /// Whether others see it.
    async fn state(&self) -> ListingState {
        self.0.state.into()
    }

    /// When it was shown first.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(Into::into)
    }

    /// When it ends by itself.
    async fn expires_at(&self) -> DateTime {
        self.0.terms.expires_at.into()
    }

    /// The version, for mutations that change what one has read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// What a listing says.
#[derive(InputObject)]
pub struct ListingTermsInput {
    /// Offer or need: the side that will be paid makes an offer.
    pub kind: ListingKind,
    /// The code of the subsector; see `sectors`.
    pub subsector: String,
    /// What it is, in one line of 5 to 140 characters.
    pub title: String,
    /// What it is, at length: at most 4,000 characters.
    #[graphql(default)]
    pub text: String,
    /// The heading of the Harmonized System 2022: two, four or six digits.
    pub hs_code: Option<String>,
    /// How much.
    pub quantity: Option<QuantityInput>,
    /// The price asked or the budget set aside, for all of it.
    pub value: Option<MoneyInput>,
    /// Where cost and risk may pass.
    #[graphql(default)]
    pub incoterms: Vec<Incoterm>,
    /// Certificates that are had or asked for: at most 20, each at most 80 characters.
    #[graphql(default)]
    pub certificates: Vec<String>,
    /// Languages in which it can be talked about.
    #[graphql(default)]
    pub languages: Vec<LanguageTag>,
    /// What kind of partnership is sought.
    #[graphql(default)]
    pub partnership_forms: Vec<PartnershipForm>,
    /// When it ends by itself: at most 183 days from now.
    pub expires_at: DateTime,
}

impl ListingTermsInput {
    fn read(self, reference: &Reference, reading: &mut Reading, at: &str) -> Option<ListingTerms> {
        let below = |field: &str| if at.is_empty() { field.to_owned() } else { format!("{at}.{field}") };
        let subsector = reference.open_subsector(&self.subsector).map(|subsector| subsector.code.clone());
        let subsector = reading.take(below("subsector"), subsector.ok_or("no such subsector; see `sectors`"));
        let title = reading.take(below("title"), text::parse(&self.title, 5, 140));
        let body = reading.take(below("text"), text::parse(&self.text, 0, 4_000));
        let hs_code = self.hs_code.as_deref().and_then(|code| reading.take(below("hsCode"), HsCode::parse(code)));
        let quantity = self.quantity.and_then(|quantity| {
            let amount = if quantity.amount >= 1 { Ok(quantity.amount) } else { Err("at least 1") };
            reading.take(below("quantity.amount"), amount).map(|amount| Quantity { amount, unit: quantity.unit.into() })
        });
        let value = self.value.as_ref().and_then(|value| value.read(reading, &below("value")));
        if self.certificates.len() > 20 {
            reading.fault(below("certificates"), "at most 20");
        }
        let mut certificates = Vec::new();
        for (place, certificate) in self.certificates.iter().take(20).enumerate() {
            certificates.extend(reading.take(below(&format!("certificates.{place}")), text::parse(certificate, 1, 80)));
        }
        Some(ListingTerms {
            kind: self.kind.into(),
            subsector: subsector?,
            title: title?,
            text: body?,
            hs_code,
            quantity,
            value,
            incoterms: distinct(self.incoterms),
            certificates,
            languages: distinct(self.languages),
            forms: distinct(self.partnership_forms),
            expires_at: self.expires_at.0,
        })
    }
}

fn distinct<T, U: From<T> + Ord>(words: Vec<T>) -> Vec<U> {
    let words: std::collections::BTreeSet<U> = words.into_iter().map(Into::into).collect();
    words.into_iter().collect()
}

/// Which listings are asked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct ListingFilter {
    /// Of this company.
    pub company: Option<ID>,
    /// Of companies of this country.
    pub country: Option<CountryCode>,
    /// Offers or needs.
    pub kind: Option<ListingKind>,
    /// In this sector, by its code: in any of its subsectors.
    pub sector: Option<String>,
    /// In this subsector, by its code.
    pub subsector: Option<String>,
    /// In this state; published ones if it is left out. Others are seen of one's own company only.
    pub state: Option<ListingState>,
}

#[derive(Default)]
pub struct ListingQuery;

#[Object]
impl ListingQuery {
    /// Offers and needs, the last published first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn listings(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which listings.", default)] filter: ListingFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Listing>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let op = op(ctx);
        let reference = op.app().reference();
        if filter.sector.as_deref().is_some_and(|code| reference.sector(code).is_none()) {
            return Err(bad_input("where.sector", "no such sector"));
        }
        if filter.subsector.as_deref().is_some_and(|code| reference.subsector(code).is_none()) {
            return Err(bad_input("where.subsector", "no such subsector"));
        }
        let state = filter.state.map(domain_listing::ListingState::from);
        let mut company = filter.company.as_ref().map(|company| id("where.company", company)).transpose()?;
        if !matches!(state, None | Some(domain_listing::ListingState::Published)) {
            // Only one's own company has unpublished listings that one can see, so the list is its own.
            let Actor::Member(member) = op.actor().await.map_err(failed)? else {
                return Ok(Connection::new(false, false));
            };
            if company.is_some_and(|company| company != member.company) {
                return Ok(Connection::new(false, false));
            }
            company = Some(member.company);
        }
        let filter = Filter {
            company,
            country: filter.country.map(Into::into),
            kind: filter.kind.map(Into::into),
            sector: filter.sector,
            subsector: filter.subsector,
            state,
        };
        let page = op.view().await.map_err(failed)?.listings().page(&filter, &window).await.map_err(failed)?;
        Ok(connection(placed(page), &window, Listing))
    }
}

fn placed(page: Page<domain_listing::Listing>) -> Page<(Position, domain_listing::Listing)> {
    page.map(|listing| (Position::at(listing.published_at.unwrap_or(listing.drafted_at), listing.id.uuid()), listing))
}
