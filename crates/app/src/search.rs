//! Companies by name, in any script and with a slip of the keyboard: an index in memory, filled from the directory, of its own on each node.

use std::sync::{Mutex, PoisonError};

use domain::{
    company::name::{consonant_key, search_key},
    id::{CompanyId, Identifier},
    reference::{Reference, SectorCode, SubsectorCode},
};
use persistence::{
    Page, Position, Window,
    repository::directory::{Card, DirectoryFilter},
};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term,
    collector::TopDocs,
    query::{BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value},
};

use crate::{failure::Failure, op::Op};

/// As many hits as are ranked at all: who finds none among them has to say more.
pub const RANKED: usize = 500;
/// The writer's buffer: the least that the library takes.
const BUFFER: usize = 15_000_000;
/// The longest query that is looked at.
const MAX_WORDS: usize = 8;

struct Fields {
    id: Field,
    key: Field,
    consonants: Field,
    code: Field,
    country: Field,
    region: Field,
}

/// The names of the companies of the directory.
pub(crate) struct NameIndex {
    fields: Fields,
    writer: Mutex<IndexWriter>,
    reader: IndexReader,
}

/// A company that a query found, better ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub company: CompanyId,
    /// Hundredths; the order is by this and then by the identity.
    pub score: i64,
}

impl From<TantivyError> for Failure {
    fn from(error: TantivyError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl NameIndex {
    pub(crate) fn open() -> Result<Self, Failure> {
        let mut schema = Schema::builder();
        let words = TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(IndexRecordOption::Basic));
        let fields = Fields {
            id: schema.add_text_field("id", STRING | STORED),
            key: schema.add_text_field("key", words.clone()),
            consonants: schema.add_text_field("consonants", words),
            code: schema.add_text_field("code", STRING),
            country: schema.add_text_field("country", STRING),
            region: schema.add_text_field("region", STRING),
        };
        let index = Index::create_in_ram(schema.build());
        let writer = Mutex::new(index.writer_with_num_threads(1, BUFFER)?);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, writer, reader })
    }

    /// Puts companies in the place of what was known of them.
    pub(crate) fn upsert(&self, reference: &Reference, cards: &[Card]) -> Result<(), Failure> {
        if cards.is_empty() {
            return Ok(());
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        for card in cards {
            let id = card.id.to_string();
            writer.delete_term(Term::from_field_text(self.fields.id, &id));
            let mut document = TantivyDocument::default();
            document.add_text(self.fields.id, &id);
            for (_, name) in card.names.iter() {
                document.add_text(self.fields.key, search_key(name));
                document.add_text(self.fields.consonants, consonant_key(name));
            }
            let sectors = reference.sectors_of(&card.subsectors);
            let codes = sectors.iter().map(SectorCode::as_str).chain(card.subsectors.iter().map(SubsectorCode::as_str));
            for code in codes {
                document.add_text(self.fields.code, code);
            }
            document.add_text(self.fields.country, card.country.as_str());
            document.add_text(self.fields.region, card.region.as_str());
            writer.add_document(document)?;
        }
        writer.commit()?;
        drop(writer);
        Ok(self.reader.reload()?)
    }

    pub(crate) fn remove(&self, companies: &[CompanyId]) -> Result<(), Failure> {
        if companies.is_empty() {
            return Ok(());
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        for company in companies {
            writer.delete_term(Term::from_field_text(self.fields.id, &company.to_string()));
        }
        writer.commit()?;
        drop(writer);
        Ok(self.reader.reload()?)
    }

    /// The companies that a text may mean, the likeliest first, at most as many as are ranked.
    pub(crate) fn find(&self, text: &str, filter: &DirectoryFilter) -> Result<Vec<Hit>, Failure> {
        let Some(query) = self.query(text, filter) else { return Ok(Vec::new()) };
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(RANKED).order_by_score())?;
        let mut hits = Vec::with_capacity(found.len());
        for (score, address) in found {
            let document: TantivyDocument = searcher.doc(address)?;
            let id = document.get_first(self.fields.id).and_then(|value| value.as_str()).and_then(|text| text.parse().ok());
            // Scores are small sums of the constants below, so that hundredths are exact.
            #[expect(clippy::cast_possible_truncation, reason = "a score is at most a few dozen")]
            let score = (score * 100.0).round() as i64;
            hits.extend(id.map(|company| Hit { company, score }));
        }
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.company.uuid()));
        Ok(hits)
    }

    fn query(&self, text: &str, filter: &DirectoryFilter) -> Option<BooleanQuery> {
        let key = search_key(text);
        let consonants = consonant_key(text);
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
        if words.is_empty() {
            return None;
        }
        let skeletons: Vec<&str> = consonants.split(' ').collect();
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let skeleton = (skeletons.len() == words.len()).then(|| skeletons[at]);
            clauses.push((Occur::Must, Box::new(self.word(word, skeleton))));
        }
        let exactly = |field: Field, value: &str| -> (Occur, Box<dyn Query>) {
            let term = TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic);
            (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(term), 0.0)))
        };
        clauses.extend(filter.code.as_deref().map(|code| exactly(self.fields.code, code)));
        clauses.extend(filter.country.map(|country| exactly(self.fields.country, country.as_str())));
        clauses.extend(filter.region.as_ref().map(|region| exactly(self.fields.region, region.as_str())));
        Some(BooleanQuery::new(clauses))
    }

    /// A word as it stands, as the beginning of one, with a slip, or by its consonants alone, each worth less than the one before.
    fn word(&self, word: &str, skeleton: Option<&str>) -> DisjunctionMaxQuery {
        let scored = |query: Box<dyn Query>, score: f32| -> Box<dyn Query> { Box::new(ConstScoreQuery::new(query, score)) };
        let term = |field: Field, text: &str| Term::from_field_text(field, text);
        let letters = word.chars().count();
        let mut ways = vec![scored(Box::new(TermQuery::new(term(self.fields.key, word), IndexRecordOption::Basic)), 4.0)];
        if letters >= 2 {
            ways.push(scored(Box::new(FuzzyTermQuery::new_prefix(term(self.fields.key, word), 0, true)), 3.0));
        }
        if letters >= 4 {
            let slips = if letters >= 8 { 2 } else { 1 };
            ways.push(scored(Box::new(FuzzyTermQuery::new(term(self.fields.key, word), slips, true)), 2.0));
        }
        // Two consonants say too little: "Oil" and "Ali" would be the same.
        if let Some(skeleton) = skeleton.filter(|skeleton| skeleton.chars().count() >= 3) {
            ways.push(scored(Box::new(TermQuery::new(term(self.fields.consonants, skeleton), IndexRecordOption::Basic)), 1.0));
        }
        DisjunctionMaxQuery::new(ways)
    }
}

/// A page of the directory by name, the likeliest first.
pub async fn companies(op: &Op, text: &str, filter: &DirectoryFilter, window: &Window) -> Result<Page<(Position, Card)>, Failure> {
    let hits = op.app().names.find(text, filter)?;
    // The place of a hit: its score counted downwards, so that better ones come first.
    let place = |hit: &Hit| Position { key: -hit.score, id: hit.company.uuid() };
    let order = |position: &Position| (position.key, position.id);
    let mut hits: Vec<_> = hits
        .into_iter()
        .filter(|hit| {
            let place = place(hit);
            window.after.is_none_or(|after| order(&place) > order(&after))
                && window.before.is_none_or(|before| order(&place) < order(&before))
        })
        .collect();
    if window.backward {
        hits.reverse();
    }
    hits.truncate(usize::try_from(window.limit).unwrap_or(RANKED).saturating_add(1));
    let ids: Vec<_> = hits.iter().map(|hit| hit.company).collect();
    let cards = op.view().await?.directory().by_ids(&ids).await?;
    // A card that left the directory since the index was read is left out.
    let found = hits.iter().filter_map(|hit| cards.iter().find(|card| card.id == hit.company).map(|card| (place(hit), card.clone())));
    Ok(Page::cut(found.collect(), window))
}
