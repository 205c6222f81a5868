//! Pictures and papers: handed over, put to their use, fetched by whoever may see them, and thrown away when nobody needs them.

use chrono::TimeDelta;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use tests::{Firm, Person, World, on_both_databases, people::DOCUMENT};

on_both_databases! {
    a_company_shows_a_picture_that_was_drawn_anew,
    another_picture_takes_the_place_of_the_first,
    the_parties_of_a_paper_read_its_texts_and_nobody_else,
    what_is_no_picture_or_document_is_refused,
    what_another_company_handed_over_cannot_be_used,
    only_those_who_speak_for_a_company_hand_over,
    a_file_that_nobody_uses_is_thrown_away,
    a_text_is_taken_back_by_the_party_that_laid_it_there,
}

fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, Rgb([16, 92, 60])));
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

async fn two(world: &World) -> (Firm<'_>, Firm<'_>) {
    let moderator = world.moderator("moderator@kz.example", "KZ").await;
    let seller = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &moderator).await;
    let buyer = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &moderator).await;
    (seller, buyer)
}

async fn agreed(seller: &Firm<'_>, buyer: &Firm<'_>) -> Value {
    seller.is_introduced_to(buyer).await;
    let terms = json!({ "kind": "CONTRACT", "title": "Supply of wheat", "subsectors": ["AGR-GR"], "signedOn": "2026-03-02" });
    let input = json!({ "agreement": { "with": [buyer.id] }, "terms": terms });
    seller.owner.does("proposeAgreement", input, "agreement { id }").await["agreement"]["id"].clone()
}

/// The logo of a company as somebody sees it.
async fn logo(person: &Person<'_>, company: &str) -> Value {
    let document = "query($id: ID!) { company(by: { id: $id }) { logo { id path width height } } }";
    person.asks(document, json!({ "id": company })).await["company"]["logo"].clone()
}

async fn a_company_shows_a_picture_that_was_drawn_anew(world: World) {
    let (seller, buyer) = two(&world).await;
    assert_eq!(logo(&buyer.owner, &seller.id).await, Value::Null);
    let mut bytes = picture(1_200, 600);
    bytes.extend_from_slice(b"<script>alert(1)</script>");
    let before = world.happened().await;
    let (status, told) = seller.owner.tries_to_hand_over("LOGO", "logo.jpg", bytes).await;
    assert_eq!((status, &told["mediaType"], &told["width"], &told["height"]), (201, &json!("image/png"), &json!(512), &json!(256)));
    assert_eq!(world.happened_since(before).await, 1);

    // Until it is put to its use, it is the company's alone.
    let path = format!("/files/{}", told["id"].as_str().unwrap());
    assert_eq!(buyer.owner.fetches(&path).await.0, 404);
    assert_eq!(seller.owner.fetches(&path).await.0, 200);

    let shown = seller.owner.does("setLogo", json!({ "fileId": told["id"] }), "logo { path width height }").await["logo"].clone();
    assert_eq!(shown, json!({ "path": path, "width": 512, "height": 256 }));
    assert_eq!(logo(&buyer.owner, &seller.id).await["path"], json!(path));
    let (status, headers, bytes) = buyer.owner.fetches(&path).await;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "image/png");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["content-security-policy"], "default-src 'none'; sandbox");
    assert!(bytes.starts_with(b"\x89PNG") && !bytes.windows(7).any(|window| window == b"<script"));
    // A visitor sees it too.
    let request = http::Request::get(&path).body(axum::body::Body::empty()).unwrap();
    assert_eq!(world.request(request).await.status(), 200);

    assert_eq!(seller.owner.is_refused("setLogo", json!({ "fileId": told["id"] })).await.0, "NOT_WAITING");
    world.rest().is_quiet().await;
}

async fn another_picture_takes_the_place_of_the_first(world: World) {
    let (seller, buyer) = two(&world).await;
    let first = seller.owner.hands_over("LOGO", "one.jpg", picture(20, 20)).await;
    seller.owner.does("setLogo", json!({ "fileId": first }), "logo { id }").await;
    let second = seller.owner.hands_over("LOGO", "two.jpg", picture(30, 30)).await;
    seller.owner.does("setLogo", json!({ "fileId": second }), "logo { id }").await;
    assert_eq!(logo(&buyer.owner, &seller.id).await["id"], json!(second));
    assert_eq!(buyer.owner.fetches(&format!("/files/{first}")).await.0, 404);

    let gone = seller.owner.asks("mutation { removeLogo { removed userErrors { code } } }", json!({})).await;
    assert_eq!(gone["removeLogo"], json!({ "removed": true, "userErrors": [] }));
    assert_eq!(logo(&buyer.owner, &seller.id).await, Value::Null);
    let again = seller.owner.asks("mutation { removeLogo { removed userErrors { code } } }", json!({})).await;
    assert_eq!(again["removeLogo"], json!({ "removed": false, "userErrors": [{ "code": "NO_LOGO" }] }));
}

async fn the_parties_of_a_paper_read_its_texts_and_nobody_else(world: World) {
    let (seller, buyer) = two(&world).await;
    let moderator = world.moderator("second@kz.example", "KZ").await;
    let stranger = world.pakistani("Ravi Textiles", 3, &["AGR-MI"], &moderator).await;
    let agreement = agreed(&seller, &buyer).await;
    let (_, told) = seller.owner.tries_to_hand_over("PAPER", "%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80.pdf", DOCUMENT).await;
    let input = json!({ "agreementId": agreement, "fileId": told["id"], "language": "RU" });
    let fields = "text { id path name size sha256 language attachedBy { id } }";
    let text = seller.owner.does("attachPaper", input, fields).await["text"].clone();
    assert_eq!(text["name"], "Договор.pdf");
    assert_eq!((&text["size"], &text["sha256"], &text["language"]), (&json!(DOCUMENT.len()), &told["sha256"], &json!("RU")));
    assert_eq!(text["attachedBy"]["id"], json!(seller.id));

    let document =
        "query($id: ID!) { node(id: $id) { ... on Agreement { texts { id path name size sha256 language attachedBy { id } } } } }";
    let read = buyer.owner.asks(document, json!({ "id": agreement })).await["node"]["texts"].clone();
    assert_eq!(read, json!([text]));
    let path = text["path"].as_str().unwrap();
    let (status, headers, bytes) = buyer.owner.fetches(path).await;
    assert_eq!((status, bytes.as_ref()), (200, DOCUMENT));
    assert_eq!(headers["cache-control"], "private, no-store");
    assert_eq!(headers["content-disposition"], "attachment; filename*=UTF-8''%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80.pdf");

    for other in [&stranger.owner, &moderator] {
        assert_eq!(other.fetches(path).await.0, 404);
    }
    assert_eq!(stranger.owner.fetches("/files/fil_00000000000000000000000000000000").await.0, 404);
    assert_eq!(stranger.owner.fetches("/files/nonsense").await.0, 404);
    assert_eq!(stranger.owner.asks(document, json!({ "id": agreement })).await["node"], Value::Null);
    let input =
        json!({ "agreementId": agreement, "fileId": stranger.owner.hands_over("PAPER", "x.pdf", DOCUMENT).await, "language": "EN" });
    assert_eq!(stranger.owner.is_denied("attachPaper", input).await, "NOT_FOUND");
}

async fn what_is_no_picture_or_document_is_refused(world: World) {
    let (seller, _) = two(&world).await;
    let before = world.happened().await;
    let code = async |purpose: &str, bytes: Vec<u8>| {
        let (status, told) = seller.owner.tries_to_hand_over(purpose, "file", bytes).await;
        (status, told["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned())
    };
    let refused = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(code("LOGO", b"<svg onload='alert(1)'/>".to_vec()).await, refused(422, "NOT_A_PICTURE"));
    assert_eq!(code("LOGO", picture(64, 64)[..100].to_vec()).await, refused(422, "BROKEN_PICTURE"));
    assert_eq!(code("LOGO", Vec::new()).await, refused(422, "EMPTY"));
    assert_eq!(code("PAPER", picture(8, 8)).await, refused(422, "NOT_A_DOCUMENT"));
    assert_eq!(code("PAPER", b"%PDF-1.7 /JavaScript (x) %%EOF".to_vec()).await, refused(422, "ACTIVE_DOCUMENT"));
    assert_eq!(code("PAPER", b"%PDF-1.7 and no end".to_vec()).await, refused(422, "BROKEN_DOCUMENT"));
    assert_eq!(code("PAPER", vec![b'x'; 5 * 1024 * 1024 + 1]).await, refused(413, "TOO_LARGE"));
    assert_eq!(code("PROGRAM", DOCUMENT.to_vec()).await, refused(422, "BAD_USER_INPUT"));
    assert_eq!(world.happened_since(before).await, 0);
}

async fn what_another_company_handed_over_cannot_be_used(world: World) {
    let (seller, buyer) = two(&world).await;
    let shown = seller.owner.hands_over("LOGO", "one.jpg", picture(20, 20)).await;
    seller.owner.does("setLogo", json!({ "fileId": shown }), "logo { id }").await;
    let waiting = seller.owner.hands_over("LOGO", "two.jpg", picture(20, 20)).await;
    let before = world.happened().await;
    for file in [&shown, &waiting] {
        assert_eq!(buyer.owner.is_denied("setLogo", json!({ "fileId": file })).await, "NOT_FOUND");
    }
    let paper = seller.owner.hands_over("PAPER", "x.pdf", DOCUMENT).await;
    assert_eq!(
        seller.owner.is_refused("setLogo", json!({ "fileId": paper })).await,
        ("OTHER_PURPOSE".to_owned(), "input.fileId".to_owned())
    );
    assert_eq!(world.happened_since(before).await, 1);
}

async fn only_those_who_speak_for_a_company_hand_over(world: World) {
    let nobody = world.person("nobody@forum.example").await;
    let moderator = world.moderator("moderator@kz.example", "KZ").await;
    let before = world.happened().await;
    assert_eq!(nobody.tries_to_hand_over("PAPER", "x.pdf", DOCUMENT).await.0, 403);
    assert_eq!(moderator.tries_to_hand_over("PAPER", "x.pdf", DOCUMENT).await.0, 403);
    let request = http::Request::post("/files?purpose=PAPER&name=x").body(axum::body::Body::from(DOCUMENT)).unwrap();
    assert_eq!(world.request(request).await.status(), 401);
    assert_eq!(world.happened_since(before).await, 0);
}

async fn a_file_that_nobody_uses_is_thrown_away(world: World) {
    let (mut seller, _) = two(&world).await;
    let kept = seller.owner.hands_over("LOGO", "one.jpg", picture(20, 20)).await;
    seller.owner.does("setLogo", json!({ "fileId": kept }), "logo { id }").await;
    let waiting = seller.owner.hands_over("PAPER", "x.pdf", DOCUMENT).await;
    world.later(TimeDelta::hours(25));
    world.settle().await;
    let company = seller.id.clone();
    seller.owner.signs_in(json!({ "company": company })).await;
    assert_eq!(seller.owner.fetches(&format!("/files/{kept}")).await.0, 200);
    assert_eq!(seller.owner.fetches(&format!("/files/{waiting}")).await.0, 404);
    // Looked at again, there is nothing left to throw away.
    let before = world.happened().await;
    world.settle().await;
    assert_eq!(world.happened_since(before).await, 0);
}

async fn a_text_is_taken_back_by_the_party_that_laid_it_there(world: World) {
    let (seller, buyer) = two(&world).await;
    let agreement = agreed(&seller, &buyer).await;
    let file = seller.owner.hands_over("PAPER", "x.pdf", DOCUMENT).await;
    seller.owner.does("attachPaper", json!({ "agreementId": agreement, "fileId": file, "language": "KK" }), "text { id }").await;
    assert_eq!(buyer.owner.is_denied("removePaper", json!({ "fileId": file })).await, "FORBIDDEN");
    seller.owner.does("removePaper", json!({ "fileId": file }), "removed").await;
    assert_eq!(buyer.owner.fetches(&format!("/files/{file}")).await.0, 404);
    assert_eq!(seller.owner.is_refused("removePaper", json!({ "fileId": file })).await.0, "REMOVED_ALREADY");
    let document = "query($id: ID!) { node(id: $id) { ... on Agreement { texts { id } } } }";
    assert_eq!(buyer.owner.asks(document, json!({ "id": agreement })).await["node"]["texts"], json!([]));
}
