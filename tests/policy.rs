//! The policy that is checked in as a table is the one that the binary follows: action by standing by how the record relates.

use std::{fmt::Write as _, path::Path};

use domain::{
    actor::{Actor, Member, SignedIn, Staff},
    company::CompanyState,
    id::{CompanyId, Identifier, SessionId, StaffId, UserId},
    member::Role,
    permit::Relation,
    policy::POLICY,
    staff::Duty,
};
use uuid::Uuid;

/// Set to write the file anew: `FORUM_UPDATE=1 cargo test --test policy`.
const UPDATE: &str = "FORUM_UPDATE";

const LEGEND: &str = "\
The policy: who may do what, worked out from `domain::policy::POLICY`. Written by `FORUM_UPDATE=1 cargo test --test policy`.

A cell says to which records a standing may do an action: o to its own, c to its counterpart's, s to a stranger's; - to none.
What is about to be made counts as one's own. Behind the ‡ a password or factor has to be fresh. Whether the record's state allows it
is not the policy's to say.
";

const STATES: [CompanyState; 5] =
    [CompanyState::Draft, CompanyState::Submitted, CompanyState::Verified, CompanyState::Rejected, CompanyState::Suspended];

fn signed_in(proved: bool, founds: bool) -> SignedIn {
    let (user, session) = (UserId::from_uuid(Uuid::from_u128(1)), SessionId::from_uuid(Uuid::from_u128(2)));
    SignedIn { user, session, proved, fresh: true, founds }
}

fn member(role: Role, state: CompanyState) -> Actor {
    let person = signed_in(true, state != CompanyState::Suspended);
    Actor::Member(Member { person, company: CompanyId::from_uuid(Uuid::from_u128(3)), role, state })
}

fn staff(duty: Duty) -> Actor {
    Actor::Staff(Staff {
        person: signed_in(true, false),
        id: StaffId::from_uuid(Uuid::from_u128(4)),
        duty,
        side: domain::country::Country::Kz,
        companies: Vec::new(),
    })
}

/// Everybody there is, by group and by name within the group.
fn standings() -> Vec<(String, String, Actor)> {
    let mut all = vec![
        ("visitor".to_owned(), String::new(), Actor::Anonymous),
        ("user".to_owned(), "unproved".to_owned(), Actor::User(signed_in(false, true))),
        ("user".to_owned(), "proved".to_owned(), Actor::User(signed_in(true, true))),
    ];
    for role in [Role::Owner, Role::Editor, Role::Viewer] {
        for state in STATES {
            all.push((role.as_str().to_lowercase(), state.as_str().to_lowercase(), member(role, state)));
        }
    }
    for duty in Duty::ALL {
        all.push(("staff".to_owned(), duty.as_str().to_lowercase(), staff(*duty)));
    }
    all.push(("operator".to_owned(), String::new(), Actor::Operator));
    all
}

fn width(name: &str) -> usize {
    name.chars().count().max(3)
}

fn table() -> String {
    let standings = standings();
    let mut table = format!("{LEGEND}\n{:26}", "");
    let mut last = "";
    for (group, name, _) in &standings {
        let shown = if group == last { "" } else { group };
        last = group;
        let width = width(name).max(if name.is_empty() { width(group) } else { 3 });
        let _ = write!(table, " {shown:width$}");
    }
    let _ = write!(table, "\n{:26}", "action");
    for (group, name, _) in &standings {
        let width = width(name).max(if name.is_empty() { width(group) } else { 3 });
        let _ = write!(table, " {name:width$}");
    }
    for rule in POLICY {
        let name = format!("{}{}", rule.action, if rule.fresh { " ‡" } else { "" });
        let _ = write!(table, "\n{name:26}");
        for (group, name, actor) in &standings {
            let letters = [(Relation::Own, 'o'), (Relation::Counterpart, 'c'), (Relation::Stranger, 's')];
            let mut cell: String =
                letters.iter().filter(|(relation, _)| rule.allows(actor, *relation)).map(|(_, letter)| *letter).collect();
            if cell.is_empty() {
                cell.push('-');
            }
            let width = width(name).max(if name.is_empty() { width(group) } else { 3 });
            let _ = write!(table, " {cell:width$}");
        }
    }
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test is told by its environment to write what it otherwise compares")]
fn the_policy_that_is_checked_in_is_the_one_that_is_followed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policy.txt");
    let followed = table();
    if std::env::var(UPDATE).is_ok() {
        std::fs::write(&path, &followed).unwrap();
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == followed,
        "policy.txt is not what the domain says: run `{UPDATE}=1 cargo test --test policy` and read the difference\n{followed}"
    );
}

/// What somebody does about himself alone, whatever he may do for a company: registers one, answers what is addressed to him, leaves.
const OF_ONESELF: [&str; 8] = [
    "RegisterCompany",
    "AcceptInvitation",
    "DeclineInvitation",
    "LeaveCompany",
    "AskToJoin",
    "WithdrawJoinRequest",
    "AcceptOwnership",
    "DeclineOwnership",
];

/// What the table is for: that nobody slips in by a rule that forgot to look.
#[test]
fn nothing_is_open_by_default() {
    let nobody_else = [Relation::Own, Relation::Counterpart, Relation::Stranger];
    for rule in POLICY {
        // What a person does with his own account is no business of the company or the duty that he acts for.
        let personal = rule.by == "user" && rule.action != "RegisterCompany";
        for relation in nobody_else {
            assert!(!rule.allows(&Actor::Anonymous, relation), "a visitor may do {}", rule.action);
            assert!(!rule.allows(&Actor::User(signed_in(false, true)), relation), "an unproved address may do {}", rule.action);
            for state in STATES {
                // Everybody but the suspended registers a company of his own and reports what is wrong; nothing else is a viewer's.
                let founds = ["RegisterCompany", "ReportContent"].contains(&rule.action) && state.may_write();
                let of_oneself = OF_ONESELF.contains(&rule.action) || personal || founds;
                assert!(of_oneself || !rule.allows(&member(Role::Viewer, state), relation), "a viewer may do {}", rule.action);
            }
        }
        let suspended = member(Role::Editor, CompanyState::Suspended);
        let of_oneself = OF_ONESELF.contains(&rule.action) || personal;
        assert!(
            of_oneself || !nobody_else.iter().any(|relation| rule.allows(&suspended, *relation)),
            "a suspended company may do {}",
            rule.action
        );
        // One's own duty ends by one's own word, whatever it is.
        let leaves = rule.action == "EndAppointment";
        assert!(of_oneself || leaves || !rule.allows(&staff(Duty::Auditor), Relation::Own), "an auditor may do {}", rule.action);
    }
}

/// Staff decide nothing about companies that they belong to.
#[test]
fn staff_decide_nothing_about_their_own_companies() {
    for rule in POLICY.iter().filter(|rule| rule.by == "staff") {
        for duty in Duty::ALL {
            assert!(!rule.allows(&staff(*duty), Relation::Own), "{duty:?} may do {} to his own company", rule.action);
        }
    }
}
