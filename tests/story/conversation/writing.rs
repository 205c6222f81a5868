//! Two companies write to each other, and nobody else reads it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, world::code};

on_both_databases! {
    an_accepted_introduction_opens_a_conversation,
    a_message_is_refused_with_code_and_path,
    what_is_read_is_each_persons_own,
    a_message_is_taken_back_for_five_minutes,
    a_company_writes_only_so_much,
}

async fn pair(world: &World) -> (Person<'_>, Firm<'_>, Firm<'_>) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &astana).await;
    (astana, mill, baker)
}

const CONVERSATIONS: &str = "{ conversations { nodes { id with { name } messageCount unreadCount introduction { state }
    messages { nodes { id text own from { name } author { email } retractedAt } } } } }";

async fn reads(person: &Person<'_>) -> Value {
    person.asks(CONVERSATIONS, json!({})).await["conversations"]["nodes"].clone()
}

async fn opened(mill: &Firm<'_>, baker: &Firm<'_>) -> String {
    mill.is_introduced_to(baker).await;
    reads(&mill.owner).await[0]["id"].as_str().unwrap().to_owned()
}

fn words(conversation: &str, text: &str) -> Value {
    json!({ "conversationId": conversation, "text": text })
}

async fn writes(person: &Person<'_>, conversation: &str, text: &str) -> Value {
    let payload = person.does("sendMessage", words(conversation, text), "message { id text }").await;
    payload["message"].clone()
}

async fn an_accepted_introduction_opens_a_conversation(world: World) {
    let (astana, mill, baker) = pair(&world).await;
    let stranger = world.kazakh("Dala Bread", 3, &["AGR-MI"], &astana).await;
    let ask = json!({ "companyId": baker.id, "message": "We would like to buy wheat from you every month." });
    let asked = mill.owner.does("requestIntroduction", ask, "introduction { id }").await["introduction"]["id"].clone();
    assert_eq!(reads(&mill.owner).await, json!([]), "a request opens nothing");
    let before = world.happened().await;
    baker.owner.does("acceptIntroduction", json!({ "introductionId": asked }), "introduction { state }").await;
    assert_eq!(world.happened_since(before).await, 1);

    let id = reads(&mill.owner).await[0]["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("cnv_"));
    let sent = writes(&mill.owner, &id, "Сәлеметсіз бе! السلام علیکم 🌾\nTwo lines.").await;
    assert_eq!(sent["text"], "Сәлеметсіз бе! السلام علیکم 🌾\nTwo lines.");
    world.later(TimeDelta::seconds(1));
    writes(&baker.owner, &id, "Walaikum assalam").await;

    let of_mill = &reads(&mill.owner).await[0];
    assert_eq!(of_mill["with"]["name"], "Chenab Flour Mills");
    assert_eq!((of_mill["messageCount"].clone(), of_mill["unreadCount"].clone()), (json!(2), json!(1)));
    let nodes = of_mill["messages"]["nodes"].as_array().unwrap();
    let told = |node: &Value| json!([node["text"], node["own"], node["from"]["name"], node["author"]]);
    assert_eq!(told(&nodes[0]), json!(["Walaikum assalam", false, "Chenab Flour Mills", null]), "the other side knows the company");
    assert_eq!(nodes[1]["author"], json!({ "email": "owner1@kz.example" }));
    assert_eq!(reads(&baker.owner).await[0]["with"]["name"], "Astyq Dan");

    // Nobody else reads it: not another company, not staff, not nobody.
    assert_eq!(reads(&stranger.owner).await, json!([]));
    let node = "query($id: ID!) { node(id: $id) { __typename } }";
    for reader in [&stranger.owner, &astana] {
        assert_eq!(reader.asks(node, json!({ "id": id })).await["node"], Value::Null);
    }
    assert_eq!(mill.owner.asks(node, json!({ "id": id })).await["node"]["__typename"], "Conversation");
    assert_eq!(code(&astana.sends(CONVERSATIONS, json!({})).await), "FORBIDDEN");
    assert_eq!(code(&world.send(None, CONVERSATIONS, json!({})).await), "UNAUTHENTICATED");
    let absent = "cnv_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f";
    let document = "mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { id } userErrors { code } } }";
    let tell = async |id: &str| {
        let mut answer = stranger.owner.sends(document, json!({ "input": words(id, "Hello") })).await;
        answer["extensions"]["cost"]["remaining"] = json!(0);
        answer.to_string()
    };
    assert_eq!(tell(&id).await, tell(absent).await, "what is another's and what is not there are the same");
    let before = world.happened().await;
    for (mutation, input) in [("sendMessage", words(&id, "Hello")), ("markConversationRead", json!({ "conversationId": id }))] {
        assert_eq!(stranger.owner.is_denied(mutation, input).await, "NOT_FOUND");
    }
    assert_eq!(stranger.owner.is_denied("retractMessage", json!({ "messageId": sent["id"] })).await, "NOT_FOUND");
    assert_eq!(world.happened_since(before).await, 0);
    assert_eq!(reads(&mill.owner).await[0]["messageCount"], 2);
}

async fn a_message_is_refused_with_code_and_path(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let id = opened(&mill, &baker).await;
    let before = world.happened().await;
    for (input, expected) in [
        (words(&id, ""), vec!["INVALID_INPUT input.text"]),
        (words(&id, "  \n "), vec!["INVALID_INPUT input.text"]),
        (words(&id, &"а".repeat(5_001)), vec!["INVALID_INPUT input.text"]),
        (words(&id, "pay to \u{202E}dlrow"), vec!["INVALID_INPUT input.text"]),
        (words(&mill.id, ""), vec!["INVALID_INPUT input.conversationId", "INVALID_INPUT input.text"]),
    ] {
        assert_eq!(mill.owner.refusals("sendMessage", input.clone()).await, expected, "{input}");
    }
    assert_eq!(mill.owner.refusals("retractMessage", json!({ "messageId": id })).await, ["INVALID_INPUT input.messageId"]);
    assert_eq!(
        mill.owner.refusals("markConversationRead", json!({ "conversationId": mill.id })).await,
        ["INVALID_INPUT input.conversationId"]
    );
    assert_eq!(world.happened_since(before).await, 0);
    writes(&mill.owner, &id, &"а".repeat(5_000)).await;
    assert_eq!(reads(&mill.owner).await[0]["messageCount"], 1);
}

async fn what_is_read_is_each_persons_own(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let id = opened(&mill, &baker).await;
    let unread = async |person: &Person<'_>| reads(person).await[0]["unreadCount"].clone();
    for text in ["One", "Two", "Three"] {
        world.later(TimeDelta::seconds(1));
        writes(&mill.owner, &id, text).await;
    }
    assert_eq!((unread(&mill.owner).await, unread(&baker.owner).await), (json!(0), json!(3)), "one's own is not unread");
    let payload = baker.owner.does("markConversationRead", json!({ "conversationId": id }), "conversation { unreadCount }").await;
    assert_eq!(payload["conversation"]["unreadCount"], 0);
    world.later(TimeDelta::seconds(1));
    writes(&mill.owner, &id, "Four").await;
    assert_eq!(unread(&baker.owner).await, json!(1));
    // Whoever answers has read.
    world.later(TimeDelta::seconds(1));
    writes(&baker.owner, &id, "Five").await;
    assert_eq!((unread(&mill.owner).await, unread(&baker.owner).await), (json!(1), json!(0)));
    // It comes first where somebody wrote last, page by page.
    let page = "query($after: String) { conversations(first: 1, after: $after) { pageInfo { hasNextPage endCursor } nodes { id } } }";
    let first = mill.owner.asks(page, json!({})).await["conversations"].clone();
    assert_eq!(first["nodes"], json!([{ "id": id }]));
    assert_eq!(first["pageInfo"]["hasNextPage"], false);
    let messages = "query($id: ID!, $after: String) { node(id: $id) { ... on Conversation {
        messages(first: 2, after: $after) { pageInfo { hasNextPage endCursor } nodes { text } } } } }";
    let (mut after, mut seen) = (Value::Null, Vec::new());
    loop {
        let page = mill.owner.asks(messages, json!({ "id": id, "after": after })).await["node"]["messages"].clone();
        seen.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["text"].as_str().unwrap().to_owned()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, ["Five", "Four", "Three", "Two", "One"]);
}

async fn a_message_is_taken_back_for_five_minutes(world: World) {
    let (_, mill, baker) = pair(&world).await;
    let id = opened(&mill, &baker).await;
    let first = writes(&mill.owner, &id, "A price that was meant for others: 172").await;
    let second = writes(&mill.owner, &id, "This stays.").await;
    assert_eq!(baker.owner.is_denied("retractMessage", json!({ "messageId": first["id"] })).await, "FORBIDDEN", "it is not theirs");
    world.later(TimeDelta::minutes(5));
    let payload = mill.owner.does("retractMessage", json!({ "messageId": first["id"] }), "message { text retractedAt }").await;
    assert_eq!(payload["message"]["text"], Value::Null);
    assert_ne!(payload["message"]["retractedAt"], Value::Null);
    let refused = mill.owner.refusals("retractMessage", json!({ "messageId": first["id"] })).await;
    assert_eq!(refused, ["ALREADY_RETRACTED input.messageId"]);
    world.later(TimeDelta::seconds(1));
    assert_eq!(mill.owner.refusals("retractMessage", json!({ "messageId": second["id"] })).await, ["TOO_LATE input.messageId"]);
    let seen = reads(&baker.owner).await;
    assert!(!seen.to_string().contains("172"), "{seen}");
    assert_eq!((seen[0]["messageCount"].clone(), seen[0]["unreadCount"].clone()), (json!(2), json!(1)));
}

async fn a_company_writes_only_so_much(world: World) {
    let (_, mut mill, mut baker) = pair(&world).await;
    let id = opened(&mill, &baker).await;
    for at in 0..30 {
        writes(&mill.owner, &id, &format!("Message {at}")).await;
    }
    assert_eq!(mill.owner.refusals("sendMessage", words(&id, "One too many")).await, ["QUOTA_EXCEEDED input"]);
    writes(&baker.owner, &id, "The other side's pace is its own.").await;
    // At one moment no more get through than one after the other.
    world.later(TimeDelta::minutes(10));
    mill.owner.signs_in(json!({ "company": mill.id })).await;
    baker.owner.signs_in(json!({ "company": baker.id })).await;
    let text = words(&id, "At once");
    let tries = (0..40).map(|_| mill.owner.tries("sendMessage", text.clone(), "message { id }"));
    let answers = futures_util::future::join_all(tries).await;
    let sent = answers.iter().filter(|answer| answer["message"] != Value::Null).count();
    assert_eq!(sent, 30);
    assert_eq!(reads(&baker.owner).await[0]["messageCount"], 61);
}
