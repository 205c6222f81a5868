//! What an authenticator says of itself: for which site, whether somebody was there, and which credential it made.

use super::{PasskeyError, cbor::Cbor};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const MAY_BE_COPIED: u8 = 0x08;
const IS_COPIED: u8 = 0x10;
const WITH_CREDENTIAL: u8 = 0x40;
const WITH_EXTENSIONS: u8 = 0x80;

/// The authenticator's data, borrowing from what was read.
#[derive(Debug)]
pub struct AuthenticatorData<'a> {
    /// SHA-256 of the site's identifier.
    pub party: &'a [u8],
    pub present: bool,
    pub verified: bool,
    pub counter: u32,
    pub credential: Option<AttestedCredential<'a>>,
}

/// A credential that was made.
#[derive(Debug)]
pub struct AttestedCredential<'a> {
    pub handle: &'a [u8],
    /// The key, as the authenticator writes it.
    pub key: &'a [u8],
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], PasskeyError> {
    let (taken, left) = rest.split_at_checked(length).ok_or(PasskeyError::Malformed)?;
    *rest = left;
    Ok(taken)
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

impl<'a> AuthenticatorData<'a> {
    pub fn parse(bytes: &'a [u8]) -> Result<Self, PasskeyError> {
        let mut rest = bytes;
        let party = take(&mut rest, 32)?;
        let flags = take(&mut rest, 1)?[0];
        let counter = number(take(&mut rest, 4)?);
        if flags & IS_COPIED != 0 && flags & MAY_BE_COPIED == 0 {
            return Err(PasskeyError::Malformed);
        }
        let credential = if flags & WITH_CREDENTIAL == 0 { None } else { Some(credential(&mut rest)?) };
        if flags & WITH_EXTENSIONS != 0 {
            rest = Cbor::read(rest)?.1;
        }
        if !rest.is_empty() {
            return Err(PasskeyError::Malformed);
        }
        Ok(Self { party, present: flags & PRESENT != 0, verified: flags & VERIFIED != 0, counter, credential })
    }
}

fn credential<'a>(rest: &mut &'a [u8]) -> Result<AttestedCredential<'a>, PasskeyError> {
    // Of which model the authenticator is, is not asked.
    take(rest, 16)?;
    let length = usize::try_from(number(take(rest, 2)?)).map_err(|_| PasskeyError::Malformed)?;
    let handle = take(rest, length)?;
    let before = *rest;
    let (_, after) = Cbor::read(before)?;
    let key = take(rest, before.len() - after.len())?;
    Ok(AttestedCredential { handle, key })
}

/// The authenticator's data within an attestation, whose statement nobody looks at.
pub fn of_attestation(bytes: &[u8]) -> Result<AuthenticatorData<'_>, PasskeyError> {
    let (attestation, rest) = Cbor::read(bytes)?;
    let Some(Cbor::Bytes(data)) = attestation.get(&Cbor::Text("authData")).filter(|_| rest.is_empty()) else {
        return Err(PasskeyError::Malformed);
    };
    AuthenticatorData::parse(data)
}
