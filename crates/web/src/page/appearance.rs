//! The choice of light or dark, and of the face in Urdu: a form of every page.

use axum::{Router, response::Response, routing::post};

use crate::{
    address, appearance,
    fault::Fault,
    form::Form,
    router::Site,
    visit::{Outcome, Visit},
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/appearance", post(choose))
}

async fn choose(visit: Visit, form: Form) -> Response {
    let outcome = remembered(&visit, form);
    visit.finish(outcome)
}

fn remembered(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let to = address::inner(fields.get("to")).map_or_else(|| visit.to(""), str::to_owned);
    Ok(Outcome::Done { to, flash: None, cookies: appearance::remember(fields.get("theme"), fields.get("face")) })
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    Vec::new()
}
