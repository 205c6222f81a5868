//! PostgreSQL's policies alone: whoever holds the runtime login and another company's name still gets nothing of a third one.

use app::storage::Location;
use domain::id::split;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};
use tests::{Firm, Kind, World};

/// Somebody who speaks SQL to the database in a role, for a company and a person.
struct Intruder {
    connection: PgConnection,
    role: &'static str,
    company: String,
    person: String,
}

impl Intruder {
    async fn breaks_in(world: &World, role: &'static str, company: &str, person: &str) -> Self {
        let Location::Postgres { url, .. } = &world.location else { panic!("a world on PostgreSQL") };
        let connection = PgConnection::connect(url).await.unwrap();
        Self { connection, role, company: company.to_owned(), person: person.to_owned() }
    }

    async fn begin(&mut self) -> sqlx::Transaction<'_, sqlx::Postgres> {
        let mut tx = self.connection.begin().await.unwrap();
        let opening = format!(
            "SET LOCAL ROLE {}; SELECT set_config('app.company', '{}', true), set_config('app.person', '{}', true)",
            self.role, self.company, self.person
        );
        tx.execute(AssertSqlSafe(opening)).await.unwrap();
        tx
    }

    /// How many rows a condition finds, or the code of the refusal.
    async fn sees(&mut self, rows: &str) -> Result<i64, String> {
        let mut tx = self.begin().await;
        let found = tx.fetch_one(AssertSqlSafe(format!("SELECT count(*) FROM {rows}"))).await;
        found.map(|row| row.get(0)).map_err(|error| code(&error))
    }

    /// How many rows a statement changes, or the code of the refusal. Nothing is kept.
    async fn writes(&mut self, statement: &str) -> Result<u64, String> {
        let mut tx = self.begin().await;
        tx.execute(AssertSqlSafe(statement.to_owned())).await.map(|done| done.rows_affected()).map_err(|error| code(&error))
    }
}

fn code(error: &sqlx::Error) -> String {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_else(|| panic!("{error}")).into_owned()
}

fn uuid(id: &Value) -> String {
    split(id.as_str().unwrap()).unwrap().1.to_string()
}

/// What a company has that concerns nobody else: a draft, an open request and a paper with a partner, a venture with a promise and a result.
struct Dealings {
    stranger: String,
    stranger_person: String,
    company: String,
    person: String,
    partner: String,
    draft_company: String,
    listing: String,
    agreement: String,
    venture: String,
    proposal: String,
    conversation: String,
}

async fn person_of(firm: &Firm<'_>) -> String {
    uuid(&firm.owner.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"])
}

fn draft(title: &str) -> Value {
    json!({ "terms": { "kind": "OFFER", "subsector": "AGR-GR", "title": title, "expiresAt": "2026-06-01T00:00:00Z" } })
}

async fn dealings(world: &World) -> Dealings {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let company = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let partner = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
    let stranger = world.pakistani("Ravi Textiles", 3, &["TEX-FI"], &islamabad).await;
    let other = world.pakistani("Sindh Rice", 4, &["AGR-GR"], &islamabad).await;
    let hidden = Firm::registers(world, "KZ", "Semey Foods", 5, &["AGR-GR"]).await;
    let owner = &company.owner;
    let listing = owner.does("draftListing", draft("Wheat of the next harvest"), "listing { id }").await["listing"]["id"].clone();
    stranger.owner.does("draftListing", draft("Wheat of another"), "listing { id }").await;
    let introduction = company.is_introduced_to(&partner).await;
    let conversation = introduction.replace("int_", "cnv_");
    owner.does("sendMessage", json!({ "conversationId": conversation, "text": "Salem" }), "message { id }").await;
    owner.does("dismissMatch", json!({ "companyId": stranger.id }), "dismissed { reason }").await;
    let ask = json!({ "companyId": other.id, "message": "We would like to talk about what you published." });
    owner.does("requestIntroduction", ask, "introduction { id }").await;
    let terms = json!({ "kind": "CONTRACT", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
    let input = json!({ "agreement": { "with": [partner.id] }, "terms": terms });
    let paper = owner.does("proposeAgreement", input, "agreement { id proposal { id hash } }").await["agreement"].clone();
    let answer = json!({ "agreementId": paper["id"], "hash": paper["proposal"]["hash"] });
    partner.owner.does("confirmAgreement", answer, "agreement { id }").await;
    let input = json!({
        "title": "Flour mill in Multan", "structure": "CONTRACTUAL", "subsectors": ["AGR-MI"],
        "parties": [{ "companyId": company.id, "role": "FOUNDER" }, { "companyId": partner.id, "role": "INVESTOR" }],
    });
    let fields = "jointVenture { id proposal { id hash } proposedStage { proposal { hash } } }";
    let venture = owner.does("proposeJointVenture", input, fields).await["jointVenture"].clone();
    let answer = |hash: &Value| json!({ "jointVentureId": venture["id"], "hash": hash });
    partner.owner.does("confirmJointVenture", answer(&venture["proposal"]["hash"]), fields).await;
    let step = json!({ "jointVentureId": venture["id"], "to": "AGREEMENT_SIGNED", "evidence": { "agreementId": paper["id"] } });
    let step = owner.does("advanceJointVenture", step, fields).await;
    partner.owner.does("confirmJointVenture", answer(&step["jointVenture"]["proposedStage"]["proposal"]["hash"]), fields).await;
    let promise = json!({ "milestone": { "promise": { "jointVentureId": venture["id"], "title": "Site bought", "due": "2026-05-01" } } });
    owner.does("logMilestone", promise, "milestone { id }").await;
    let report = json!({ "jointVentureId": venture["id"], "kind": "JOBS", "from": "2026-02-01", "to": "2026-02-28", "jobs": 3, "evidence": "Payroll" });
    owner.does("reportOutcome", report, "outcome { id }").await;
    Dealings {
        stranger: uuid(&json!(stranger.id)),
        stranger_person: person_of(&stranger).await,
        company: uuid(&json!(company.id)),
        person: person_of(&company).await,
        partner: uuid(&json!(partner.id)),
        draft_company: uuid(&json!(hidden.id)),
        listing: uuid(&listing),
        agreement: uuid(&paper["id"]),
        venture: uuid(&venture["id"]),
        proposal: uuid(&venture["proposal"]["id"]),
        conversation: uuid(&json!(conversation)),
    }
}

/// The rows of the company that concern it and its partner alone.
fn rows(of: &Dealings) -> Vec<String> {
    let Dealings { company, person, .. } = of;
    vec![
        format!("listing WHERE company_id = '{company}'"),
        format!("member WHERE company_id = '{company}'"),
        format!("moderation_case WHERE company_id = '{company}'"),
        format!("introduction WHERE from_company_id = '{company}'"),
        "party".to_owned(),
        "proposal".to_owned(),
        "proposal_answer".to_owned(),
        "agreement WHERE NOT published".to_owned(),
        "joint_venture".to_owned(),
        "milestone".to_owned(),
        "outcome".to_owned(),
        format!("event_company WHERE company_id = '{company}'"),
        format!("user_account WHERE id = '{person}'"),
        format!("session WHERE user_id = '{person}'"),
        "conversation".to_owned(),
        "message".to_owned(),
        "conversation_mark".to_owned(),
        format!("dismissal WHERE company_id = '{company}'"),
        format!("notification WHERE user_id = '{person}'"),
    ]
}

#[tokio::test]
async fn a_stranger_reads_nothing() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let mut own = Intruder::breaks_in(&world, "forum_app", &of.company, &of.person).await;
    let mut stranger = Intruder::breaks_in(&world, "forum_app", &of.stranger, &of.stranger_person).await;
    let mut nobody = Intruder::breaks_in(&world, "forum_app", "", "").await;
    for rows in rows(&of) {
        assert!(own.sees(&rows).await.unwrap() > 0, "the company itself reads {rows}");
        assert_eq!(stranger.sees(&rows).await, Ok(0), "{rows}");
        assert_eq!(nobody.sees(&rows).await, Ok(0), "{rows}");
    }
    let hidden = format!("company WHERE id = '{}'", of.draft_company);
    assert_eq!(stranger.sees(&hidden).await, Ok(0));
    assert_eq!(own.sees(&hidden).await, Ok(0));
    assert_eq!(stranger.sees("staff").await, Ok(0));
    // To name another person beside one's own company opens neither.
    let mut mixed = Intruder::breaks_in(&world, "forum_app", &of.stranger, "").await;
    assert_eq!(mixed.sees("session").await, Ok(0));
    for table in ["password", "signing_key", "event", "letter", "reading"] {
        assert_eq!(stranger.sees(table).await, Err("42501".to_owned()), "{table}");
    }
}

#[tokio::test]
async fn a_stranger_changes_nothing() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let mut own = Intruder::breaks_in(&world, "forum_app", &of.company, &of.person).await;
    let mut stranger = Intruder::breaks_in(&world, "forum_app", &of.stranger, &of.stranger_person).await;
    let Dealings { company, .. } = &of;
    let updates = [
        format!("UPDATE listing SET state = 'PUBLISHED' WHERE id = '{}'", of.listing),
        format!("UPDATE listing SET version = 9 WHERE company_id = '{company}'"),
        "UPDATE introduction SET version = 9".to_owned(),
        format!("UPDATE company SET size = 'LARGE' WHERE id = '{company}'"),
        format!("UPDATE agreement SET state = 'CONFIRMED' WHERE id = '{}'", of.agreement),
        format!("UPDATE joint_venture SET stage = 'TERMINATED' WHERE id = '{}'", of.venture),
        "UPDATE milestone SET state = 'MET'".to_owned(),
        "UPDATE outcome SET version = 9".to_owned(),
        format!("UPDATE proposal SET state = 'CONFIRMED' WHERE id = '{}'", of.proposal),
        "UPDATE conversation SET messages = 9".to_owned(),
        "UPDATE message SET body = '', retracted_at = now()".to_owned(),
        format!("UPDATE notification SET read_at = now() WHERE user_id = '{}'", of.person),
        "UPDATE dismissal SET restored_at = now()".to_owned(),
        format!("UPDATE session SET company_id = '{}' WHERE user_id = '{}'", of.stranger, of.person),
    ];
    for statement in updates {
        assert!(own.writes(&statement).await.unwrap() > 0, "the company itself may: {statement}");
        assert_eq!(stranger.writes(&statement).await, Ok(0), "{statement}");
    }
    // A paper between states belongs to nobody who could change it.
    assert_eq!(own.writes("UPDATE agreement SET state = 'DISPUTED' WHERE published").await, Ok(0));
    // A listing, a request, an answer in another's name.
    let copy = |company: &str| {
        format!(
            "INSERT INTO listing SELECT (jsonb_populate_record(own, jsonb_build_object('id', gen_random_uuid(), 'company_id', '{company}'))).*
             FROM listing own WHERE company_id = '{}'",
            of.stranger
        )
    };
    assert_eq!(stranger.writes(&copy(&of.stranger)).await, Ok(1));
    assert_eq!(stranger.writes(&copy(company)).await, Err("42501".to_owned()));
    let request = |from: &str, to: &str| {
        format!(
            "INSERT INTO introduction (id, from_company_id, to_company_id, message, state, requested_by, requested_at, expires_at, pair, version)
             VALUES (gen_random_uuid(), '{from}', '{to}', 'Hello', 'PENDING', '{}', now(), now(), 'x', 1)",
            of.stranger_person
        )
    };
    assert_eq!(stranger.writes(&request(&of.stranger, company)).await, Ok(1));
    assert_eq!(stranger.writes(&request(company, &of.partner)).await, Err("42501".to_owned()));
    let case = |company: &str, state: &str| {
        format!(
            "INSERT INTO moderation_case SELECT (jsonb_populate_record(NULL::moderation_case, jsonb_build_object('id', gen_random_uuid(),
             'company_id', '{company}', 'state', '{state}', 'kind', 'VERIFICATION', 'opened_at', now(), 'version', 1))).*"
        )
    };
    assert_eq!(stranger.writes(&case(company, "OPEN")).await, Err("42501".to_owned()));
    assert_eq!(stranger.writes(&case(&of.stranger, "APPROVED")).await, Err("42501".to_owned()));
    let answer = format!(
        "INSERT INTO proposal_answer (proposal_id, company_id, record_id, by, verdict, at) VALUES ('{}', '{}', '{}', '{}', 'CONFIRMED', now())",
        of.proposal, of.stranger, of.venture, of.stranger_person
    );
    assert_eq!(stranger.writes(&answer).await, Err("42501".to_owned()));
    // A party answers for itself only.
    let for_the_partner = format!(
        "INSERT INTO proposal_answer (proposal_id, company_id, record_id, by, verdict, at) VALUES ('{}', '{}', '{}', '{}', 'CONFIRMED', now())",
        of.proposal, of.partner, of.venture, of.person
    );
    assert_eq!(own.writes(&for_the_partner).await, Err("42501".to_owned()));
}

#[tokio::test]
async fn nobody_writes_in_anothers_name_or_where_he_takes_no_part() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let mut own = Intruder::breaks_in(&world, "forum_app", &of.company, &of.person).await;
    let mut stranger = Intruder::breaks_in(&world, "forum_app", &of.stranger, &of.stranger_person).await;
    let message = |company: &str, author: &str| {
        format!(
            "INSERT INTO message (id, conversation_id, company_id, author, body, sent_at)
             VALUES (gen_random_uuid(), '{}', '{company}', '{author}', 'Hello', now())",
            of.conversation
        )
    };
    let denied = Err("42501".to_owned());
    assert_eq!(own.writes(&message(&of.company, &of.person)).await, Ok(1));
    assert_eq!(own.writes(&message(&of.partner, &of.person)).await, denied, "in the partner's name");
    assert_eq!(own.writes(&message(&of.company, &of.stranger_person)).await, denied, "in a colleague's name");
    assert_eq!(stranger.writes(&message(&of.stranger, &of.stranger_person)).await, denied, "in a conversation of others");
    // A word that was said is taken back, never changed into another.
    assert_eq!(own.writes("UPDATE message SET body = 'Something else'").await, denied);
    assert_eq!(own.writes("UPDATE message SET sent_at = now()").await, denied);
    let opens = |from: &str, to: &str| {
        format!(
            "INSERT INTO conversation (id, introduction_id, from_company_id, to_company_id, opened_at, last_message_at, messages)
             SELECT gen_random_uuid(), i.id, '{from}', '{to}', now(), now(), 0 FROM introduction i WHERE i.state = 'PENDING'"
        )
    };
    assert_eq!(own.writes(&opens(&of.company, &of.stranger)).await, denied, "a request that nobody has accepted opens nothing");
    let mark = |conversation: &str, user: &str| {
        format!(
            "INSERT INTO conversation_mark (conversation_id, user_id, company_id, read_through)
             VALUES ('{conversation}', '{user}', '{}', now())",
            of.stranger
        )
    };
    assert_eq!(stranger.writes(&mark(&of.conversation, &of.stranger_person)).await, denied);
    assert_eq!(stranger.writes(&mark(&of.conversation, &of.person)).await, denied);
    let dismissal = |company: &str| {
        format!(
            "INSERT INTO dismissal (company_id, other_company_id, dismissed_by, dismissed_at)
             VALUES ('{company}', '{}', '{}', now())",
            of.partner, of.stranger_person
        )
    };
    assert_eq!(stranger.writes(&dismissal(&of.stranger)).await, Ok(1));
    assert_eq!(stranger.writes(&dismissal(&of.company)).await, denied);
    // What one is told is the workers' to write; what one chooses is one's own.
    let notice = format!(
        "INSERT INTO notification (id, user_id, event_id, kind, topic, facts, in_app, at)
         VALUES (gen_random_uuid(), '{}', gen_random_uuid(), 'SESSION_REVOKED', 'SECURITY', '{{}}', true, now())",
        of.stranger_person
    );
    assert_eq!(stranger.writes(&notice).await, denied);
    assert_eq!(own.writes("UPDATE notification SET facts = '{}'").await, denied);
    let choice = |user: &str| {
        format!(
            "INSERT INTO notification_preference (user_id, topic, in_app, mail, chosen_at) VALUES ('{user}', 'MESSAGES', false, 'NEVER', now())"
        )
    };
    assert_eq!(stranger.writes(&choice(&of.stranger_person)).await, Ok(1));
    assert_eq!(stranger.writes(&choice(&of.person)).await, denied);
}

#[tokio::test]
async fn nobody_lets_himself_in() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let mut stranger = Intruder::breaks_in(&world, "forum_app", &of.stranger, &of.stranger_person).await;
    for record in [&of.venture, &of.agreement] {
        let party = format!(
            "INSERT INTO party (record_id, company_id, record_kind, position) VALUES ('{record}', '{}', 'AGREEMENT', 9)",
            of.stranger
        );
        assert_eq!(stranger.writes(&party).await, Err("42501".to_owned()));
    }
    let first = |company: &str| {
        format!("INSERT INTO party (record_id, company_id, record_kind, position) VALUES (gen_random_uuid(), '{company}', 'AGREEMENT', 0)")
    };
    assert_eq!(stranger.writes(&first(&of.stranger)).await, Ok(1), "the first party of a new record is the company itself");
    assert_eq!(stranger.writes(&first(&of.company)).await, Err("42501".to_owned()));
    // Nor is anybody a member by his own word of a company that others keep.
    for company in [&of.company, &of.draft_company] {
        let member =
            format!("INSERT INTO member (company_id, user_id, role, since) VALUES ('{company}', '{}', 'OWNER', now())", of.stranger_person);
        assert_eq!(stranger.writes(&member).await, Err("42501".to_owned()), "a stranger becomes a member of {company}");
    }
    let register = |state: &str, by: &str| {
        format!(
            "INSERT INTO company SELECT (jsonb_populate_record(own, jsonb_build_object('id', gen_random_uuid(), 'state', '{state}',
             'registered_by', '{by}', 'slug', gen_random_uuid()::text, 'number', gen_random_uuid()::text))).* FROM company own WHERE id = '{}'",
            of.stranger
        )
    };
    assert_eq!(stranger.writes(&register("DRAFT", &of.stranger_person)).await, Ok(1));
    assert_eq!(stranger.writes(&register("VERIFIED", &of.stranger_person)).await, Err("42501".to_owned()));
    assert_eq!(stranger.writes(&register("DRAFT", &of.person)).await, Err("42501".to_owned()));
    for statement in [
        format!("INSERT INTO staff (id, user_id) VALUES (gen_random_uuid(), '{}')", of.stranger_person),
        format!("UPDATE user_account SET name = 'X' WHERE id = '{}'", of.person),
        "DELETE FROM event_company".to_owned(),
        "UPDATE company_public SET slug = 'x'".to_owned(),
        format!(
            "INSERT INTO directory_entry SELECT 'XXX', country, region, listed_at, company_id FROM directory_entry WHERE company_id = '{}'",
            of.company
        ),
        format!(
            "INSERT INTO former_member SELECT gen_random_uuid(), '{}', user_id, role, since, now(), user_id FROM member LIMIT 1",
            of.company
        ),
        format!(
            "INSERT INTO join_request SELECT gen_random_uuid(), '{}', '{}', '', 'PENDING', now(), now(), null, null, 1",
            of.company, of.person
        ),
    ] {
        assert_eq!(stranger.writes(&statement).await, Err("42501".to_owned()), "{statement}");
    }
    // What an owner may do to the people and the card of his own company finds nothing of another's.
    for statement in [
        format!("UPDATE member SET role = 'VIEWER' WHERE company_id = '{}'", of.company),
        format!("DELETE FROM member WHERE company_id = '{}'", of.company),
        format!("DELETE FROM directory_entry WHERE company_id = '{}'", of.company),
        format!("DELETE FROM company_public WHERE id = '{}'", of.company),
    ] {
        assert_eq!(stranger.writes(&statement).await, Ok(0), "{statement}");
    }
}

#[tokio::test]
async fn only_an_owner_keeps_the_people_of_a_company() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let denied = Err("42501".to_owned());
    // Somebody who acts for a company that he owns nothing of: the runtime login with his name beside the company's.
    let mut other = Intruder::breaks_in(&world, "forum_app", &of.company, &of.stranger_person).await;
    let invite = |company: &str, by: &str| {
        format!(
            "INSERT INTO invitation SELECT gen_random_uuid(), '{company}', 'x', 'a@b.example', 'a@b.example', 'OWNER', 'en', 'PENDING', '{by}',
             now(), now(), null, 1, gen_random_uuid(), now(), null, 0, 1"
        )
    };
    let offer = |company: &str, by: &str| {
        format!(
            "INSERT INTO handover SELECT gen_random_uuid(), '{company}', '{by}', '{}', null, 'PENDING', now(), now(), null, 1",
            of.stranger_person
        )
    };
    assert_eq!(other.writes(&invite(&of.company, &of.stranger_person)).await, denied);
    assert_eq!(other.writes(&offer(&of.company, &of.stranger_person)).await, denied);
    let admit = format!("INSERT INTO member VALUES ('{}', '{}', 'VIEWER', now())", of.company, of.stranger_person);
    assert_eq!(other.writes(&admit).await, denied, "nobody is let in who has not asked");
    assert_eq!(other.writes(&format!("UPDATE member SET role = 'VIEWER' WHERE company_id = '{}'", of.company)).await, Ok(0));
    assert_eq!(other.writes(&format!("DELETE FROM member WHERE company_id = '{}'", of.company)).await, Ok(0));
    let mut owner = Intruder::breaks_in(&world, "forum_app", &of.company, &of.person).await;
    assert_eq!(owner.writes(&invite(&of.company, &of.person)).await, Ok(1));
    assert_eq!(owner.writes(&invite(&of.stranger, &of.person)).await, denied);
    assert_eq!(owner.writes(&offer(&of.company, &of.person)).await, Ok(1));
    assert_eq!(owner.writes(&admit).await, denied, "nor does an owner let anybody in who has not asked");
    assert_eq!(owner.sees("company_key").await, Err("42501".to_owned()));
    assert_eq!(owner.sees("case_finding").await, Err("42501".to_owned()));
}

#[tokio::test]
async fn each_role_keeps_to_its_tables() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let denied = Err("42501".to_owned());
    let mut staff = Intruder::breaks_in(&world, "forum_staff", "", &of.stranger_person).await;
    for table in ["introduction", "password", "signing_key", "event", "conversation_mark", "dismissal", "exposure"] {
        assert_eq!(staff.sees(table).await, denied, "staff and {table}");
    }
    // What one of them may open for an hour is empty to all who have not.
    for table in ["joint_venture", "party", "proposal", "proposal_answer", "milestone", "outcome", "conversation", "message"] {
        assert_eq!(staff.sees(table).await, Ok(0), "staff and {table}");
    }
    assert_eq!(staff.sees("agreement WHERE NOT published").await, Ok(0));
    assert!(staff.sees("company WHERE state = 'DRAFT'").await.unwrap() > 0);
    assert_eq!(staff.sees(&format!("session WHERE user_id = '{}'", of.person)).await, Ok(0));
    let mut auditor = Intruder::breaks_in(&world, "forum_auditor", "", "").await;
    assert!(auditor.sees("event").await.unwrap() > 0);
    for table in ["user_account", "company", "listing", "introduction", "joint_venture", "letter", "password", "session"] {
        assert_eq!(auditor.sees(table).await, denied, "auditor and {table}");
    }
    assert_eq!(auditor.writes("DELETE FROM event").await, Err("42501".to_owned()));
    let mut worker = Intruder::breaks_in(&world, "forum_worker", "", "").await;
    for statement in [
        "DELETE FROM event",
        "UPDATE event SET at = now()",
        "DELETE FROM joint_venture",
        "DELETE FROM company",
        "UPDATE party SET position = 9",
    ] {
        assert_eq!(worker.writes(statement).await, Err("42501".to_owned()), "worker: {statement}");
    }
    // The login without a role may not so much as look.
    let Location::Postgres { url, .. } = &world.location else { panic!("a world on PostgreSQL") };
    let mut login = PgConnection::connect(url).await.unwrap();
    let refused = login.execute("SELECT FROM company_public").await.map(|_| ());
    assert_eq!(refused.map_err(|error| code(&error)), Err("42501".to_owned()));
    // A role ends with its transaction.
    let mut tx = login.begin().await.unwrap();
    tx.execute("SET LOCAL ROLE forum_app").await.unwrap();
    tx.rollback().await.unwrap();
    let refused = login.execute("SELECT FROM company_public").await.map(|_| ());
    assert_eq!(refused.map_err(|error| code(&error)), Err("42501".to_owned()));
}

/// Even with the login in his hands nobody is verified by his own word, nor believed for another.
#[tokio::test]
async fn nobody_believes_himself() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let denied = Err("42501".to_owned());
    let mut own = Intruder::breaks_in(&world, "forum_app", &of.company, &of.person).await;
    let mut stranger = Intruder::breaks_in(&world, "forum_app", &of.stranger, &of.stranger_person).await;
    let of_stranger = format!("WHERE id = '{}'", of.stranger);
    for set in [
        "state = 'SUSPENDED'",
        "state = 'REJECTED'",
        "verification = '{\"evidence\": \"My own word\"}'",
        "registered_by = gen_random_uuid()",
        "id = gen_random_uuid()",
    ] {
        assert_eq!(stranger.writes(&format!("UPDATE company SET {set} {of_stranger}")).await, denied, "{set}");
    }
    // What an owner may bring about he still may, and the way back he may not.
    let back = format!("UPDATE company SET state = 'SUBMITTED' {of_stranger}; UPDATE company SET state = 'VERIFIED' {of_stranger}");
    assert_eq!(stranger.writes(&format!("UPDATE company SET state = 'SUBMITTED' {of_stranger}")).await, Ok(1));
    assert_eq!(stranger.writes(&back).await, denied);
    // The outcome is reported and not yet believed by the partner.
    let pending = "proposal WHERE subject_kind = 'OUTCOME'";
    assert_eq!(own.sees(&format!("{pending} AND state = 'PENDING'")).await, Ok(1));
    for set in ["state = 'CONFIRMED'", "state = 'DISPUTED'"] {
        assert_eq!(own.writes(&format!("UPDATE proposal SET {set} WHERE subject_kind = 'OUTCOME'")).await, denied, "{set}");
    }
    assert_eq!(own.writes("UPDATE outcome SET state = 'CONFIRMED'").await, denied);
    // The terms of the venture are believed by all, and stay what they are.
    let terms = format!("WHERE id = '{}'", of.proposal);
    for set in ["terms = '{}'", "hash = 'x'", "number = 9", "proposed_by = gen_random_uuid()", "state = 'PENDING'", "state = 'SUPERSEDED'"]
    {
        assert_eq!(own.writes(&format!("UPDATE proposal SET {set} {terms}")).await, denied, "{set}");
    }
    let copy = |state: &str, by: &str| {
        format!(
            "INSERT INTO proposal SELECT (jsonb_populate_record(own, jsonb_build_object('id', gen_random_uuid(), 'number', 9, 'state', '{state}',
             'proposed_by', '{by}'))).* FROM proposal own {terms}"
        )
    };
    assert_eq!(own.writes(&copy("PENDING", &of.company)).await, Ok(1));
    assert_eq!(own.writes(&copy("CONFIRMED", &of.company)).await, denied);
    assert_eq!(own.writes(&copy("PENDING", &of.partner)).await, denied);
    // Whoever asked to meet does not answer for the other.
    assert_eq!(own.writes("UPDATE introduction SET state = 'ACCEPTED' WHERE state = 'PENDING'").await, denied);
    assert_eq!(own.writes("UPDATE introduction SET state = 'DECLINED' WHERE state = 'PENDING'").await, denied);
}

/// No role writes history but by the one function that appends to it, and nobody in another's name.
#[tokio::test]
async fn nobody_writes_history() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let denied = Err("42501".to_owned());
    let append = |actor: &str, company: &str| {
        format!(
            "SELECT audit_append(gen_random_uuid(), 'SignedOut', '{{}}', 'MEMBER', '{actor}', '{company}', 'r', now(), NULL, NULL,
             ARRAY['{company}'::uuid], ARRAY['{company}'::uuid], '{{')"
        )
    };
    let mut stranger = Intruder::breaks_in(&world, "forum_app", &of.stranger, &of.stranger_person).await;
    assert_eq!(stranger.writes(&append(&of.stranger_person, &of.stranger)).await, Ok(1));
    assert_eq!(stranger.writes(&append(&of.person, &of.stranger)).await, denied);
    assert_eq!(stranger.writes(&append(&of.stranger_person, &of.company)).await, denied);
    let mut auditor = Intruder::breaks_in(&world, "forum_auditor", "", &of.stranger_person).await;
    assert_eq!(auditor.writes(&append(&of.stranger_person, &of.stranger)).await, denied);
    for role in ["forum_app", "forum_staff", "forum_worker", "forum_auditor"] {
        let mut intruder = Intruder::breaks_in(&world, role, &of.company, &of.person).await;
        for (table, column) in [
            ("event", "name"),
            ("event_company", "company_id"),
            ("audit_chain", "length"),
            ("audit_entry", "number"),
            ("audit_checkpoint", "note"),
            ("audit_leaf", "length"),
        ] {
            for statement in
                [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}"), format!("TRUNCATE {table}")]
            {
                assert_eq!(intruder.writes(&statement).await, denied, "{role}: {statement}");
            }
        }
        for table in ["event", "event_company", "audit_chain", "audit_entry"] {
            assert_eq!(intruder.writes(&format!("INSERT INTO {table} SELECT * FROM {table}")).await, denied, "{role} adds to {table}");
        }
    }
    // A company reads its own chain, and auditors what is not private.
    let mut own = Intruder::breaks_in(&world, "forum_app", &of.company, &of.person).await;
    assert!(own.sees("audit_entry").await.unwrap() > 0);
    assert_eq!(own.sees(&format!("audit_entry WHERE chain_id <> '{}'", of.company)).await, Ok(0));
    assert!(auditor.sees("event WHERE changes IS NOT NULL").await.unwrap() > 0);
    assert_eq!(auditor.sees("event WHERE private IS NOT NULL").await, Err("42501".to_owned()));
    assert_eq!(auditor.sees("audit_key WHERE sealed IS NOT NULL").await, Err("42501".to_owned()));
}

/// What a moderation case, its notes and its reports say is kept by the policies too, and one record is open to one administrator alone.
#[tokio::test]
async fn what_staff_keep_and_open_is_behind_the_policies() {
    let world = World::open(Kind::Postgres).await;
    let of = dealings(&world).await;
    let administrator = world.on_duty("administrator@forum.example", domain::staff::Duty::Administrator, "KZ").await;
    let passer = world.person("passer@forum.example").await;
    let reporter = world.pakistani("Lahore Looms", 60, &["TEX-FI"], &administrator).await;
    let company = format!("cmp_{}", of.company.replace('-', ""));
    let report = json!({ "subjectId": company, "kind": "FRAUD", "text": "Their contract is forged, I saw it." });
    reporter.owner.does("report", report.clone(), "report { id }").await;
    passer.does("report", report, "report { id }").await;
    let cases = administrator.asks("{ moderationCases(where: { kind: REPORT }) { nodes { id } } }", json!({})).await;
    let case = cases["moderationCases"]["nodes"][0]["id"].clone();
    administrator.does("noteOnCase", json!({ "caseId": case, "text": "Ask the bank." }), "case { id }").await;
    let person = async |who: &tests::Person<'_>| uuid(&who.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"]);
    let (admin, passer_id) = (person(&administrator).await, person(&passer).await);
    let mut own = Intruder::breaks_in(&world, "forum_app", &of.company, &of.person).await;
    // The company reads neither the report nor its case, nor what staff note; the reporter reads his own.
    for rows in ["report", "moderation_case WHERE kind = 'REPORT'", "case_entry WHERE kind = 'NOTE'"] {
        assert_eq!(own.sees(rows).await, Ok(0), "{rows}");
    }
    let mut reader = Intruder::breaks_in(&world, "forum_app", "", &passer_id).await;
    assert_eq!(reader.sees("report").await, Ok(1));
    assert_eq!(own.sees("approval").await, Err("42501".to_owned()));
    // A company decides nothing about itself and makes nothing public.
    for statement in ["UPDATE moderation_case SET state = 'APPROVED'", "UPDATE moderation_case SET state = 'OPEN'"] {
        assert_eq!(own.writes(statement).await, Ok(0), "{statement}");
    }
    for statement in
        ["DELETE FROM published_record", "DELETE FROM case_entry", "UPDATE case_entry SET text = 'x'", "UPDATE report SET state = 'UPHELD'"]
    {
        assert_eq!(own.writes(statement).await, Err("42501".to_owned()), "{statement}");
    }
    // Without an opening staff read nothing private; with one they read that record, and nobody else of them does.
    let mut staff = Intruder::breaks_in(&world, "forum_staff", "", &admin).await;
    let mut other = Intruder::breaks_in(&world, "forum_staff", "", &of.stranger_person).await;
    let venture = format!("jv_{}", of.venture.replace('-', ""));
    let private = ["joint_venture", "party", "proposal", "proposal_answer", "milestone", "outcome"];
    for table in private {
        assert_eq!(staff.sees(table).await, Ok(0), "{table} before");
    }
    let breaking = json!({ "caseId": case, "recordId": venture, "reason": "The report says that the contract is forged." });
    administrator.does("breakGlass", breaking, "opening { id }").await;
    for table in private {
        assert!(staff.sees(table).await.unwrap() > 0, "{table} once it is open");
        assert_eq!(other.sees(table).await, Ok(0), "{table} of another");
    }
    assert_eq!(staff.sees("agreement WHERE NOT published").await, Ok(0), "the agreement was not opened");
    let grant = format!(
        "INSERT INTO break_glass SELECT (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'record_id', '{}'))).* FROM break_glass g",
        of.agreement
    );
    assert_eq!(staff.writes(&grant).await, Err("42501".to_owned()), "nobody opens a record to himself");
    world.later(chrono::TimeDelta::minutes(60));
    world.settle().await;
    for table in private {
        assert_eq!(staff.sees(table).await, Ok(0), "{table} after its hour");
    }
}
