//! What everybody agrees on: sectors and subsectors, regions, legal forms.

use async_graphql::{ComplexObject, Context, Error, Object, SimpleObject, connection::Connection};
use domain::{language::Translations, reference as domain_reference};

use crate::{
    context::op,
    page::{Asked, Cursor, connection, cost, slice},
    scalar::DateTime,
    word::{CountryCode, LanguageTag},
};

/// A name or a text in the languages of the forum.
#[derive(Clone)]
pub struct LocalizedText(pub Translations);

/// A name or a text in the languages of the forum.
#[Object(name = "LocalizedText")]
impl LocalizedText {
    /// The text in one language: the one asked for, else English, else whatever there is.
    async fn text(
        &self,
        #[graphql(desc = "The reader's language.", default_with = "LanguageTag::En")] language: LanguageTag,
    ) -> Option<&str> {
        self.0.best(language.into())
    }

    /// In English.
    async fn en(&self) -> Option<&str> {
        self.0.get(domain::language::Language::En)
    }

    /// In Russian.
    async fn ru(&self) -> Option<&str> {
        self.0.get(domain::language::Language::Ru)
    }

    /// In Kazakh.
    async fn kk(&self) -> Option<&str> {
        self.0.get(domain::language::Language::Kk)
    }

    /// In Urdu.
    async fn ur(&self) -> Option<&str> {
        self.0.get(domain::language::Language::Ur)
    }
}

/// A branch of business with its subsectors, mapped to ISIC Rev.4 and HS 2022.
pub struct Sector(pub domain_reference::Sector);

/// A branch of business with its subsectors, mapped to ISIC Rev.4 and HS 2022.
#[Object(name = "Sector")]
impl Sector {
    /// The code, for example `AGR`.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.0.names.clone())
    }

    /// Sections of ISIC Rev.4 that it touches.
    async fn isic_sections(&self) -> &[String] {
        &self.0.isic4_sections
    }

    /// Chapters of HS 2022 whose goods it trades.
    async fn hs_chapters(&self) -> &[String] {
        &self.0.hs2022_chapters
    }

    /// What one lists, needs and matches in.
    async fn subsectors(
        &self,
        #[graphql(desc = "Also those that cannot be chosen any more.", default)] include_retired: bool,
    ) -> Vec<Subsector> {
        let shown = self.0.subsectors.iter().filter(|subsector| include_retired || subsector.retired_at.is_none());
        shown.map(|subsector| Subsector::new(&self.0, subsector)).collect()
    }

    /// Keys of the sources of the sector and its names, where they were recorded.
    async fn sources(&self) -> &[String] {
        &self.0.sources
    }

    /// Since when it cannot be chosen any more; what was chosen before stays.
    async fn retired_at(&self) -> Option<DateTime> {
        self.0.retired_at.map(Into::into)
    }

    /// The version of the sector with its subsectors, for mutations that change it.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// What one lists, needs and matches in.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Subsector {
    /// The code, for example `AGR-GR`.
    pub code: String,
    /// The code of the sector that it belongs to.
    pub sector_code: String,
    /// Classes of ISIC Rev.4, four digits each.
    pub isic_classes: Vec<String>,
    /// Chapters of HS 2022 whose goods it trades; none for services.
    pub hs_chapters: Vec<String>,
    /// Keys of the sources of the subsector and its names, where they were recorded.
    pub sources: Vec<String>,
    /// Since when it cannot be chosen any more; what was chosen before stays.
    pub retired_at: Option<DateTime>,
    #[graphql(skip)]
    names: Translations,
}

#[ComplexObject]
impl Subsector {
    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.names.clone())
    }
}

impl Subsector {
    pub fn new(sector: &domain_reference::Sector, subsector: &domain_reference::Subsector) -> Self {
        Self {
            code: subsector.code.as_str().to_owned(),
            sector_code: sector.code.as_str().to_owned(),
            isic_classes: subsector.isic4.clone(),
            hs_chapters: subsector.hs2022_chapters.clone(),
            sources: subsector.sources.clone(),
            retired_at: sector.retired_at.or(subsector.retired_at).map(Into::into),
            names: subsector.names.clone(),
        }
    }

    /// The subsectors of some codes, as the process knows them.
    pub fn of(ctx: &Context<'_>, codes: &[domain_reference::SubsectorCode]) -> Vec<Self> {
        let reference = op(ctx).app().reference();
        codes.iter().filter_map(|code| reference.subsector(code.as_str())).map(|(sector, subsector)| Self::new(sector, subsector)).collect()
    }
}

/// A region, province or city of the first order, by ISO 3166-2.
pub struct Region(pub domain_reference::Region);

/// A region, province or city of the first order, by ISO 3166-2.
#[Object(name = "Region")]
impl Region {
    /// The code, for example `KZ-75`.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// The country.
    async fn country(&self) -> CountryCode {
        self.0.country.into()
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.0.names.clone())
    }

    /// The town that it is governed from.
    async fn centre(&self) -> Option<&str> {
        self.0.centre.as_deref()
    }
}

/// A form that a company can have in its country's law.
pub struct LegalForm(pub domain_reference::LegalForm);

/// A form that a company can have in its country's law.
#[Object(name = "LegalForm")]
impl LegalForm {
    /// The code, for example `KZ-LLP`.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// The country whose law knows it.
    async fn country(&self) -> CountryCode {
        self.0.country.into()
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.0.names.clone())
    }

    /// How it is written behind a company's name.
    async fn abbreviation(&self) -> LocalizedText {
        LocalizedText(self.0.abbr.clone())
    }

    /// What it is used for in joint ventures, as far as is known.
    async fn joint_venture_use(&self) -> Option<&str> {
        self.0.jv_use.as_deref()
    }
}

/// A rule of law that a venture should know of: told with its source and date, not enforced.
#[derive(SimpleObject)]
pub struct OwnershipRule {
    /// The code, for example `KZ-LAND`.
    pub code: String,
    /// The country whose rule it is.
    pub country: CountryCode,
    /// What it says, in English.
    pub rule: String,
    /// What follows from it: `block_land`, `approval`, `cap_20`, `prohibited`, `review` or `none`.
    pub effect: String,
    /// The date or text that it was read in.
    pub as_of: String,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

impl From<&domain_reference::OwnershipRule> for OwnershipRule {
    fn from(rule: &domain_reference::OwnershipRule) -> Self {
        Self {
            code: rule.code.clone(),
            country: rule.country.into(),
            rule: rule.rule.clone(),
            effect: rule.effect.clone(),
            as_of: rule.as_of.clone(),
            sources: rule.sources.clone(),
        }
    }
}

#[derive(Default)]
pub struct ReferenceQuery;

#[Object]
#[expect(clippy::unused_async, reason = "resolvers are asynchronous whether they wait or not")]
impl ReferenceQuery {
    /// The sectors with their subsectors, in their own order.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn sectors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also those that cannot be chosen any more.", default)] include_retired: bool,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Sector>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let mut sectors = op(ctx).app().reference().sectors.clone();
        sectors.retain(|sector| include_retired || sector.retired_at.is_none());
        Ok(connection(slice(sectors, &window), &window, Sector))
    }

    /// The regions of both countries.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn regions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only the regions of this country.")] country: Option<CountryCode>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Region>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let mut regions = op(ctx).app().reference().regions.clone();
        regions.retain(|region| country.is_none_or(|country| region.country == country.into()));
        Ok(connection(slice(regions, &window), &window, Region))
    }

    /// The legal forms of both laws.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn legal_forms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only the forms of this country.")] country: Option<CountryCode>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, LegalForm>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let mut forms = op(ctx).app().reference().legal_forms.clone();
        forms.retain(|form| country.is_none_or(|country| form.country == country.into()));
        Ok(connection(slice(forms, &window), &window, LegalForm))
    }
}
