//! Matches: suggested counterparts with a score and reasons as data, so that each language can say them.

use async_graphql::Object;
use async_graphql::{
    ComplexObject, Context, Enum, Error, ID, SimpleObject,
    connection::{Connection, CursorType, Edge},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    id::{CompanyId, Identifier, ListingId},
    matching::{self as domain_matching, Direction, Reason},
};

use crate::{
    company::Company,
    context::{loaders, op},
    error::{bad_input, failed, failed_together, nullable},
    listing::Listing,
    page::{DEFAULT, MAX, NotACursor, cost},
    reference::Subsector,
};

/// Why two companies fit. Each reason rests on what both sides publish.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchReasonCode {
    /// A need and an offer in the same subsector.
    SameSubsector,
    /// An offer whose output the need's subsector uses; `explanation` says how.
    Complementary,
    /// A need and an offer in the same sector.
    SameSector,
    /// The same chapter of the Harmonized System.
    SameHsChapter,
    /// Values of the same order of magnitude.
    ValueBand,
    /// Both lie on the same overland corridor.
    Corridor,
    /// A language in common.
    CommonLanguage,
    /// The same kind of partnership is sought.
    PartnershipForm,
    /// Of a similar size.
    SizeBand,
    /// Published lately.
    Fresh,
}

/// Which of the two directions a reason speaks for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchDirection {
    /// What one's own company needs and the other offers.
    MyNeed,
    /// What the other needs and one's own company offers.
    TheirNeed,
}

/// One reason, with the listings that it rests on.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct MatchReason {
    /// The kind of reason.
    pub code: MatchReasonCode,
    /// The direction that it speaks for; nothing for what holds both ways.
    pub direction: Option<MatchDirection>,
    /// The chapter of the Harmonized System.
    pub hs_chapter: Option<String>,
    /// How one subsector serves the other, in English, with its weight and evidence.
    pub explanation: Option<String>,
    #[graphql(skip)]
    listings: Vec<ListingId>,
    #[graphql(skip)]
    subsectors: Vec<u8>,
}

#[ComplexObject]
impl MatchReason {
    /// The listings of both sides that it rests on.
    async fn listings(&self, ctx: &Context<'_>) -> Result<Vec<Listing>, Error> {
        let found = loaders(ctx).load_many(self.listings.clone()).await.map_err(|error| failed_together(&error))?;
        Ok(self.listings.iter().filter_map(|id| found.get(id).cloned()).map(Listing).collect())
    }

    /// The subsectors that it speaks of: that of the need and that of the offer where they differ.
    async fn subsectors(&self, ctx: &Context<'_>) -> Vec<Subsector> {
        let reference = op(ctx).app().reference();
        let at = |bit: &u8| reference.subsectors().nth(usize::from(*bit)).map(|(_, subsector)| subsector.code.clone());
        Subsector::of(ctx, &self.subsectors.iter().filter_map(at).collect::<Vec<_>>())
    }
}

/// A suggested counterpart.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Match {
    /// 0 to 10,000: the harmonic mean of the two directions. Both sides see the same score.
    pub score: i32,
    /// How well the other's offers meet one's own needs, 0 to 100.
    pub my_part: i32,
    /// How well one's own offers meet the other's needs, 0 to 100.
    pub their_part: i32,
    /// Whether it stands here because new and quiet companies are kept a bounded share of the places.
    pub exposure: bool,
    /// Why the two fit.
    pub reasons: Vec<MatchReason>,
    #[graphql(skip)]
    company: CompanyId,
}

#[ComplexObject]
impl Match {
    /// The other company.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.company).await)
    }

    /// The identifier of the other company.
    async fn company_id(&self) -> ID {
        ID(self.company.to_string())
    }
}

/// The place of a match in its list, opaque to clients.
pub struct MatchCursor(domain_matching::Position);

impl CursorType for MatchCursor {
    type Error = NotACursor;

    fn decode_cursor(text: &str) -> Result<Self, NotACursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotACursor)?;
        let bytes: [u8; 23] = bytes.try_into().map_err(|_| NotACursor)?;
        if bytes[0] != VERSION {
            return Err(NotACursor);
        }
        let number = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[7..]);
        Ok(Self(domain_matching::Position { score: number(1), places: number(3), first: number(5), id: uuid::Uuid::from_bytes(id) }))
    }

    fn encode_cursor(&self) -> String {
        let mut bytes = vec![VERSION];
        for number in [self.0.score, self.0.places, self.0.first] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(self.0.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

const VERSION: u8 = 2;

#[derive(Default)]
pub struct MatchQuery;

#[Object]
impl MatchQuery {
    /// Companies of the other country that fit one's own, best first, up to 200 places. Companies met already are left out. Requires a
    /// member of a verified company.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<Connection<MatchCursor, Match>, Error> {
        let given = first.unwrap_or(DEFAULT);
        let limit = u16::try_from(given).ok().filter(|_| (1..=MAX).contains(&given));
        let limit = limit.ok_or_else(|| bad_input("first", format!("must lie between 1 and {MAX}")))?;
        let after = after.as_deref().map(MatchCursor::decode_cursor).transpose().map_err(|error| bad_input("after", error))?;
        let has_previous = after.is_some();
        let op = op(ctx);
        let page = app::matching::page(op, limit, after.map(|cursor| cursor.0)).await.map_err(failed)?;
        let reference = op.app().reference();
        let explain = |row: u16| reference.complementarity.get(usize::from(row)).map(|row| row.reason.clone());
        let mut connection = Connection::new(has_previous, page.more);
        connection.edges.extend(page.items.into_iter().map(|found| {
            let reasons = found.reasons.iter().map(|reason| show(reason, explain)).collect();
            let node = Match {
                score: i32::from(found.scored.score),
                my_part: i32::from(found.scored.my_part),
                their_part: i32::from(found.scored.their_part),
                exposure: found.scored.exposure,
                reasons,
                company: found.company,
            };
            Edge::new(MatchCursor(found.scored.position), node)
        }));
        Ok(connection)
    }
}

fn show(reason: &Reason, explain: impl Fn(u16) -> Option<String>) -> MatchReason {
    let direction = reason.direction().map(|direction| match direction {
        Direction::MyNeed => MatchDirection::MyNeed,
        Direction::TheirNeed => MatchDirection::TheirNeed,
    });
    let bare = |code| MatchReason { code, direction, hs_chapter: None, explanation: None, listings: Vec::new(), subsectors: Vec::new() };
    let ids = |uuids: &[uuid::Uuid]| uuids.iter().map(|uuid| ListingId::from_uuid(*uuid)).collect();
    match reason {
        Reason::SameSubsector { subsector, mine, theirs, .. } => {
            MatchReason { listings: ids(&[*mine, *theirs]), subsectors: vec![*subsector], ..bare(MatchReasonCode::SameSubsector) }
        }
        Reason::Complementary { row, supplier, consumer, .. } => {
            MatchReason { explanation: explain(*row), listings: ids(&[*supplier, *consumer]), ..bare(MatchReasonCode::Complementary) }
        }
        Reason::SameSector { mine, theirs, .. } => MatchReason { listings: ids(&[*mine, *theirs]), ..bare(MatchReasonCode::SameSector) },
        Reason::SameHsChapter { chapter, mine, theirs, .. } => MatchReason {
            hs_chapter: Some(format!("{chapter:02}")),
            listings: ids(&[*mine, *theirs]),
            ..bare(MatchReasonCode::SameHsChapter)
        },
        Reason::ValueBand { mine, theirs, .. } => MatchReason { listings: ids(&[*mine, *theirs]), ..bare(MatchReasonCode::ValueBand) },
        Reason::Corridor { .. } => bare(MatchReasonCode::Corridor),
        Reason::CommonLanguage { .. } => bare(MatchReasonCode::CommonLanguage),
        Reason::PartnershipForm { .. } => bare(MatchReasonCode::PartnershipForm),
        Reason::SizeBand { .. } => bare(MatchReasonCode::SizeBand),
        Reason::Fresh { listing, .. } => MatchReason { listings: ids(&[*listing]), ..bare(MatchReasonCode::Fresh) },
    }
}
