//! What a decision about a case does to what the case is about.

use domain::{
    actor::Actor,
    approval::Approval,
    company::{Company, CompanyState},
    event::Event,
    listing::ListingState,
    moderation_case::{CaseKind, CaseState, CaseSubject, ClaimError, DecideError, EntryKind, ModerationCase, ReopenError},
    policy::{ProposeReinstatement, RejectCompany, ReviewCase},
    publication::PublicationState,
    report::ReportState,
    stamp::Stamp,
};
use persistence::{Forum, Tx};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// What was asked for happens.
pub(super) async fn approved(
    op: &Op,
    tx: &Tx<Forum>,
    actor: &Actor,
    case: &ModerationCase,
    reason: String,
    stamp: Stamp,
) -> Result<Event, Refused<DecideError>> {
    match (case.kind, case.subject) {
        (CaseKind::Report, _) => {
            tx.reports().settle(case.id, ReportState::Upheld, Some(stamp.at)).await?;
            return Ok(Event::ReportUpheld { case: case.id, company: case.company, reason });
        }
        (CaseKind::Listing, CaseSubject::Listing(id)) => {
            let listing = tx.listings().get(id).await?.shown(stamp).map_err(|_| DecideError::SubjectChanged)?;
            tx.listings().change_state(&listing).await?;
        }
        (CaseKind::Publication, CaseSubject::Publication(id)) => {
            let publication = tx.publications().get(id).await?;
            if publication.state != PublicationState::InReview {
                return Err(DecideError::SubjectChanged.into());
            }
            // Both sides' cases are read after one's own was changed: of two approvals at one moment the record of the publication
            // lets one through, and the other reads again.
            let cases = tx.moderation_cases().about(CaseKind::Publication, case.subject).await?;
            let both = domain::country::Country::ALL
                .iter()
                .all(|side| cases.iter().find(|other| other.side == *side).is_some_and(|other| other.state == CaseState::Approved));
            if both {
                let parties = publication.companies();
                let (publication, record) = publication.published(stamp);
                tx.publications().change(&publication).await?;
                tx.published_records().add(&record).await?;
                return Ok(Event::Published { publication: id, parties });
            }
            tx.publications().change(&publication).await?;
        }
        (CaseKind::Appeal, CaseSubject::Case(against)) => {
            let against = tx.moderation_cases().get(against).await?;
            heard(op, tx, actor, against, &reason, stamp).await?;
        }
        _ => return Err(DecideError::SubjectChanged.into()),
    }
    Ok(Event::CaseApproved { case: case.id, company: case.company, kind: case.kind.as_str().to_owned(), reason })
}

/// An appeal was right: what was rejected is open again; a suspension ends when a second person says the same.
async fn heard(
    op: &Op,
    tx: &Tx<Forum>,
    actor: &Actor,
    against: ModerationCase,
    reason: &str,
    stamp: Stamp,
) -> Result<(), Refused<DecideError>> {
    let company = tx.companies().get(against.company).await?;
    if company.state == CompanyState::Suspended {
        let permit = actor.permit::<ProposeReinstatement>(company)?;
        let approval = Approval::reinstatement(permit, reason.to_owned(), stamp).map_err(|_| DecideError::SubjectChanged)?;
        if tx.approvals().pending(approval.proposed.kind(), approval.proposed.subject()).await?.is_none() {
            tx.approvals().add(&approval).await?;
        }
        return Ok(());
    }
    let permit = actor.permit::<ReviewCase>(against)?;
    let by = permit.by().clone();
    let reopened = ModerationCase::reopen(permit).map_err(|error| match error {
        ReopenError::OtherSide => DecideError::Claim(ClaimError::OtherSide),
        _ => DecideError::SubjectChanged,
    })?;
    tx.moderation_cases().change(&reopened).await?;
    super::record(tx, &reopened, EntryKind::Reopened, &by, Some(reason.to_owned()), op.stamp()).await?;
    if undone(tx, &reopened).await? { Ok(()) } else { Err(DecideError::SubjectChanged.into()) }
}

/// What was asked for does not happen.
pub(super) async fn rejected(
    tx: &Tx<Forum>,
    actor: &Actor,
    case: &ModerationCase,
    reason: String,
    stamp: Stamp,
) -> Result<Event, Refused<DecideError>> {
    match (case.kind, case.subject) {
        (CaseKind::Registration | CaseKind::Change, _) => {
            let permit = actor.permit::<RejectCompany>(tx.companies().get(case.company).await?)?;
            let by = permit.by().id;
            let company = Company::reject(permit, reason.clone()).map_err(|_| DecideError::SubjectChanged)?;
            tx.companies().change(&company).await?;
            return Ok(Event::CompanyRejected { company: case.company, case: case.id, by, reason });
        }
        (CaseKind::Report, _) => {
            tx.reports().settle(case.id, ReportState::Dismissed, Some(stamp.at)).await?;
            return Ok(Event::ReportDismissed { case: case.id });
        }
        (CaseKind::Listing, CaseSubject::Listing(id)) => {
            // A listing that its company has taken back meanwhile is seen by nobody anyway.
            let listing = tx.listings().get(id).await?;
            if let Ok(hidden) = listing.moved(ListingState::InReview, ListingState::Hidden) {
                tx.listings().change_state(&hidden).await?;
            }
        }
        (CaseKind::Publication, CaseSubject::Publication(id)) => {
            let publication = tx.publications().get(id).await?;
            if publication.state == PublicationState::InReview {
                tx.publications().change(&publication.rejected(reason.clone())).await?;
            }
        }
        _ => {}
    }
    Ok(Event::CaseRejected { case: case.id, company: case.company, kind: case.kind.as_str().to_owned(), reason })
}

/// What a rejection had done is undone. False where it cannot be any more.
pub(super) async fn undone(tx: &Tx<Forum>, case: &ModerationCase) -> Result<bool, Failure> {
    match (case.kind, case.subject) {
        (CaseKind::Registration | CaseKind::Change, _) => {
            let Ok(company) = tx.companies().get(case.company).await?.unrejected() else { return Ok(false) };
            tx.companies().change(&company).await?;
        }
        (CaseKind::Listing, CaseSubject::Listing(id)) => {
            let listing = tx.listings().get(id).await?;
            let Ok(listing) = listing.moved(ListingState::Hidden, ListingState::InReview) else { return Ok(false) };
            tx.listings().change_state(&listing).await?;
        }
        (CaseKind::Publication, CaseSubject::Publication(id)) => {
            let publication = tx.publications().get(id).await?;
            match publication.state {
                PublicationState::Rejected => tx.publications().change(&publication.reviewed_again()).await?,
                PublicationState::InReview => {}
                _ => return Ok(false),
            }
        }
        (CaseKind::Report, _) => tx.reports().settle(case.id, ReportState::Open, None).await?,
        _ => {}
    }
    Ok(true)
}
