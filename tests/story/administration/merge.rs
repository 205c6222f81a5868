//! Two companies that were one all along become one again: nothing is lost, nothing that was signed is rewritten.

use app::Refused;
use domain::{
    company::CompanyState,
    email_address::EmailAddress,
    id::CompanyId,
    merge::{MergeError, TransferError},
    staff::Duty,
};
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases};

on_both_databases! {
    everything_follows_the_kept_company,
    a_pair_keeps_one_open_introduction,
    an_old_address_leads_on_and_on,
    what_is_not_one_stays_two,
    a_company_whose_owner_is_gone_gets_another,
    two_administrators_merge_companies,
    two_administrators_hand_a_company_over,
}

fn id(firm: &Firm<'_>) -> CompanyId {
    firm.id.parse().unwrap()
}

async fn merges(world: &World, keep: &Firm<'_>, retire: &Firm<'_>) {
    let before = world.happened().await;
    let merged = app::merge::merge_as_operator(&world.app, id(keep), id(retire), "Registered twice.".to_owned()).await;
    assert!(merged.is_ok(), "{:?}", merged.err());
    assert_eq!(world.happened_since(before).await, 1);
    world.settle().await;
}

async fn refused(world: &World, keep: &Firm<'_>, retire: &Firm<'_>) -> MergeError {
    let before = world.happened().await;
    let merged = app::merge::merge_as_operator(&world.app, id(keep), id(retire), "Registered twice.".to_owned()).await;
    let Err(Refused::Rule(rule)) = merged else { panic!("no rule said no") };
    assert_eq!(world.happened_since(before).await, 0);
    rule
}

async fn by(world: &World, by: Value) -> Value {
    let document = "query($by: CompanyBy!) { company(by: $by) { id slug registrationNumber { kind value } } }";
    world.asks(document, json!({ "by": by })).await["company"].clone()
}

async fn introductions(who: &Person<'_>) -> Vec<Value> {
    let found = who.asks("{ introductions { nodes { state from { id } to { id } } } }", json!({})).await;
    found["introductions"]["nodes"].as_array().unwrap().clone()
}

async fn states(who: &Person<'_>, with: &Firm<'_>) -> Vec<String> {
    let mut states: Vec<String> = introductions(who)
        .await
        .into_iter()
        .filter(|one| one["from"]["id"] == json!(with.id) || one["to"]["id"] == json!(with.id))
        .map(|one| one["state"].as_str().unwrap().to_owned())
        .collect();
    states.sort();
    states
}

async fn everything_follows_the_kept_company(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let mut twin = world.kazakh("Astyq Dan Group", 2, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 3, &["AGR-MI"], &astana).await;
    let listing = twin.publishes("OFFER", "AGR-GR", "Milling wheat").await;
    baker.publishes("NEED", "AGR-GR", "Wheat for milling").await;
    twin.is_introduced_to(&baker).await;
    let terms = json!({ "kind": "MEMORANDUM", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
    let propose = json!({ "agreement": { "with": [baker.id] }, "terms": terms });
    let paper = "agreement { id parties { id } proposal { hash state proposedBy { id } } }";
    let signed = twin.owner.does("proposeAgreement", propose.clone(), paper).await["agreement"].clone();
    let confirm = json!({ "agreementId": signed["id"], "hash": signed["proposal"]["hash"] });
    baker.owner.does("confirmAgreement", confirm, paper).await;
    let pending = twin.owner.does("proposeAgreement", propose, paper).await["agreement"].clone();
    let address = by(&world, json!({ "id": twin.id })).await;

    merges(&world, &mill, &twin).await;

    // Everybody who knew the twin finds the mill.
    let listed = world.asks("{ companies(where: { country: KZ }) { nodes { id } } }", json!({})).await;
    assert_eq!(listed["companies"]["nodes"], json!([{ "id": mill.id }]));
    for way in
        [json!({ "id": twin.id }), json!({ "slug": address["slug"] }), json!({ "registrationNumber": address["registrationNumber"] })]
    {
        assert_eq!(by(&world, way.clone()).await["id"], json!(mill.id), "{way}");
    }
    let node = "query($id: ID!) { node(id: $id) { id ... on Listing { company { id } } } }";
    assert_eq!(world.asks(node, json!({ "id": listing })).await["node"], json!({ "id": listing, "company": { "id": mill.id } }));
    assert_eq!(world.asks(node, json!({ "id": twin.id })).await["node"]["id"], json!(mill.id));
    let matched = baker.owner.asks("{ matches { nodes { company { id } } } }", json!({})).await;
    assert_eq!(matched["matches"]["nodes"], json!([]), "the two have met");

    // What was signed is the same to the letter, and the mill speaks in it now.
    let read = "query($id: ID!) { node(id: $id) { ... on Agreement { parties { id } proposal { hash state } } } }";
    let of_mill = mill.owner.asks(read, json!({ "id": signed["id"] })).await["node"].clone();
    assert_eq!(of_mill["proposal"], json!({ "hash": signed["proposal"]["hash"], "state": "CONFIRMED" }));
    assert_eq!(of_mill["parties"], json!([{ "id": mill.id }, { "id": baker.id }]));
    assert_eq!(baker.owner.asks(read, json!({ "id": signed["id"] })).await["node"], of_mill);
    let answer = json!({ "agreementId": pending["id"], "hash": pending["proposal"]["hash"] });
    baker.owner.does("confirmAgreement", answer.clone(), paper).await;
    mill.owner.does("confirmAgreement", answer, paper).await;
    let agreed = baker.owner.asks(read, json!({ "id": pending["id"] })).await["node"]["proposal"]["state"].clone();
    assert_eq!(agreed, "CONFIRMED");
    assert_eq!(states(&mill.owner, &baker).await, ["ACCEPTED"]);
    assert_eq!(states(&baker.owner, &mill).await, ["ACCEPTED"]);

    // The twin's people read on, do nothing more for it, and speak for the mill.
    let own = "{ viewer { company { id state } membership { role } } }";
    let state = twin.owner.asks("{ viewer { company { id state } } }", json!({})).await["viewer"]["company"].clone();
    assert_eq!(state, json!({ "id": twin.id, "state": "MERGED" }), "{own}");
    assert_eq!(twin.owner.asks(read, json!({ "id": signed["id"] })).await["node"]["proposal"]["hash"], signed["proposal"]["hash"]);
    let draft = json!({ "terms": { "kind": "OFFER", "subsector": "AGR-GR", "title": "More wheat", "expiresAt": "2026-06-01T00:00:00Z" } });
    assert_eq!(twin.owner.is_denied("draftListing", draft.clone()).await, "FORBIDDEN");
    twin.owner.signs_in(json!({ "company": mill.id })).await;
    twin.owner.does("draftListing", draft, "listing { id }").await;
    let members = mill.owner.asks("{ viewer { company { members { role user { email } } } } }", json!({})).await;
    let mut members: Vec<Value> = members["viewer"]["company"]["members"].as_array().unwrap().clone();
    members.sort_by_key(Value::to_string);
    assert_eq!(
        members,
        [
            json!({ "role": "EDITOR", "user": { "email": "owner2@kz.example" } }),
            json!({ "role": "OWNER", "user": { "email": "owner1@kz.example" } })
        ]
    );
    world.settle().await;
}

async fn asks(from: &Firm<'_>, to: &Firm<'_>) {
    let input = json!({ "companyId": to.id, "message": "We would like to talk about what you published." });
    from.owner.does("requestIntroduction", input, "introduction { id }").await;
}

async fn a_pair_keeps_one_open_introduction(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let twin = world.kazakh("Astyq Dan Group", 2, &["AGR-GR"], &astana).await;
    let [baker, spinner, potter, farmer] = [
        world.pakistani("Chenab Flour Mills", 3, &["AGR-MI"], &astana).await,
        world.pakistani("Ravi Textiles", 4, &["TEX-FI"], &astana).await,
        world.pakistani("Multan Tiles", 5, &["CON-CM"], &astana).await,
        world.pakistani("Indus Orchards", 6, &["AGR-FV"], &astana).await,
    ];
    mill.is_introduced_to(&baker).await;
    asks(&baker, &twin).await;
    asks(&mill, &spinner).await;
    twin.is_introduced_to(&spinner).await;
    mill.is_introduced_to(&potter).await;
    twin.is_introduced_to(&potter).await;
    asks(&farmer, &mill).await;
    asks(&twin, &farmer).await;
    merges(&world, &mill, &twin).await;
    assert_eq!(states(&mill.owner, &baker).await, ["ACCEPTED", "WITHDRAWN"]);
    assert_eq!(states(&mill.owner, &spinner).await, ["ACCEPTED", "WITHDRAWN"], "an accepted one outlives a pending one");
    assert_eq!(states(&mill.owner, &potter).await, ["ACCEPTED"]);
    assert_eq!(states(&twin.owner, &potter).await, ["ACCEPTED"], "what both had accepted is read on by both sides of it");
    assert_eq!(states(&mill.owner, &farmer).await, ["PENDING", "WITHDRAWN"]);
    let again = json!({ "companyId": mill.id, "message": "We would like to talk about what you published." });
    for other in [&baker, &spinner, &potter, &farmer] {
        assert_eq!(
            other.owner.refusals("requestIntroduction", again.clone()).await,
            ["ALREADY_INTRODUCED input.companyId"],
            "{}",
            other.name
        );
    }
    let pending = introductions(&mill.owner).await.iter().filter(|one| one["state"] == "PENDING").count();
    assert_eq!(pending, 1);
    let gone = json!({ "companyId": twin.id, "message": "We would like to talk about what you published." });
    assert_eq!(farmer.owner.is_denied("requestIntroduction", gone).await, "NOT_FOUND");
    world.settle().await;
}

async fn an_old_address_leads_on_and_on(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let first = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let second = world.kazakh("Astyq Dan Group", 2, &["AGR-GR"], &astana).await;
    let third = world.kazakh("Astyq Dan Holding", 3, &["AGR-GR"], &astana).await;
    let draft = Firm::registers(&world, "KZ", "Astyq Dan Draft", 4, &["AGR-GR"]).await;
    let slug = by(&world, json!({ "id": first.id })).await["slug"].clone();
    merges(&world, &second, &first).await;
    merges(&world, &third, &second).await;
    assert_eq!(by(&world, json!({ "slug": slug })).await["id"], json!(third.id));
    assert_eq!(by(&world, json!({ "id": first.id })).await["id"], json!(third.id));
    // Nobody outside knew the draft, and nobody learns of it.
    merges(&world, &third, &draft).await;
    assert_eq!(by(&world, json!({ "id": draft.id })).await, Value::Null);
    assert_eq!(refused(&world, &third, &first).await, MergeError::NotMergeable { state: CompanyState::Merged });
}

async fn what_is_not_one_stays_two(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    let draft = Firm::registers(&world, "KZ", "Astyq Dan Draft", 3, &["AGR-GR"]).await;
    assert_eq!(refused(&world, &mill, &mill).await, MergeError::SameCompany);
    assert_eq!(refused(&world, &mill, &baker).await, MergeError::OtherCountry);
    assert_eq!(refused(&world, &draft, &mill).await, MergeError::KeptNotVerified { state: CompanyState::Draft });
    let nobody = "cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f".parse().unwrap();
    let absent = app::merge::merge_as_operator(&world.app, id(&mill), nobody, "Registered twice.".to_owned()).await;
    assert!(matches!(absent, Err(Refused::Failure(app::Failure::NotFound))));
    world.settle().await;
}

async fn two_administrators_merge_companies(world: World) {
    let first = world.on_duty("first@forum.example", Duty::Administrator, "KZ").await;
    let second = world.on_duty("second@forum.example", Duty::Administrator, "PK").await;
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let twin = world.kazakh("Astyq Dan Group", 2, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 3, &["AGR-MI"], &astana).await;
    twin.is_introduced_to(&baker).await;
    let input = |keep: &Firm<'_>, retire: &Firm<'_>| json!({ "keepId": keep.id, "retireId": retire.id, "reason": "The same register number stands behind both." });
    let before = world.happened().await;
    assert_eq!(first.refusals("proposeMerge", input(&mill, &mill)).await, ["SAME_COMPANY input.retireId"]);
    assert_eq!(first.refusals("proposeMerge", input(&mill, &baker)).await, ["OTHER_COUNTRY input.retireId"]);
    assert_eq!(mill.owner.is_denied("proposeMerge", input(&mill, &twin)).await, "FORBIDDEN");
    assert_eq!(astana.is_denied("proposeMerge", input(&mill, &twin)).await, "FORBIDDEN");
    assert_eq!(world.happened_since(before).await, 0);
    let fields = "approval { id version state kind companies { id } }";
    let proposed = first.does("proposeMerge", input(&mill, &twin), fields).await["approval"].clone();
    assert_eq!((&proposed["state"], &proposed["kind"]), (&json!("PENDING"), &json!("MERGE")));
    assert_eq!(first.refusals("proposeMerge", input(&mill, &twin)).await, ["ALREADY_PROPOSED input.retireId"]);
    assert_eq!(by(&world, json!({ "id": twin.id })).await["id"], json!(twin.id), "nothing is done yet");
    let approve = json!({ "approvalId": proposed["id"], "expectedVersion": proposed["version"] });
    assert_eq!(first.refusals("approve", approve.clone()).await, ["SAME_PERSON input.approvalId"]);
    let before = world.happened().await;
    second.does("approve", approve, "approval { state }").await;
    assert_eq!(world.happened_since(before).await, 1);
    world.settle().await;
    assert_eq!(by(&world, json!({ "id": twin.id })).await["id"], json!(mill.id));
    assert_eq!(states(&mill.owner, &baker).await, ["ACCEPTED"]);
    let late = first.refusals("proposeMerge", input(&mill, &twin)).await;
    assert_eq!(late, ["NOT_MERGEABLE input.retireId"]);
}

async fn two_administrators_hand_a_company_over(world: World) {
    let first = world.on_duty("first@forum.example", Duty::Administrator, "KZ").await;
    let second = world.on_duty("second@forum.example", Duty::Administrator, "PK").await;
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let mut heir = world.person("heir@kz.example").await;
    let input = |email: &str| json!({ "companyId": mill.id, "email": email, "reason": "The owner has left the company." });
    for (email, expected) in [
        ("nobody@kz.example", "UNKNOWN_PERSON input.email"),
        ("second@forum.example", "ON_DUTY input.email"),
        ("owner1@kz.example", "OWNER_ALREADY input.email"),
    ] {
        assert_eq!(first.refusals("proposeOwnershipTransfer", input(email)).await, [expected]);
    }
    let proposed = first.does("proposeOwnershipTransfer", input("heir@kz.example"), "approval { id version }").await["approval"].clone();
    let approve = json!({ "approvalId": proposed["id"], "expectedVersion": proposed["version"] });
    assert_eq!(first.refusals("approve", approve.clone()).await, ["SAME_PERSON input.approvalId"]);
    second.does("approve", approve, "approval { state }").await;
    let draft = json!({ "terms": { "kind": "OFFER", "subsector": "AGR-GR", "title": "More wheat", "expiresAt": "2026-06-01T00:00:00Z" } });
    assert_eq!(mill.owner.is_denied("draftListing", draft.clone()).await, "FORBIDDEN");
    heir.signs_in(json!({ "company": mill.id })).await;
    heir.does("draftListing", draft, "listing { id }").await;
    world.settle().await;
}

async fn a_company_whose_owner_is_gone_gets_another(world: World) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let mut heir = world.person("heir@kz.example").await;
    let transfer = async |to: &str| {
        let to = EmailAddress::parse(to).unwrap();
        app::merge::transfer_as_operator(&world.app, id(&mill), &to, "The owner has left the company.".to_owned()).await
    };
    let before = world.happened().await;
    for (to, expected) in [
        ("nobody@kz.example", TransferError::UnknownPerson),
        ("moderator@kz.example", TransferError::OnDuty),
        ("owner1@kz.example", TransferError::OwnerAlready),
    ] {
        let Err(Refused::Rule(rule)) = transfer(to).await else { panic!("{to}: no rule said no") };
        assert_eq!(rule, expected);
    }
    assert_eq!(world.happened_since(before).await, 0);
    assert!(transfer("heir@kz.example").await.is_ok());
    assert_eq!(world.happened_since(before).await, 1);
    let draft = json!({ "terms": { "kind": "OFFER", "subsector": "AGR-GR", "title": "More wheat", "expiresAt": "2026-06-01T00:00:00Z" } });
    assert_eq!(mill.owner.is_denied("draftListing", draft.clone()).await, "FORBIDDEN", "it holds from the next request on");
    heir.signs_in(json!({ "company": mill.id })).await;
    heir.does("draftListing", draft, "listing { id }").await;
    let members = heir.asks("{ viewer { company { members { role user { email } } } } }", json!({})).await;
    let mut members: Vec<Value> = members["viewer"]["company"]["members"].as_array().unwrap().clone();
    members.sort_by_key(Value::to_string);
    assert_eq!(
        members,
        [
            json!({ "role": "OWNER", "user": { "email": "heir@kz.example" } }),
            json!({ "role": "VIEWER", "user": { "email": "owner1@kz.example" } })
        ]
    );
    world.settle().await;
}
