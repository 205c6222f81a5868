use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::signature::Ed25519KeyPair;
use serde_json::{Value, json};

use super::*;
use crate::credential::opaque::ApiKey;
use crate::credential::seal::{MasterSecret, Seal};
use crate::credential::signing_keys::StoredSigningKey;
use crate::port::IdSource;
use crate::port::seeded::CountedIds;

const ISSUER: &str = "https://forum.example";
const AUDIENCE: &str = "https://forum.example/graphql";

struct World {
    tokens: AccessTokens,
    keys: SigningKeys,
    stored: StoredSigningKey,
    pair: Ed25519KeyPair,
    ids: CountedIds,
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn seconds(seconds: i64) -> TimeDelta {
    TimeDelta::seconds(seconds)
}

impl World {
    fn new() -> Self {
        let seal = Seal::new(&MasterSecret::new([7; 32]), "signing-keys");
        let ids = CountedIds::new(1);
        let stored = StoredSigningKey::generate(&seal, &ids, noon()).unwrap();
        let private = seal.open(&stored.sealed_private, stored.kid.as_bytes()).unwrap();
        Self {
            tokens: AccessTokens::new(ISSUER, AUDIENCE),
            keys: SigningKeys::open(std::slice::from_ref(&stored), &seal).unwrap(),
            pair: Ed25519KeyPair::from_pkcs8(&private).unwrap(),
            stored,
            ids,
        }
    }

    fn bearer(&self, acting: Acting) -> Bearer {
        Bearer { user: self.ids.uuid_v4(), session: self.ids.uuid_v4(), acting }
    }

    fn issue(&self) -> String {
        let bearer = self.bearer(Acting::Alone);
        self.tokens.issue(&self.keys, bearer, self.ids.uuid_v4(), noon()).unwrap()
    }

    fn verify(&self, token: &str) -> Result<AccessClaims, TokenError> {
        self.tokens.verify(&self.keys, token, noon())
    }

    fn header(&self) -> Value {
        json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": self.stored.kid })
    }

    fn payload() -> Value {
        let at = noon().timestamp();
        json!({
            "iss": ISSUER, "aud": AUDIENCE,
            "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2), "jti": Uuid::from_u128(3),
            "iat": at, "nbf": at, "exp": at + 300,
        })
    }

    /// Signs anything with the forum's own key: the attacks below assume that the signature is no obstacle.
    fn sign(&self, header: &Value, payload: &Value) -> String {
        self.sign_text(&format!("{}.{}", encode(&header.to_string()), encode(&payload.to_string())))
    }

    fn sign_text(&self, text: &str) -> String {
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(self.pair.sign(text.as_bytes())))
    }

    fn verify_payload(&self, change: impl FnOnce(&mut Value)) -> Result<AccessClaims, TokenError> {
        let mut payload = Self::payload();
        change(&mut payload);
        self.verify(&self.sign(&self.header(), &payload))
    }

    fn verify_header(&self, change: impl FnOnce(&mut Value)) -> Result<AccessClaims, TokenError> {
        let mut header = self.header();
        change(&mut header);
        self.verify(&self.sign(&header, &Self::payload()))
    }
}

fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn a_token_says_what_it_was_issued_with() {
    let world = World::new();
    for acting in [Acting::Alone, Acting::Company(Uuid::from_u128(9)), Acting::Staff] {
        let (bearer, id) = (world.bearer(acting), world.ids.uuid_v4());
        let token = world.tokens.issue(&world.keys, bearer, id, noon()).unwrap();
        let claims = AccessClaims { id, bearer, issued_at: noon(), expires_at: noon() + LIFETIME };
        assert_eq!(world.verify(&token), Ok(claims));
        assert!(token.len() < 800, "{}", token.len());
    }
}

#[test]
fn a_token_has_exactly_the_agreed_members_and_no_role() {
    let world = World::new();
    let token = world.issue();
    assert_eq!(part(&token, 0), world.header());
    let names: Vec<String> = part(&token, 1).as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"]);
}

#[test]
fn the_hand_made_token_of_these_tests_is_good() {
    assert!(World::new().verify_payload(|_| ()).is_ok());
}

#[test]
fn a_token_is_good_from_five_seconds_before_until_five_after() {
    let world = World::new();
    let token = world.issue();
    let at = |offset: i64| world.tokens.verify(&world.keys, &token, noon() + seconds(offset)).map(|_| ());
    assert_eq!(at(-6), Err(TokenError::NotYetValid));
    assert_eq!(at(-5), Ok(()));
    assert_eq!(at(304), Ok(()));
    assert_eq!(at(305), Err(TokenError::Expired));
    assert_eq!(at(26 * 3600), Err(TokenError::Expired));
    assert_eq!(at(-26 * 3600), Err(TokenError::NotYetValid));
}

#[test]
fn no_algorithm_is_no_token() {
    let world = World::new();
    for none in ["none", "None", "NONE", ""] {
        let text = format!(
            "{}.{}",
            encode(&json!({ "typ": "at+jwt", "alg": none, "kid": world.stored.kid }).to_string()),
            encode(&World::payload().to_string())
        );
        assert_eq!(world.verify(&format!("{text}.")), Err(TokenError::Malformed));
        assert_eq!(world.verify(&world.sign_text(&text)), Err(TokenError::Malformed));
    }
    assert_eq!(world.verify_header(|header| header["alg"].take().as_null().unwrap_or(())), Err(TokenError::Malformed));
}

#[test]
fn the_public_key_is_no_shared_secret() {
    let world = World::new();
    for (name, algorithm) in [("HS256", hmac::HMAC_SHA256), ("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)] {
        let mut header = world.header();
        header["alg"] = json!(name);
        let text = format!("{}.{}", encode(&header.to_string()), encode(&World::payload().to_string()));
        let x = URL_SAFE_NO_PAD.encode(world.stored.public);
        for secret in [world.stored.public.as_slice(), x.as_bytes(), b""] {
            let tag = hmac::sign(&hmac::Key::new(algorithm, secret), text.as_bytes());
            let token = format!("{text}.{}", URL_SAFE_NO_PAD.encode(tag));
            assert_eq!(world.verify(&token), Err(TokenError::Header), "{name}");
        }
    }
    for name in ["ES256", "ES384", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] {
        assert_eq!(world.verify_header(|header| header["alg"] = json!(name)), Err(TokenError::Header), "{name}");
    }
}

#[test]
fn another_type_of_token_is_refused() {
    let world = World::new();
    for typ in [json!("JWT"), json!("at+JWT"), json!("application/at+jwt"), json!("")] {
        assert_eq!(world.verify_header(|header| header["typ"] = typ), Err(TokenError::Type));
    }
    assert_eq!(world.verify_header(|header| header["typ"] = Value::Null), Err(TokenError::Type));
    assert_eq!(
        world.verify_header(|header| {
            header.as_object_mut().unwrap().remove("typ");
        }),
        Err(TokenError::Type)
    );
    assert_eq!(world.verify_header(|header| header["typ"] = json!(1)), Err(TokenError::Malformed));
}

#[test]
fn an_unknown_missing_or_crafted_key_name_is_refused() {
    let world = World::new();
    for kid in ["", "other", "../../etc/passwd", "' OR 1=1 --", "0"] {
        assert_eq!(world.verify_header(|header| header["kid"] = json!(kid)), Err(TokenError::UnknownKey), "{kid}");
    }
    assert_eq!(
        world.verify_header(|header| {
            header.as_object_mut().unwrap().remove("kid");
        }),
        Err(TokenError::UnknownKey)
    );
    assert_eq!(world.verify_header(|header| header["kid"] = json!(["x"])), Err(TokenError::Malformed));
}

#[test]
fn a_token_brings_no_key_of_its_own() {
    let world = World::new();
    let x = URL_SAFE_NO_PAD.encode(world.stored.public);
    for (name, value) in [
        ("jwk", json!({ "kty": "OKP", "crv": "Ed25519", "x": x })),
        ("jku", json!("https://attacker.example/jwks.json")),
        ("x5u", json!("https://attacker.example/x5u")),
        ("x5c", json!(["MII="])),
        ("crit", json!(["exp"])),
        ("zip", json!("DEF")),
        ("cty", json!("JWT")),
    ] {
        assert_eq!(world.verify_header(|header| header[name] = value), Err(TokenError::Header), "{name}");
    }
}

#[test]
fn every_missing_claim_is_missed() {
    let world = World::new();
    for name in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
        let missing = world.verify_payload(|payload| {
            payload.as_object_mut().unwrap().remove(name);
        });
        assert_eq!(missing, Err(TokenError::Malformed), "{name}");
        assert_eq!(world.verify_payload(|payload| payload[name] = Value::Null), Err(TokenError::Malformed), "{name}");
    }
}

#[test]
fn claims_of_the_wrong_kind_are_refused() {
    let world = World::new();
    let at = noon().timestamp();
    for name in ["iat", "nbf", "exp"] {
        for value in [json!((at + 60).to_string()), json!(-1), json!(1.0e300), json!(1.5), json!(i64::MAX), json!([at]), json!(true)] {
            assert_eq!(world.verify_payload(|payload| payload[name] = value.clone()), Err(TokenError::Malformed), "{name} {value}");
        }
    }
    for (name, value) in [
        ("sub", json!("admin")),
        ("sub", json!(1)),
        ("aud", json!([AUDIENCE])),
        ("iss", json!([ISSUER])),
        ("company", json!("all")),
        ("staff", json!("true")),
        ("staff", json!(1)),
        ("staff", json!(false)),
    ] {
        assert_eq!(world.verify_payload(|payload| payload[name] = value.clone()), Err(TokenError::Malformed), "{name} {value}");
    }
}

#[test]
fn nobody_is_staff_and_of_a_company_at_once() {
    let both = World::new().verify_payload(|payload| {
        payload["company"] = json!(Uuid::from_u128(9));
        payload["staff"] = json!(true);
    });
    assert_eq!(both, Err(TokenError::Malformed));
}

#[test]
fn a_claim_given_twice_is_refused() {
    let world = World::new();
    let payload = World::payload().to_string();
    let twice = payload.replacen('{', &format!("{{\"sub\":\"{}\",", Uuid::from_u128(8)), 1);
    let token = world.sign_text(&format!("{}.{}", encode(&world.header().to_string()), encode(&twice)));
    assert_eq!(world.verify(&token), Err(TokenError::Malformed));
}

#[test]
fn times_are_checked_claim_by_claim() {
    let world = World::new();
    let at = noon().timestamp();
    assert_eq!(world.verify_payload(|payload| payload["nbf"] = json!(at + 6)), Err(TokenError::NotYetValid));
    assert!(world.verify_payload(|payload| payload["nbf"] = json!(at + 5)).is_ok());
    assert_eq!(world.verify_payload(|payload| payload["iat"] = json!(at + 6)), Err(TokenError::NotYetValid));
    assert_eq!(world.verify_payload(|payload| payload["exp"] = json!(at - 5)), Err(TokenError::Expired));
    assert!(world.verify_payload(|payload| payload["exp"] = json!(at - 4)).is_ok());
    assert_eq!(world.verify_payload(|payload| payload["exp"] = json!(at + 301)), Err(TokenError::TooLong));
    assert_eq!(world.verify_payload(|payload| payload["exp"] = json!(253_402_300_799_i64)), Err(TokenError::TooLong));
}

#[test]
fn a_foreign_issuer_or_audience_is_refused() {
    let world = World::new();
    for other in ["https://other.example", "https://forum.example/", "HTTPS://FORUM.EXAMPLE", ""] {
        assert_eq!(world.verify_payload(|payload| payload["iss"] = json!(other)), Err(TokenError::Issuer));
        assert_eq!(world.verify_payload(|payload| payload["aud"] = json!(other)), Err(TokenError::Audience));
    }
}

#[test]
fn a_tampered_payload_header_or_signature_is_refused() {
    let world = World::new();
    let token = world.issue();
    let mut parts: Vec<&str> = token.split('.').collect();
    let mut payload = part(&token, 1);
    payload["staff"] = json!(true);
    let forged = encode(&payload.to_string());
    parts[1] = &forged;
    assert_eq!(world.verify(&parts.join(".")), Err(TokenError::Signature));

    // Whatever character is changed, the token is refused, for one reason or another.
    for at in 0..token.len() {
        let mut altered = token.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        assert!(world.verify(&String::from_utf8(altered).unwrap()).is_err(), "{at}");
    }
}

#[test]
fn a_key_of_somebody_else_does_not_sign_for_us() {
    let (world, seal) = (World::new(), Seal::new(&MasterSecret::new([9; 32]), "signing-keys"));
    let stranger = StoredSigningKey::generate(&seal, &CountedIds::new(2), noon()).unwrap();
    let private = seal.open(&stranger.sealed_private, stranger.kid.as_bytes()).unwrap();
    let world = World { pair: Ed25519KeyPair::from_pkcs8(&private).unwrap(), ..world };
    assert_eq!(world.verify_payload(|_| ()), Err(TokenError::Signature));
}

#[test]
fn a_retired_key_does_not_verify() {
    let seal = Seal::new(&MasterSecret::new([7; 32]), "signing-keys");
    let world = World::new();
    let token = world.issue();
    let retired = StoredSigningKey { retires_at: Some(noon()), ..world.stored };
    let keys = SigningKeys::open(&[retired], &seal).unwrap();
    assert_eq!(world.tokens.verify(&keys, &token, noon()), Err(TokenError::UnknownKey));
}

#[test]
fn what_is_no_token_is_refused() {
    let world = World::new();
    let token = world.issue();
    let key = ApiKey::generate(&world.ids);
    let long = format!("{token}{}", "A".repeat(LONGEST));
    let padded = format!("{token}=");
    let four = format!("{token}.x");
    for text in
        ["", ".", "..", "...", "a.b.c", key.expose(), &long, &padded, &four, &token.replace('.', ""), "\u{0}", "پاکستان.қазақстан.x"]
    {
        assert_eq!(world.verify(text), Err(TokenError::Malformed), "{text}");
    }
    assert_eq!(world.verify(&format!(" {token}")), Err(TokenError::Malformed));
}
