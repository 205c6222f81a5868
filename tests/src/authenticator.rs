//! An authenticator of software: makes credentials and shows them as a browser and a device would, and lies where it is told to.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A device with its credentials, and the page that it is asked by.
pub struct Authenticator {
    random: SystemRandom,
    credentials: Vec<Credential>,
    /// What the browser says of the page.
    pub origin: String,
    pub cross_origin: bool,
    /// For which site the device signs, if not for the one that it was asked for.
    pub party: Option<String>,
    /// What the browser says it was asked to do, if not what it was.
    pub ceremony: Option<String>,
    pub present: bool,
    pub verified: bool,
    /// Whether the device counts the uses of a credential.
    pub counts: bool,
}

struct Credential {
    handle: Vec<u8>,
    key: EcdsaKeyPair,
    user: Vec<u8>,
    counter: u32,
}

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_CREDENTIAL: u8 = 0x40;

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The head of a CBOR value: its kind, and its length or number.
fn head(kind: u8, length: usize) -> Vec<u8> {
    match length {
        0..=23 => vec![kind << 5 | u8::try_from(length).unwrap()],
        24..=0xff => vec![kind << 5 | 24, u8::try_from(length).unwrap()],
        _ => [vec![kind << 5 | 25], u16::try_from(length).unwrap().to_be_bytes().to_vec()].concat(),
    }
}

fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, bytes.len()), bytes.to_vec()].concat()
}

fn cbor_text(words: &str) -> Vec<u8> {
    [head(3, words.len()), words.as_bytes().to_vec()].concat()
}

/// The public half of a key as an authenticator writes it.
fn written(key: &EcdsaKeyPair) -> Vec<u8> {
    let point = key.public_key().as_ref();
    // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    [vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21], cbor_bytes(&point[1..33]), vec![0x22], cbor_bytes(&point[33..])].concat()
}

impl Default for Authenticator {
    fn default() -> Self {
        Self {
            random: SystemRandom::new(),
            credentials: Vec::new(),
            origin: "https://forum.example".to_owned(),
            cross_origin: false,
            party: None,
            ceremony: None,
            present: true,
            verified: true,
            counts: true,
        }
    }
}

impl Authenticator {
    fn client_data(&self, kind: &str, options: &Value) -> String {
        let kind = self.ceremony.as_deref().unwrap_or(kind);
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": self.cross_origin }).to_string()
    }

    fn data(&self, party: &str, counter: u32, credential: Option<&[u8]>) -> Vec<u8> {
        let mut flags = 0;
        for (set, flag) in [(self.present, PRESENT), (self.verified, VERIFIED), (credential.is_some(), WITH_CREDENTIAL)] {
            flags |= if set { flag } else { 0 };
        }
        let party: [u8; 32] = Sha256::digest(self.party.as_deref().unwrap_or(party)).into();
        [party.as_slice(), &[flags], &counter.to_be_bytes(), credential.unwrap_or_default()].concat()
    }

    /// What a browser gives back for the options of a registration.
    pub fn creates(&mut self, options: &Value) -> Value {
        let seed = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, seed.as_ref(), &self.random).unwrap();
        let handle = Sha256::digest(key.public_key().as_ref())[..20].to_vec();
        let length = u16::try_from(handle.len()).unwrap().to_be_bytes();
        let credential = [&[0; 16], length.as_slice(), &handle, &written(&key)].concat();
        let data = self.data(options["rp"]["id"].as_str().unwrap(), 0, Some(&credential));
        let attestation =
            [vec![0xa3], cbor_text("fmt"), cbor_text("none"), cbor_text("attStmt"), vec![0xa0], cbor_text("authData"), cbor_bytes(&data)]
                .concat();
        let user = URL_SAFE_NO_PAD.decode(options["user"]["id"].as_str().unwrap()).unwrap();
        let id = text(&handle);
        self.credentials.push(Credential { handle, key, user, counter: 0 });
        let response = json!({ "clientDataJSON": text(self.client_data("webauthn.create", options)), "attestationObject": text(attestation), "transports": ["internal"] });
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}, "authenticatorAttachment": "platform" })
    }

    /// What a browser gives back for the options of a sign-in, with the credential that was made last.
    pub fn shows(&mut self, options: &Value) -> Value {
        let counts = self.counts;
        let credential = self.credentials.last_mut().expect("a credential");
        if counts {
            credential.counter += 1;
        }
        let counter = credential.counter;
        let credential = self.credentials.last().expect("a credential");
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(options["rpId"].as_str().unwrap(), counter, None);
        let said: [u8; 32] = Sha256::digest(&client_data).into();
        let signed = [data.as_slice(), said.as_slice()].concat();
        let signature = credential.key.sign(&self.random, &signed).unwrap();
        let id = text(&credential.handle);
        let response = json!({
            "clientDataJSON": text(&client_data), "authenticatorData": text(&data), "signature": text(signature), "userHandle": text(&credential.user),
        });
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}, "authenticatorAttachment": "platform" })
    }

    /// Sets the count of the last credential back, as a copy of the device would have it.
    pub fn forgets(&mut self, uses: u32) {
        let credential = self.credentials.last_mut().expect("a credential");
        credential.counter = credential.counter.saturating_sub(uses);
    }

    /// Says that the last credential is somebody else's.
    pub fn claims(&mut self, user: &[u8]) {
        self.credentials.last_mut().expect("a credential").user = user.to_vec();
    }
}
