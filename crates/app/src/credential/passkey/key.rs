//! The public keys of credentials, as authenticators write them, in the three kinds that they use.

use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};

use super::{PasskeyError, cbor::Cbor};

const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// What a browser may choose from, the best first.
pub const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

/// A key by which a credential is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialKey {
    /// As the authenticator wrote it.
    written: Vec<u8>,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// A point of P-256, uncompressed.
    EcdsaP256(Vec<u8>),
    Ed25519(Vec<u8>),
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

impl CredentialKey {
    /// Reads a key, and refuses kinds that were not asked for.
    pub fn parse(written: &[u8]) -> Result<Self, PasskeyError> {
        let (key, rest) = Cbor::read(written)?;
        if !rest.is_empty() {
            return Err(PasskeyError::Malformed);
        }
        let of_32_bytes = |label| key.bytes(label).filter(|bytes| bytes.len() == 32).ok_or(PasskeyError::UnknownKey);
        let kind = match (key.number(1), key.number(3), key.number(-1)) {
            (Some(2), Some(ES256), Some(1)) => {
                let mut point = vec![0x04];
                point.extend(of_32_bytes(-2)?);
                point.extend(of_32_bytes(-3)?);
                Kind::EcdsaP256(point)
            }
            (Some(1), Some(EDDSA), Some(6)) => Kind::Ed25519(of_32_bytes(-2)?.to_vec()),
            (Some(3), Some(RS256), None) => {
                let part = |label| key.bytes(label).map(<[u8]>::to_vec).ok_or(PasskeyError::UnknownKey);
                let (modulus, exponent) = (part(-1)?, part(-2)?);
                // Shorter than 2,048 bits is broken, longer than 8,192 is work.
                if !(256..=1024).contains(&modulus.len()) || !(1..=8).contains(&exponent.len()) {
                    return Err(PasskeyError::UnknownKey);
                }
                Kind::Rsa { modulus, exponent }
            }
            _ => return Err(PasskeyError::UnknownKey),
        };
        Ok(Self { written: written.to_vec(), kind })
    }

    /// The key as it is kept.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.written
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), PasskeyError> {
        let result = match &self.kind {
            Kind::EcdsaP256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature),
            Kind::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
            Kind::Rsa { modulus, exponent } => {
                RsaPublicKeyComponents { n: modulus, e: exponent }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
        };
        result.map_err(|_| PasskeyError::SignatureInvalid)
    }
}
