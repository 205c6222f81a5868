//! Companies: the public directory, and one's own in any state.

pub mod register;
pub mod reject;
pub mod submit;
pub mod verify;

use app::storage::{Card, DirectoryFilter};
use async_graphql::{Context, Enum, Error, ID, InputObject, Object, OneofObject, SimpleObject, connection::Connection};
use domain::{
    company::{Company as Whole, Registration, registration_number::RegistrationNumber},
    id::CompanyId,
    reference::{RegionCode, SubsectorCode},
};

use crate::{
    context::{self, loaders, op},
    error::{bad_input, failed, failed_together, nullable},
    file::Picture,
    loader::{CardOf, LogoOf, MembersOf, WholeCompany},
    page::{Asked, Cursor, connection, cost},
    reference::{LegalForm, LocalizedText, Region, Subsector},
    scalar::DateTime,
    viewer::User,
    word::{CompanySize, CompanyState, CountryCode, LanguageTag, MemberRole, RegistrationNumberKind, Script},
};

/// A company of the forum. Of others one reads what the directory shows; of one's own everything.
#[derive(Clone)]
pub struct Company {
    pub id: CompanyId,
    said: Said,
    state: domain::company::CompanyState,
    verification: Option<Verification>,
    /// There where the reader may see the whole row.
    whole: Option<Box<Whole>>,
}

#[derive(Clone)]
struct Said {
    slug: String,
    country: domain::country::Country,
    legal_form: String,
    number: RegistrationNumber,
    names: domain::company::LegalNames,
    region: RegionCode,
    subsectors: Vec<SubsectorCode>,
    size: domain::company::CompanySize,
    languages: Vec<domain::language::Language>,
    profile: domain::language::Translations,
}

impl From<Card> for Company {
    fn from(card: Card) -> Self {
        Self {
            id: card.id,
            said: Said {
                slug: card.slug,
                country: card.country,
                legal_form: card.legal_form.as_str().to_owned(),
                number: card.number,
                names: card.names,
                region: card.region,
                subsectors: card.subsectors,
                size: card.size,
                languages: card.languages,
                profile: card.profile,
            },
            state: domain::company::CompanyState::Verified,
            verification: Some(Verification {
                verified_at: card.verified_at.into(),
                valid_until: card.valid_until.into(),
                evidence: card.evidence,
            }),
            whole: None,
        }
    }
}

impl From<Whole> for Company {
    fn from(company: Whole) -> Self {
        let Registration { country, legal_form, number, names, region, subsectors, size, languages, profile, .. } =
            company.registration.clone();
        let verification = company.verification.as_ref().map(|found| Verification {
            verified_at: found.at.into(),
            valid_until: found.valid_until.into(),
            evidence: found.evidence.clone(),
        });
        Self {
            id: company.id,
            said: Said {
                slug: company.slug.clone(),
                country,
                legal_form: legal_form.as_str().to_owned(),
                number,
                names,
                region,
                subsectors,
                size,
                languages,
                profile,
            },
            state: company.state,
            verification,
            whole: Some(Box::new(company)),
        }
    }
}

impl Company {
    /// A company as the request may see it: whole if it is one's own or one is staff, else its card, else not at all.
    pub async fn load(ctx: &Context<'_>, id: CompanyId) -> Result<Option<Self>, Error> {
        let loaders = loaders(ctx);
        if let Some(whole) = loaders.load_one(WholeCompany(id)).await.map_err(|error| failed_together(&error))? {
            return Ok(Some(whole.into()));
        }
        let card = loaders.load_one(CardOf(id)).await.map_err(|error| failed_together(&error))?;
        Ok(card.map(Into::into))
    }
}

/// What the badge of a verified company means: what was looked at, when, and until when it holds.
#[derive(SimpleObject, Clone)]
pub struct Verification {
    /// When staff found the company to be what it says.
    pub verified_at: DateTime,
    /// When it has to be looked at again.
    pub valid_until: DateTime,
    /// What was looked at.
    pub evidence: String,
}

/// A number under which a state knows the company.
#[derive(SimpleObject)]
pub struct RegistrationNumberValue {
    /// The register.
    pub kind: RegistrationNumberKind,
    /// The number in its canonical form.
    pub value: String,
}

/// The legal name in one script.
#[derive(SimpleObject)]
pub struct LegalName {
    /// The script.
    pub script: Script,
    /// The name.
    pub name: String,
}

/// A person's membership of a company.
pub struct Member(domain::member::Membership);

/// A person's membership of a company.
#[Object(name = "Member")]
impl Member {
    /// What the person may do for the company.
    async fn role(&self) -> MemberRole {
        self.0.role.into()
    }

    /// Since when.
    async fn since(&self) -> DateTime {
        self.0.since.into()
    }

    /// The person.
    async fn user(&self, ctx: &Context<'_>) -> Option<Result<User, Error>> {
        let found = loaders(ctx).load_one(self.0.user).await.map_err(|error| failed_together(&error));
        nullable(found.map(|user| user.map(User)))
    }
}

/// A company of the forum. Of others one reads what the directory shows; of one's own everything.
#[Object(name = "Company")]
impl Company {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.id.to_string())
    }

    /// The name of its page, for addresses.
    async fn slug(&self) -> &str {
        &self.said.slug
    }

    /// The name to show where there is room for one: Latin where there is one.
    async fn name(&self) -> &str {
        self.said.names.primary()
    }

    /// The legal name in each script that the company uses.
    async fn legal_names(&self) -> Vec<LegalName> {
        self.said.names.iter().map(|(script, name)| LegalName { script: script.into(), name: name.to_owned() }).collect()
    }

    /// The country.
    async fn country(&self) -> CountryCode {
        self.said.country.into()
    }

    /// The region.
    async fn region(&self, ctx: &Context<'_>) -> Option<Region> {
        op(ctx).app().reference().region(self.said.region.as_str()).cloned().map(Region)
    }

    /// The legal form.
    async fn legal_form(&self, ctx: &Context<'_>) -> Option<LegalForm> {
        op(ctx).app().reference().legal_form(&self.said.legal_form).cloned().map(LegalForm)
    }

    /// The number under which its state knows it.
    async fn registration_number(&self) -> RegistrationNumberValue {
        let number = &self.said.number;
        RegistrationNumberValue { kind: number.kind().into(), value: number.as_str().to_owned() }
    }

    /// What it does.
    async fn subsectors(&self, ctx: &Context<'_>) -> Vec<Subsector> {
        Subsector::of(ctx, &self.said.subsectors)
    }

    /// How large it is.
    async fn size(&self) -> CompanySize {
        self.said.size.into()
    }

    /// The languages that its people speak.
    async fn languages(&self) -> Vec<LanguageTag> {
        self.said.languages.iter().map(|language| (*language).into()).collect()
    }

    /// What it says of itself.
    async fn profile(&self) -> LocalizedText {
        LocalizedText(self.said.profile.clone())
    }

    /// The picture that it shows of itself.
    #[graphql(complexity = "2 + child_complexity")]
    async fn logo(&self, ctx: &Context<'_>) -> Option<Result<Picture, Error>> {
        let found = loaders(ctx).load_one(LogoOf(self.id)).await.map_err(|error| failed_together(&error));
        nullable(found.map(|logo| logo.map(Picture)))
    }

    /// How far the forum has found it to be what it says.
    async fn state(&self) -> CompanyState {
        self.state.into()
    }

    /// What was looked at and until when it holds; nothing unless it is verified.
    async fn verification(&self) -> Option<&Verification> {
        self.verification.as_ref()
    }

    /// The version, for mutations that change what one has read. For the company's own people and staff.
    async fn version(&self) -> Option<i32> {
        self.whole.as_ref().map(|whole| whole.version)
    }

    /// Why it was sent back. For the company's own people and staff.
    async fn rejection_reason(&self) -> Option<&str> {
        self.whole.as_ref().and_then(|whole| whole.rejection_reason.as_deref())
    }

    /// When it was registered. For the company's own people and staff.
    async fn registered_at(&self) -> Option<DateTime> {
        self.whole.as_ref().map(|whole| whole.registered_at.into())
    }

    /// Its people. For the company's own people.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn members(&self, ctx: &Context<'_>) -> Option<Result<Vec<Member>, Error>> {
        let found = loaders(ctx).load_one(MembersOf(self.id)).await.map_err(|error| failed_together(&error));
        nullable(found.map(|members| members.map(|members| members.into_iter().map(Member).collect())))
    }
}

/// Which companies of the directory are asked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct CompanyFilter {
    /// Of this country.
    pub country: Option<CountryCode>,
    /// Of this region, by its code.
    pub region: Option<String>,
    /// In this sector, by its code: in any of its subsectors.
    pub sector: Option<String>,
    /// In this subsector, by its code.
    pub subsector: Option<String>,
    /// Whose name may be meant by this text, in any script and with a slip of the keyboard. At most 200 characters.
    pub search: Option<String>,
}

/// The order of the directory.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompanyOrder {
    /// The last verified first; with `search`, the likeliest first.
    #[default]
    Newest,
}

/// One company by exactly one of these.
#[derive(OneofObject)]
pub enum CompanyBy {
    /// Its identifier.
    Id(ID),
    /// The name of its page.
    Slug(String),
    /// The number under which its state knows it.
    RegistrationNumber(RegistrationNumberInput),
}

/// A number under which a state knows a company.
#[derive(InputObject)]
pub struct RegistrationNumberInput {
    /// The register.
    pub kind: RegistrationNumberKind,
    /// The number; spaces and dashes are ignored.
    pub value: String,
}

/// A page of the directory, with how many companies there are in all.
pub struct DirectoryTotal(DirectoryFilter);

/// Counted no further: beyond this the figure says nothing to a reader.
const COUNTED: u64 = 10_000;

#[Object(name = "CompanyTotal")]
impl DirectoryTotal {
    /// How many companies the filter finds, counted up to 10,000. Not with `search`.
    #[graphql(complexity = 50)]
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, Error> {
        let view = op(ctx).view().await.map_err(failed)?;
        let count = view.directory().count(&self.0, COUNTED).await.map_err(failed)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

#[derive(Default)]
pub struct CompanyQuery;

#[Object]
impl CompanyQuery {
    /// The public directory: verified companies, the last verified first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a list are its interface")]
    async fn companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which companies.", default)] filter: CompanyFilter,
        #[graphql(desc = "In which order.", default)] order_by: CompanyOrder,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Company, DirectoryTotal>, Error> {
        let CompanyOrder::Newest = order_by;
        let window = Asked { first, after, last, before }.window()?;
        let op = op(ctx);
        let (found, text) = filter.read(ctx)?;
        let page = match text {
            Some(text) => app::search::companies(op, &text, &found, &window).await.map_err(failed)?,
            None => op.view().await.map_err(failed)?.directory().page(&found, &window).await.map_err(failed)?,
        };
        let plain: Connection<Cursor, Company> = connection(page, &window, Company::from);
        let mut total = Connection::with_additional_fields(plain.has_previous_page, plain.has_next_page, DirectoryTotal(found));
        total.edges = plain.edges;
        Ok(total)
    }

    /// One company, if the directory holds it or it is one's own.
    async fn company(&self, ctx: &Context<'_>, #[graphql(desc = "Which one.")] by: CompanyBy) -> Option<Result<Company, Error>> {
        nullable(find(ctx, by).await)
    }
}

async fn find(ctx: &Context<'_>, by: CompanyBy) -> Result<Option<Company>, Error> {
    let directory = async || Ok::<_, Error>(op(ctx).view().await.map_err(failed)?);
    match by {
        CompanyBy::Id(id) => Company::load(ctx, context::id("by.id", &id)?).await,
        CompanyBy::Slug(slug) => {
            let card = directory().await?.directory().by_slug(&slug).await.map_err(failed)?;
            Ok(card.map(Into::into))
        }
        CompanyBy::RegistrationNumber(number) => {
            let number = RegistrationNumber::parse(number.kind.into(), &number.value)
                .map_err(|error| bad_input("by.registrationNumber.value", error))?;
            let card = directory().await?.directory().by_number(&number).await.map_err(failed)?;
            Ok(card.map(Into::into))
        }
    }
}

impl CompanyFilter {
    fn read(self, ctx: &Context<'_>) -> Result<(DirectoryFilter, Option<String>), Error> {
        let reference = op(ctx).app().reference();
        let region = match self.region {
            Some(code) => Some(reference.region(&code).ok_or_else(|| bad_input("where.region", "no such region"))?.code.clone()),
            None => None,
        };
        let sector = match self.sector {
            Some(code) => {
                Some(reference.sector(&code).ok_or_else(|| bad_input("where.sector", "no such sector"))?.code.as_str().to_owned())
            }
            None => None,
        };
        let code = match self.subsector {
            Some(code) => {
                let (parent, subsector) = reference.subsector(&code).ok_or_else(|| bad_input("where.subsector", "no such subsector"))?;
                if sector.as_deref().is_some_and(|sector| sector != parent.code.as_str()) {
                    return Err(bad_input("where.subsector", "does not belong to the sector that is named beside it"));
                }
                Some(subsector.code.as_str().to_owned())
            }
            None => sector,
        };
        let text = self.search.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if text.as_ref().is_some_and(|text| text.chars().count() > 200) {
            return Err(bad_input("where.search", "at most 200 characters"));
        }
        Ok((DirectoryFilter { country: self.country.map(Into::into), region, code }, text))
    }
}

/// The companies of some ids, each as the request may see it.
pub async fn load_all(ctx: &Context<'_>, ids: &[CompanyId]) -> Result<Vec<Company>, Error> {
    let found = futures_util::future::try_join_all(ids.iter().map(|id| Company::load(ctx, *id))).await?;
    Ok(found.into_iter().flatten().collect())
}
