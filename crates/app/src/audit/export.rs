//! A copy of the audit, written a part at a time: a line of JSON an event, or a row of a table.

use domain::{
    audit::{WholeAudit, chain::moment},
    event::Event,
    id::{EventId, Identifier},
    policy::ExportAudit,
    stamp::Timestamp,
};
use persistence::{
    Auditor,
    repository::audit::{AuditFilter, Audited},
};
use serde_json::{Value, json};

use super::reading::{asked, masked};
use crate::{application::Application, failure::Failure, op::Op};

/// How many events are read at a time.
const BATCH: u64 = 500;

/// How a copy is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line.
    Lines,
    /// RFC 4180, with nothing in it that a spreadsheet would take for a formula.
    Table,
}

/// A copy that is being written.
pub struct Copy {
    filter: AuditFilter,
    form: Form,
    by: Auditor,
    after: Option<(Timestamp, EventId)>,
    begun: bool,
}

/// Begins a copy for an auditor. That it was taken is an event, committed before anything is read, and the copy ends with that moment.
pub async fn begin(op: &Op, mut filter: AuditFilter, form: Form) -> Result<Copy, Failure> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = actor.permit::<ExportAudit>(WholeAudit)?;
    let by = permit.by().clone();
    tx.commit(Event::AuditExported { staff: Some(by.id), asked: asked(&filter) }).await?;
    end_now(op.app(), &mut filter);
    Ok(Copy { filter, form, by: Auditor(by.person.user), after: None, begun: false })
}

/// Begins a copy for the operator of the host.
pub async fn begin_at_host(app: &Application, mut filter: AuditFilter, form: Form) -> Result<Copy, Failure> {
    let author = app.author("OPERATOR", None, "audit-export");
    let tx = app.database.begin(persistence::System, author).await?;
    tx.commit(Event::AuditExported { staff: None, asked: asked(&filter) }).await?;
    end_now(app, &mut filter);
    let nobody = domain::id::UserId::from_uuid(uuid::Uuid::nil());
    Ok(Copy { filter, form, by: Auditor(nobody), after: None, begun: false })
}

fn end_now(app: &Application, filter: &mut AuditFilter) {
    let now = app.now();
    filter.until = Some(filter.until.map_or(now, |until| until.min(now)));
}

impl Copy {
    /// The next part of the text; nothing when it is whole.
    pub async fn next(&mut self, app: &Application) -> Result<Option<String>, Failure> {
        let mut text = String::new();
        if !self.begun {
            self.begun = true;
            if self.form == Form::Table {
                text.push_str(&row(&COLUMNS.map(str::to_owned)));
            }
        }
        let events = app.database.view(self.by).await?.audits().onward(&self.filter, self.after, BATCH).await?;
        let Some(last) = events.last() else { return Ok((!text.is_empty()).then_some(text)) };
        self.after = Some((last.at, last.id));
        for event in events.into_iter().map(masked) {
            text.push_str(&match self.form {
                Form::Lines => line(&event),
                Form::Table => row(&cells(&event)),
            });
        }
        Ok(Some(text))
    }
}

const COLUMNS: [&str; 10] = ["at", "id", "event", "actor_kind", "actor", "acting_for", "companies", "request", "details", "changes"];

fn companies(event: &Audited) -> Vec<String> {
    event.companies.iter().map(|id| domain::id::CompanyId::from_uuid(*id).to_string()).collect()
}

fn actor(event: &Audited) -> Option<String> {
    event.actor.map(|id| domain::id::UserId::from_uuid(id).to_string())
}

fn line(event: &Audited) -> String {
    let changes: Value = event.changes.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| json!([]));
    let value = json!({
        "at": moment(event.at),
        "id": event.id.to_string(),
        "event": event.name,
        "actor": { "kind": event.actor_kind, "id": actor(event), "acting_for": event.acting_for.map(|id| id.to_string()) },
        "companies": companies(event),
        "request": event.request,
        "details": event.body,
        "changes": changes,
    });
    format!("{}\n", domain::audit::canonical::canonical(&value))
}

fn cells(event: &Audited) -> [String; 10] {
    [
        moment(event.at),
        event.id.to_string(),
        event.name.clone(),
        event.actor_kind.clone(),
        actor(event).unwrap_or_default(),
        event.acting_for.map(|id| id.to_string()).unwrap_or_default(),
        companies(event).join(" "),
        event.request.clone(),
        domain::audit::canonical::canonical(&event.body),
        event.changes.clone().unwrap_or_default(),
    ]
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    cells.join(",") + "\r\n"
}

/// A cell as RFC 4180 has it; what a spreadsheet would work out begins with an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\r', '\n']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        assert_eq!(cell("plain text"), "plain text");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("say \"no\""), "\"say \"\"no\"\"\"");
        assert_eq!(cell("two\r\nlines"), "\"two\r\nlines\"");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\0x", "=cmd|' /c calc'!A0"] {
            let written = cell(text);
            let first = written.trim_start_matches('"').chars().next();
            assert_eq!(first, Some('\''), "{written:?}");
        }
    }

    #[test]
    fn a_row_ends_as_the_standard_has_it() {
        assert_eq!(row(&["a".to_owned(), "=b".to_owned()]), "a,'=b\r\n");
    }
}
