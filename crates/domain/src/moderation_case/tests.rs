use uuid::Uuid;

use super::*;
use crate::{
    actor::{Member, SignedIn},
    company::CompanyState,
    id::SessionId,
    member::Role,
    moderation_case::appeal::{AppealError, Past},
    policy::{AnswerCase, Appeal},
};

fn at(minute: i64) -> Stamp {
    Stamp::new(Timestamp::UNIX_EPOCH + Duration::minutes(minute), Uuid::from_u128(900))
}

fn company() -> CompanyId {
    CompanyId::from_uuid(Uuid::from_u128(7))
}

fn person(number: u128) -> SignedIn {
    let user = UserId::from_uuid(Uuid::from_u128(number));
    SignedIn { user, session: SessionId::from_uuid(Uuid::from_u128(1)), proved: true, fresh: true, founds: true }
}

fn staff_of(number: u128, side: Country, companies: &[CompanyId]) -> Actor {
    let id = StaffId::from_uuid(Uuid::from_u128(number + 100));
    Actor::Staff(Staff { person: person(number), id, duty: Duty::Moderator, side, companies: companies.to_vec() })
}

fn staff(number: u128) -> Actor {
    staff_of(number, Country::Kz, &[])
}

fn member(role: Role, state: CompanyState) -> Actor {
    Actor::Member(Member { person: person(50), company: company(), role, state })
}

fn case(kind: CaseKind) -> ModerationCase {
    ModerationCase::open(kind, CaseSubject::Company(company()), company(), Country::Kz, at(0))
}

fn review(by: &Actor, case: ModerationCase) -> Permit<ReviewCase> {
    by.permit(case).unwrap()
}

fn claimed(by: u128, minute: i64) -> ModerationCase {
    ModerationCase::claim(review(&staff(by), case(CaseKind::Listing)), at(minute)).unwrap()
}

#[test]
fn a_claim_keeps_others_away_until_it_lapses() {
    let claimed = claimed(10, 0);
    assert_eq!(claimed.state, CaseState::InReview);
    let by_other = |minute| ModerationCase::claim(review(&staff(11), claimed.clone()), at(minute));
    assert_eq!(by_other(29), Err(ClaimError::ClaimedByOther));
    let approve = ModerationCase::approve(review(&staff(11), claimed.clone()), "Fine".to_owned(), at(29));
    assert_eq!(approve, Err(DecideError::Claim(ClaimError::ClaimedByOther)));
    assert_eq!(by_other(30).unwrap().claim.unwrap().person, person(11).user);
    // Whoever has it may claim it again, and has it for longer.
    let longer = ModerationCase::claim(review(&staff(10), claimed), at(20)).unwrap();
    assert_eq!(longer.claim.unwrap().until, at(50).at);
}

#[test]
fn only_who_has_claimed_it_gives_it_back() {
    let release = |by: u128, minute| ModerationCase::release(review(&staff(by), claimed(10, 0)), at(minute));
    assert_eq!(release(11, 1), Err(ReleaseError::NotClaimed));
    assert_eq!(release(10, 30), Err(ReleaseError::NotClaimed));
    let free = release(10, 1).unwrap();
    assert_eq!((free.state, free.claim), (CaseState::Open, None));
}

#[test]
fn what_is_decided_is_not_decided_again() {
    let rejected = ModerationCase::reject(review(&staff(10), case(CaseKind::Listing)), "Forged".to_owned(), at(1)).unwrap();
    assert_eq!(rejected.decided_as, Some((Country::Kz, Duty::Moderator)));
    let not_open = ClaimError::NotOpen { state: CaseState::Rejected };
    assert_eq!(ModerationCase::claim(review(&staff(10), rejected.clone()), at(2)), Err(not_open.clone()));
    assert_eq!(ModerationCase::approve(review(&staff(10), rejected.clone()), "So".to_owned(), at(2)), Err(DecideError::Claim(not_open)));
    let open = ModerationCase::reopen(review(&staff(11), rejected)).unwrap();
    assert_eq!((open.state, &open.reason, open.decided_by), (CaseState::Open, &None, None));
    assert_eq!(ModerationCase::reopen(review(&staff(11), open)), Err(ReopenError::NotRejected { state: CaseState::Open }));
}

#[test]
fn a_registration_is_approved_by_verifying_only() {
    let approve = ModerationCase::approve(review(&staff(10), case(CaseKind::Registration)), "Fine".to_owned(), at(1));
    assert_eq!(approve, Err(DecideError::ByVerifying));
}

#[test]
fn each_side_decides_about_its_own_case_of_a_publication() {
    let claim = |side| ModerationCase::claim(review(&staff_of(10, side, &[]), case(CaseKind::Publication)), at(1));
    assert_eq!(claim(Country::Pk), Err(ClaimError::OtherSide));
    assert!(claim(Country::Kz).is_ok());
}

#[test]
fn nobody_decides_about_his_own_company() {
    let insider = staff_of(10, Country::Kz, &[company()]);
    assert!(insider.permit::<ReviewCase>(case(CaseKind::Listing)).is_err());
    let partner = CompanyId::from_uuid(Uuid::from_u128(8));
    let mut shared = case(CaseKind::Publication);
    shared.concerned = vec![company(), partner];
    assert!(staff_of(10, Country::Kz, &[partner]).permit::<ReviewCase>(shared).is_err());
}

#[test]
fn a_report_is_told_to_the_company_when_it_is_upheld() {
    let report = case(CaseKind::Report);
    assert!(!report.shared);
    assert!(!ModerationCase::reject(review(&staff(10), report.clone()), "Nothing wrong".to_owned(), at(1)).unwrap().shared);
    assert!(ModerationCase::approve(review(&staff(10), report.clone()), "Forged".to_owned(), at(1)).unwrap().shared);
    assert!(ModerationCase::request_changes(review(&staff(10), report), at(1)).unwrap().shared);
}

#[test]
fn an_answer_puts_the_case_before_staff_again() {
    let asked = ModerationCase::request_changes(review(&staff(10), case(CaseKind::Listing)), at(1)).unwrap();
    let editor = member(Role::Editor, CompanyState::Verified);
    let (answered, again) = ModerationCase::answered(editor.permit::<AnswerCase>(asked).unwrap());
    assert!(again && answered.state == CaseState::Open);
    let asked = ModerationCase::request_changes(review(&staff(10), case(CaseKind::Registration)), at(1)).unwrap();
    let (answered, again) = ModerationCase::answered(editor.permit::<AnswerCase>(asked).unwrap());
    assert!(!again && answered.state == CaseState::ChangesRequested);
    assert!(member(Role::Editor, CompanyState::Suspended).permit::<AnswerCase>(answered.clone()).is_err());
    assert!(member(Role::Owner, CompanyState::Suspended).permit::<AnswerCase>(answered).is_ok());
}

#[test]
fn other_people_hear_the_appeal() {
    let rejected = ModerationCase::reject(review(&staff(10), case(CaseKind::Listing)), "Forged".to_owned(), at(1)).unwrap();
    let owner = member(Role::Owner, CompanyState::Verified);
    let appeal = |case: ModerationCase, past: Past| ModerationCase::appeal(owner.permit::<Appeal>(case).unwrap(), past, at(2));
    assert!(member(Role::Editor, CompanyState::Verified).permit::<Appeal>(rejected.clone()).is_err());
    let past = Past { deciders: vec![person(10).user], ..Past::default() };
    let heard = appeal(rejected.clone(), past.clone()).unwrap();
    assert_eq!(ModerationCase::claim(review(&staff(10), heard.clone()), at(3)), Err(ClaimError::DecidedBefore));
    assert!(ModerationCase::claim(review(&staff(11), heard), at(3)).is_ok());
    assert_eq!(appeal(rejected, Past { appealed: true, ..past }), Err(AppealError::AlreadyAppealed));
    let open = case(CaseKind::Listing);
    assert_eq!(appeal(open, Past::default()), Err(AppealError::NotAppealable { state: CaseState::Open }));
    // What a suspension rests on is appealed against whatever its state; without a suspension it is not.
    let ground = Past { suspends: true, ..Past::default() };
    let suspended = member(Role::Owner, CompanyState::Suspended);
    assert!(ModerationCase::appeal(suspended.permit::<Appeal>(case(CaseKind::Report)).unwrap(), ground.clone(), at(2)).is_ok());
    assert!(appeal(case(CaseKind::Report), ground).is_err());
}
