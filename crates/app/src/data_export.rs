//! Everything that the forum holds on a person, for himself.
//!
//! Nothing is laid by for it: asking notes that a copy may be fetched for a quarter of an hour, and fetching it reads the tables then, place
//! by place, so that a copy of many rows costs no more memory than one of few.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{event::Event, id::DataExportId, policy::ExportMyData};
use futures_util::stream::{self, Stream, StreamExt};
use persistence::repository::personal::{PLACES, Place};
use serde_json::{Value, json};
use uuid::Uuid;

pub use persistence::repository::data_export::DataExport;

use crate::{
    application::Application,
    failure::Failure,
    op::{Op, Who},
};

/// How long a copy may be fetched, as often as he likes.
const FETCHED_FOR: TimeDelta = TimeDelta::minutes(15);

/// Lets a person fetch a copy of everything that is held on him.
pub async fn request(op: &Op) -> Result<DataExport, Failure> {
    let (tx, actor) = op.begin_person().await?;
    let permit = actor.permit::<ExportMyData>(())?;
    let stamp = op.secret_stamp();
    let user = permit.by().user;
    let export = DataExport { id: stamp.id(), user, requested_at: stamp.at, expires_at: stamp.at + FETCHED_FOR };
    tx.data_exports().add(&export).await?;
    tx.commit(Event::DataExportRequested { user, export: export.id }).await?;
    Ok(export)
}

/// A piece of the copy, as text.
pub type Piece = Result<String, Failure>;

/// The copy as one JSON document, piece by piece. Whoever is not the person finds nothing.
pub async fn fetch(op: &Op, id: DataExportId) -> Result<impl Stream<Item = Piece> + Send + use<>, Failure> {
    let app = op.app();
    let Who::Person { user, .. } = op.who() else { return Err(Failure::Unauthenticated) };
    // The session is looked at first, so that a token of one that has ended fetches nothing.
    op.actor().await?;
    let now = app.now();
    app.database.view(persistence::Person(user)).await?.data_exports().get(id, now).await?;
    let names = app.view_system().await?.personal().names(user).await?;
    let head = json!({ "person": user.to_string(), "copiedAt": now.to_rfc3339() }).to_string();
    let head = format!("{},\"held\":{{", head.trim_end_matches('}'));
    let pages = stream::unfold(Some(Reader { app: Arc::clone(app), names, place: 0, row: 0 }), |reader| async {
        let mut reader = reader?;
        match reader.next().await {
            Ok(Some(piece)) => Some((Ok(piece), Some(reader))),
            Ok(None) => None,
            Err(failure) => Some((Err(failure), None)),
        }
    });
    Ok(stream::iter([Ok(head)]).chain(pages).chain(stream::iter([Ok("}}".to_owned())])))
}

/// How far a copy has come.
struct Reader {
    app: Arc<Application>,
    names: Vec<Uuid>,
    place: usize,
    row: u64,
}

impl Reader {
    /// The next piece: some rows of a place, with what opens and closes it.
    async fn next(&mut self) -> Result<Option<String>, Failure> {
        let Some(Place { table, column, .. }) = PLACES.get(self.place) else { return Ok(None) };
        // A view for each piece: a slow reader keeps no transaction open.
        let rows = self.app.view_system().await?.personal().rows(self.place, &self.names, self.row).await?;
        let mut piece = String::new();
        if self.row == 0 {
            let comma = if self.place == 0 { "" } else { "," };
            piece = format!("{comma}{}:[", Value::String(format!("{table}.{column}")));
        }
        for row in &rows {
            if self.row > 0 {
                piece.push(',');
            }
            piece.push_str(&row.to_string());
            self.row += 1;
        }
        if rows.is_empty() {
            piece.push(']');
            self.place += 1;
            self.row = 0;
        }
        Ok(Some(piece))
    }
}
