//! What people say is wrong with something: staff look at it, and the company never learns who said it.

use chrono::TimeDelta;
use domain::{
    event::Event,
    id::Identifier,
    moderation_case::{CaseKind, CaseSubject, ModerationCase},
    permit::Reporting,
    policy::ReportContent,
    report::{Report, ReportError, ReportKind, Reported},
};
use persistence::{Page, Quota, Window, repository::report::FiledReport};

use crate::{
    failure::{Failure, Refused},
    op::{Op, Who},
};

/// Tells staff that something is wrong. The case belongs to the reported company, in whose name the reporter cannot write: his own scope
/// shows what he reports, and the case is written beyond it.
pub async fn report(op: &Op, subject: CaseSubject, kind: ReportKind, text: String) -> Result<Report, Refused<ReportError>> {
    if op.who() == Who::Anonymous {
        return Err(Failure::Unauthenticated.into());
    }
    let reported = seen(op, subject).await?;
    let (tx, actor) = op.begin_beyond().await?;
    let permit = actor.permit::<ReportContent>(reported)?;
    let by = Reporting::person(permit.by()).user;
    let stamp = op.stamp();
    tx.take_turn(Quota::Reports, by.uuid()).await?;
    tx.take_turn(Quota::Reports, subject.uuid()).await?;
    let known = tx.reports().reporter(by, subject, stamp.at - TimeDelta::days(1)).await?;
    let open = tx.moderation_cases().open_about(CaseKind::Report, subject).await?;
    let joined = open.is_some();
    let case = match open {
        Some(case) => case,
        None => {
            let side = tx.companies().get(reported.company).await?.registration.country;
            ModerationCase::open(CaseKind::Report, subject, reported.company, side, op.stamp())
        }
    };
    let report = Report::file(&permit, case.id, kind, text, known, stamp)?;
    if !joined {
        tx.moderation_cases().add(&case).await?;
    }
    tx.reports().add(&report).await?;
    tx.commit(Event::ContentReported { report: report.id, case: case.id }).await?;
    Ok(report)
}

/// What he reports, if he sees it himself.
async fn seen(op: &Op, subject: CaseSubject) -> Result<Reported, Failure> {
    let view = op.view().await?;
    let company = match subject {
        CaseSubject::Company(id) => view.directory().find(id).await?.map(|card| card.id),
        CaseSubject::Listing(id) => view.listings().find(id).await?.map(|listing| listing.company),
        CaseSubject::Introduction(id) => match view.as_tenant() {
            Some(tenant) => tenant.introductions().find(id).await?.map(|asked| {
                let own = matches!(op.who(), Who::Person { acting: crate::op::For::Company(own), .. } if own == asked.from);
                if own { asked.to } else { asked.from }
            }),
            None => None,
        },
        CaseSubject::Publication(_) | CaseSubject::Case(_) => None,
    };
    Ok(Reported { subject, company: company.ok_or(Failure::NotFound)? })
}

/// What one has reported oneself.
pub async fn own(op: &Op, window: &Window) -> Result<Page<FiledReport>, Failure> {
    let user = op.actor().await?.signed_in().ok_or(Failure::Unauthenticated)?.user;
    let view = op.view().await?;
    Ok(match (view.as_person(), view.as_tenant(), view.as_forum()) {
        (Some(view), ..) => view.reports().page(user, window).await?,
        (_, Some(view), _) => view.reports().page(user, window).await?,
        (.., Some(view)) => view.reports().page(user, window).await?,
        _ => return Err(Failure::Unauthenticated),
    })
}
