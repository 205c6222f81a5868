//! What is believed of a passkey, fault by fault: each lie of a device or a page is found, and told apart.

use app::credential::passkey::{Account, CredentialKey, Given, NewCredential, PasskeyError, RelyingParty};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tests::authenticator::Authenticator;
use uuid::Uuid;

const QUESTION: &str = "a question of ours";

fn forum() -> RelyingParty {
    RelyingParty::at("https://forum.example")
}

fn asked() -> Value {
    forum().creation_options(QUESTION, Account { id: Uuid::from_u128(7), address: "a@example.kz", name: "A" }, &[])
}

fn given(json: &Value) -> Given {
    Given::parse(&json.to_string()).unwrap()
}

fn enrolled(device: &mut Authenticator) -> NewCredential {
    forum().registered(&given(&device.creates(&asked()))).unwrap()
}

fn fault_of_registration(device: &mut Authenticator) -> PasskeyError {
    forum().registered(&given(&device.creates(&asked()))).unwrap_err()
}

fn fault_of_showing(device: &mut Authenticator, key: &CredentialKey) -> PasskeyError {
    forum().shown(&given(&device.shows(&forum().request_options(QUESTION))), key).unwrap_err()
}

#[test]
fn what_a_browser_is_asked_for_is_what_its_own_functions_read() {
    let options = asked();
    assert_eq!(options["rp"]["id"], "forum.example");
    assert_eq!(options["user"]["id"], URL_SAFE_NO_PAD.encode(Uuid::from_u128(7).as_bytes()));
    assert_eq!(options["challenge"], URL_SAFE_NO_PAD.encode(QUESTION));
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(forum().request_options(QUESTION)["rpId"], "forum.example");
    assert_eq!(RelyingParty::at("http://localhost:8080/").request_options("")["rpId"], "localhost");
}

#[test]
fn a_credential_that_was_made_here_is_recognised_here() {
    let mut device = Authenticator::default();
    let credential = enrolled(&mut device);
    let shown = given(&device.shows(&forum().request_options(QUESTION)));
    assert_eq!(
        (shown.challenge(), shown.handle(), shown.user()),
        (QUESTION, credential.handle.as_slice(), Some(Uuid::from_u128(7).as_bytes().as_slice()))
    );
    assert_eq!(forum().shown(&shown, &credential.key), Ok(1));
    let kept = CredentialKey::parse(credential.key.as_bytes()).unwrap();
    assert_eq!(forum().shown(&given(&device.shows(&forum().request_options(QUESTION))), &kept), Ok(2));
}

#[test]
fn each_lie_of_a_page_or_a_device_is_found() {
    let lies: [(fn(&mut Authenticator), PasskeyError); 7] = [
        (|device| device.origin = "https://evil.example".to_owned(), PasskeyError::OtherOrigin),
        (|device| device.origin = "http://forum.example".to_owned(), PasskeyError::OtherOrigin),
        (|device| device.cross_origin = true, PasskeyError::OtherOrigin),
        (|device| device.party = Some("evil.example".to_owned()), PasskeyError::OtherParty),
        (|device| device.ceremony = Some("webauthn.something".to_owned()), PasskeyError::OtherCeremony),
        (|device| device.present = false, PasskeyError::NotPresent),
        (|device| device.verified = false, PasskeyError::NotVerified),
    ];
    for (number, (lie, fault)) in lies.into_iter().enumerate() {
        let mut device = Authenticator::default();
        lie(&mut device);
        assert_eq!(fault_of_registration(&mut device), fault, "lie {number}");
        let mut device = Authenticator::default();
        let credential = enrolled(&mut device);
        lie(&mut device);
        assert_eq!(fault_of_showing(&mut device, &credential.key), fault, "lie {number}");
    }
}

#[test]
fn one_ceremony_does_not_serve_the_other() {
    let mut device = Authenticator::default();
    let made = device.creates(&asked());
    let credential = forum().registered(&given(&made)).unwrap();
    assert_eq!(forum().shown(&given(&made), &credential.key), Err(PasskeyError::OtherCeremony));
    let shown = device.shows(&forum().request_options(QUESTION));
    assert_eq!(forum().registered(&given(&shown)).unwrap_err(), PasskeyError::OtherCeremony);
}

#[test]
fn a_signature_holds_for_one_key_and_for_every_bit_of_what_was_signed() {
    let (mut device, mut stranger) = (Authenticator::default(), Authenticator::default());
    let (credential, other) = (enrolled(&mut device), enrolled(&mut stranger));
    assert_eq!(fault_of_showing(&mut stranger, &credential.key), PasskeyError::SignatureInvalid);
    assert_eq!(fault_of_showing(&mut device, &other.key), PasskeyError::SignatureInvalid);
    let right = device.shows(&forum().request_options(QUESTION));
    for (part, byte) in [("authenticatorData", 36), ("signature", 20)] {
        let mut bytes = URL_SAFE_NO_PAD.decode(right["response"][part].as_str().unwrap()).unwrap();
        bytes[byte] ^= 1;
        let mut wrong = right.clone();
        wrong["response"][part] = json!(URL_SAFE_NO_PAD.encode(bytes));
        assert_eq!(forum().shown(&given(&wrong), &credential.key), Err(PasskeyError::SignatureInvalid), "{part}");
    }
    // The same question in other words of the browser is not what was signed.
    let mut wrong = right.clone();
    let said = URL_SAFE_NO_PAD.decode(right["response"]["clientDataJSON"].as_str().unwrap()).unwrap();
    let said = String::from_utf8(said).unwrap().replace("{", "{ ");
    wrong["response"]["clientDataJSON"] = json!(URL_SAFE_NO_PAD.encode(said));
    assert_eq!(forum().shown(&given(&wrong), &credential.key), Err(PasskeyError::SignatureInvalid));
}

#[test]
fn what_is_cut_short_or_changed_is_refused_and_never_makes_it_panic() {
    let mut device = Authenticator::default();
    let made = device.creates(&asked());
    let whole = URL_SAFE_NO_PAD.decode(made["response"]["attestationObject"].as_str().unwrap()).unwrap();
    let mut accepted = 0;
    for cut in 0..whole.len() {
        let mut wrong = made.clone();
        wrong["response"]["attestationObject"] = json!(URL_SAFE_NO_PAD.encode(&whole[..cut]));
        assert_eq!(forum().registered(&given(&wrong)).unwrap_err(), PasskeyError::Malformed, "cut at {cut}");
        let mut bytes = whole.clone();
        bytes[cut] ^= 0xff;
        wrong["response"]["attestationObject"] = json!(URL_SAFE_NO_PAD.encode(bytes));
        accepted += i32::from(forum().registered(&given(&wrong)).is_ok());
    }
    // What may change: the format that nobody looks at, the model, the count and the key itself, which then fits nobody.
    assert!(accepted < 110, "{accepted} of {} bytes do not matter", whole.len());
    for json in ["", "{}", "null", "[]", r#"{"rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA"}}"#] {
        assert_eq!(Given::parse(json).unwrap_err(), PasskeyError::Malformed, "{json}");
    }
    assert_eq!(Given::parse(&format!("{:20000}", "{}")).unwrap_err(), PasskeyError::Malformed);
}

#[test]
fn keys_of_other_kinds_and_weak_ones_are_not_taken() {
    // {1: 2, 3: -7, -1: 2, ..}: another curve; {1: 1, 3: -8, -1: 4}: another one; RSA of 1,024 bits.
    let p384 = [vec![0xa3, 0x01, 0x02, 0x03, 0x26, 0x20, 0x02]].concat();
    let x25519 = [vec![0xa3, 0x01, 0x01, 0x03, 0x27, 0x20, 0x04]].concat();
    let rsa_1024 = [vec![0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x58, 0x80], vec![0xff; 128], vec![0x21, 0x43, 1, 0, 1]].concat();
    for key in [p384, x25519, rsa_1024] {
        assert_eq!(CredentialKey::parse(&key), Err(PasskeyError::UnknownKey));
    }
    let rsa_2048 =
        [vec![0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, 0x01, 0x00], vec![0xff; 256], vec![0x21, 0x43, 1, 0, 1]].concat();
    assert!(CredentialKey::parse(&rsa_2048).is_ok());
}
