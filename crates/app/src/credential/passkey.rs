//! Passkeys: what a browser is asked for, and whether what it gives back is true. Web Authentication, level 3, as far as the forum needs
//! it: discoverable credentials that verify their user, without attestation, checked by the one cryptographic library of the house.
//!
//! Where a credential comes from is not asked, so nothing that an attestation says is believed or looked at.

mod authenticator;
mod cbor;
mod key;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thiserror::Error;
use uuid::Uuid;

use authenticator::AuthenticatorData;
pub use key::CredentialKey;

/// What a browser gives back is a few hundred bytes, and with an RSA key some more.
const LONGEST: usize = 16 * 1024;
/// The longest name that a device may give to a credential.
const LONGEST_HANDLE: usize = 1023;
/// How long the browser waits for the person.
const PATIENCE_MILLISECONDS: u32 = 300_000;

/// Why what a browser gave back is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasskeyError {
    #[error("this is not what a browser gives back")]
    Malformed,
    #[error("this was given back to another question")]
    OtherCeremony,
    #[error("this was made for another site")]
    OtherOrigin,
    #[error("this credential is of another site")]
    OtherParty,
    #[error("nobody was present")]
    NotPresent,
    #[error("the device did not look who was there")]
    NotVerified,
    #[error("this kind of key is not known here")]
    UnknownKey,
    #[error("the signature is not right")]
    SignatureInvalid,
}

/// Whom credentials are made for: this forum, at this address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    origin: String,
    id: String,
}

/// A person, as his device shows him when it asks which credential he means.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    pub id: Uuid,
    pub address: &'a str,
    pub name: &'a str,
}

/// A credential that a device has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCredential {
    /// What the device calls it.
    pub handle: Vec<u8>,
    pub key: CredentialKey,
    /// How often it was used, if the device counts.
    pub counter: u32,
}

/// What a browser gave back, read and not yet believed.
#[derive(Debug)]
pub struct Given {
    client_data: Vec<u8>,
    challenge: String,
    response: Response,
    handle: Vec<u8>,
}

#[derive(Debug)]
enum Response {
    Registration { attestation: Vec<u8> },
    Assertion { authenticator_data: Vec<u8>, signature: Vec<u8>, user: Option<Vec<u8>> },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialJson {
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: ResponseJson,
}

#[derive(Deserialize)]
struct ResponseJson {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(rename = "attestationObject")]
    attestation: Option<String>,
    #[serde(rename = "authenticatorData")]
    authenticator_data: Option<String>,
    signature: Option<String>,
    #[serde(rename = "userHandle")]
    user: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

fn bytes(text: &str) -> Result<Vec<u8>, PasskeyError> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| PasskeyError::Malformed)
}

impl RelyingParty {
    /// The forum at its public address, `https://host` with or without a port.
    #[must_use]
    pub fn at(public_url: &str) -> Self {
        let origin = public_url.trim_end_matches('/').to_owned();
        let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
        let id = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
            _ => host,
        };
        Self { id: id.to_owned(), origin }
    }

    /// What `PublicKeyCredential.parseCreationOptionsFromJSON` takes.
    #[must_use]
    pub fn creation_options(&self, challenge: &str, account: Account<'_>, known: &[Vec<u8>]) -> Value {
        let exclude: Vec<Value> =
            known.iter().map(|handle| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(handle) })).collect();
        let kinds: Vec<Value> = key::ALGORITHMS.iter().map(|algorithm| json!({ "type": "public-key", "alg": algorithm })).collect();
        json!({
            "rp": { "id": self.id, "name": "Pakistan-Kazakhstan Business Forum" },
            "user": { "id": URL_SAFE_NO_PAD.encode(account.id.as_bytes()), "name": account.address, "displayName": account.name },
            "challenge": URL_SAFE_NO_PAD.encode(challenge),
            "pubKeyCredParams": kinds,
            "timeout": PATIENCE_MILLISECONDS,
            "excludeCredentials": exclude,
            "authenticatorSelection": { "residentKey": "required", "requireResidentKey": true, "userVerification": "required" },
            "attestation": "none",
        })
    }

    /// What `PublicKeyCredential.parseRequestOptionsFromJSON` takes. The device itself knows whose credentials it keeps.
    #[must_use]
    pub fn request_options(&self, challenge: &str) -> Value {
        json!({
            "challenge": URL_SAFE_NO_PAD.encode(challenge),
            "timeout": PATIENCE_MILLISECONDS,
            "rpId": self.id,
            "allowCredentials": [],
            "userVerification": "required",
        })
    }

    /// The credential that a device made, if it was made here, by this question and by somebody who was there.
    pub fn registered(&self, given: &Given) -> Result<NewCredential, PasskeyError> {
        let Response::Registration { attestation } = &given.response else { return Err(PasskeyError::OtherCeremony) };
        self.came_from_here(given, "webauthn.create")?;
        let data = authenticator::of_attestation(attestation)?;
        self.examined(&data)?;
        let credential = data.credential.ok_or(PasskeyError::Malformed)?;
        if credential.handle != given.handle {
            return Err(PasskeyError::Malformed);
        }
        let key = CredentialKey::parse(credential.key)?;
        Ok(NewCredential { handle: credential.handle.to_vec(), key, counter: data.counter })
    }

    /// How often the credential was used, if it was shown here, by this question, by somebody who was there, and is the one of the key.
    pub fn shown(&self, given: &Given, key: &CredentialKey) -> Result<u32, PasskeyError> {
        let Response::Assertion { authenticator_data, signature, .. } = &given.response else { return Err(PasskeyError::OtherCeremony) };
        self.came_from_here(given, "webauthn.get")?;
        let data = AuthenticatorData::parse(authenticator_data)?;
        self.examined(&data)?;
        let mut signed = authenticator_data.clone();
        signed.extend(Sha256::digest(&given.client_data));
        key.verify(&signed, signature)?;
        Ok(data.counter)
    }

    fn came_from_here(&self, given: &Given, ceremony: &str) -> Result<(), PasskeyError> {
        let said: ClientData = serde_json::from_slice(&given.client_data).map_err(|_| PasskeyError::Malformed)?;
        if said.kind != ceremony {
            return Err(PasskeyError::OtherCeremony);
        }
        if said.origin != self.origin || said.cross_origin {
            return Err(PasskeyError::OtherOrigin);
        }
        Ok(())
    }

    fn examined(&self, data: &AuthenticatorData<'_>) -> Result<(), PasskeyError> {
        if data.party != <[u8; 32]>::from(Sha256::digest(&self.id)) {
            return Err(PasskeyError::OtherParty);
        }
        if !data.present {
            return Err(PasskeyError::NotPresent);
        }
        if !data.verified {
            return Err(PasskeyError::NotVerified);
        }
        Ok(())
    }
}

impl Given {
    /// Reads the JSON that a browser writes of a credential.
    pub fn parse(json: &str) -> Result<Self, PasskeyError> {
        if json.len() > LONGEST {
            return Err(PasskeyError::Malformed);
        }
        let read: CredentialJson = serde_json::from_str(json).map_err(|_| PasskeyError::Malformed)?;
        let handle = bytes(&read.raw_id)?;
        if read.kind != "public-key" || handle.is_empty() || handle.len() > LONGEST_HANDLE {
            return Err(PasskeyError::Malformed);
        }
        let client_data = bytes(&read.response.client_data)?;
        let said: ClientData = serde_json::from_slice(&client_data).map_err(|_| PasskeyError::Malformed)?;
        let challenge = String::from_utf8(bytes(&said.challenge)?).map_err(|_| PasskeyError::Malformed)?;
        let response = match read.response {
            ResponseJson { attestation: Some(attestation), .. } => Response::Registration { attestation: bytes(&attestation)? },
            ResponseJson { authenticator_data: Some(data), signature: Some(signature), user, .. } => Response::Assertion {
                authenticator_data: bytes(&data)?,
                signature: bytes(&signature)?,
                user: user.as_deref().map(bytes).transpose()?,
            },
            _ => return Err(PasskeyError::Malformed),
        };
        Ok(Self { client_data, challenge, response, handle })
    }

    /// The question that was answered, as it was put.
    #[must_use]
    pub fn challenge(&self) -> &str {
        &self.challenge
    }

    /// What the device calls the credential.
    #[must_use]
    pub fn handle(&self) -> &[u8] {
        &self.handle
    }

    /// Whose credential the device takes it for, if it says so.
    #[must_use]
    pub fn user(&self) -> Option<&[u8]> {
        match &self.response {
            Response::Assertion { user, .. } => user.as_deref(),
            Response::Registration { .. } => None,
        }
    }
}
