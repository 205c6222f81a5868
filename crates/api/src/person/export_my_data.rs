//! `exportMyData`

use async_graphql::{Context, Error, ID, Object, SimpleObject};

use crate::{context::op, error::failed, scalar::DateTime};

/// Where the copy is fetched.
#[derive(SimpleObject)]
pub struct ExportMyDataPayload {
    /// The identifier of the copy.
    pub export_id: ID,
    /// The path on the forum's own address: `GET` answers with the copy as one JSON document, to the same person only, by the same kind
    /// of access token or cookie.
    pub path: String,
    /// Until when it can be fetched.
    pub expires_at: DateTime,
}

#[derive(Default)]
pub struct ExportMyData;

#[Object]
impl ExportMyData {
    /// Lets the person who asks fetch a copy of everything that is held on him, for a quarter of an hour. The copy is made when it is
    /// fetched; nothing is laid by for it. Requires somebody who has signed in, with a fresh factor.
    #[graphql(complexity = 50)]
    async fn export_my_data(&self, ctx: &Context<'_>) -> Result<ExportMyDataPayload, Error> {
        let export = app::data_export::request(op(ctx)).await.map_err(failed)?;
        let id = export.id.to_string();
        Ok(ExportMyDataPayload { path: format!("/exports/{id}"), export_id: ID(id), expires_at: export.expires_at.into() })
    }
}
