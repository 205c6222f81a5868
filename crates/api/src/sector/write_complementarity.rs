//! `writeComplementarity`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{
    reference::{Complementarity as Domain, SubsectorCode},
    sector::ComplementarityError,
    text,
};

use super::{Complementarity, ComplementarityFlow, ComplementarityKind};
use crate::{
    context::op,
    translation::codes,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// A row of the table.
#[derive(InputObject)]
pub struct WriteComplementarityInput {
    /// The code of the subsector that supplies.
    pub supplier: String,
    /// The code of the subsector that needs.
    pub consumer: String,
    /// Which way. Supplier, consumer and flow name the row.
    pub flow: ComplementarityFlow,
    /// The version of the row as it was read; nothing for a new one.
    pub expected_version: Option<i32>,
    /// How one feeds the other.
    pub kind: ComplementarityKind,
    /// How well the two fit: 1, 2 or 3.
    pub weight: i32,
    /// Why, in English, 10 to 500 characters.
    pub reason: String,
    /// Keys of recorded sources.
    #[graphql(default)]
    pub evidence: Vec<String>,
    /// Whether it speaks for no match any more.
    #[graphql(default)]
    pub retired: bool,
}

user_errors! {
    "writeComplementarity": WriteComplementarityError, WriteComplementarityErrorCode {
        /// There is no such subsector that can be chosen.
        UnknownSubsector,
        /// A subsector does not feed itself.
        SameSubsector,
        /// There is such a row; name its version to change it.
        AlreadyWritten,
        /// No source is recorded under this key.
        UnknownSource,
    }
}

/// The row.
#[derive(SimpleObject)]
pub struct WriteComplementarityPayload {
    /// The row; nothing if there are `userErrors`.
    pub complementarity: Option<Complementarity>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WriteComplementarityError>,
}

#[derive(Default)]
pub struct WriteComplementarity;

#[Object]
impl WriteComplementarity {
    /// Writes that one subsector makes what another needs, or that it speaks for no match any more. Requires an Administrator with a fresh factor.
    async fn write_complementarity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A row of the table.")] input: WriteComplementarityInput,
    ) -> Result<WriteComplementarityPayload, Error> {
        let mut reading = Reading::default();
        let supplier = reading.take("supplier", domain::code::subsector(&input.supplier));
        let consumer = reading.take("consumer", domain::code::subsector(&input.consumer));
        let weight = u8::try_from(input.weight).ok().filter(|weight| (1..=3).contains(weight));
        let weight = reading.take("weight", weight.ok_or("1, 2 or 3"));
        let reason = reading.take("reason", text::parse(&input.reason, 10, 500));
        let evidence = codes(&input.evidence, &mut reading, "evidence", 20);
        let row = (|| {
            Some(Domain {
                supplier: SubsectorCode::stored(supplier?.1),
                consumer: SubsectorCode::stored(consumer?.1),
                kind: input.kind.word().to_owned(),
                flow: input.flow.word().to_owned(),
                weight: weight?,
                reason: reason?,
                evidence,
                retired: input.retired,
            })
        })();
        let row = match reading.finish(row) {
            Ok(row) => row,
            Err(user_errors) => return Ok(WriteComplementarityPayload { complementarity: None, user_errors }),
        };
        let outcome = app::sector::write_complementarity(op(ctx), row, input.expected_version).await;
        let (row, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(WriteComplementarityPayload { complementarity: row.map(Into::into), user_errors })
    }
}

fn tell(error: &ComplementarityError) -> WriteComplementarityError {
    use WriteComplementarityErrorCode as Code;
    let (code, path) = match error {
        ComplementarityError::UnknownSubsector { .. } => (Code::UnknownSubsector, ""),
        ComplementarityError::SameSubsector => (Code::SameSubsector, "consumer"),
        ComplementarityError::Exists => (Code::AlreadyWritten, ""),
        ComplementarityError::UnknownSource { .. } => (Code::UnknownSource, "evidence"),
    };
    rule(code, path, error)
}
