//! Cryptography for the token library that knows Ed25519 and nothing else.
//!
//! A token whose header asks for another algorithm finds none here, so confusing one algorithm for another is not a matter of
//! settings that somebody could forget.

use std::sync::OnceLock;

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::jwk::{EllipticCurve, ThumbprintHash};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use ring::signature::{ED25519, Ed25519KeyPair, UnparsedPublicKey};

struct Ed25519Signer(Ed25519KeyPair);

impl Signer<Vec<u8>> for Ed25519Signer {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

impl JwtSigner for Ed25519Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

struct Ed25519Verifier(UnparsedPublicKey<Vec<u8>>);

impl Verifier<Vec<u8>> for Ed25519Verifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        self.0.verify(message, signature).map_err(|_| Error::new())
    }
}

impl JwtVerifier for Ed25519Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the library fixes the signature")]
fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    only_ed25519(*algorithm, key.family())?;
    let pair = Ed25519KeyPair::from_pkcs8(key.as_bytes()).map_err(|_| ErrorKind::InvalidEddsaKey)?;
    Ok(Box::new(Ed25519Signer(pair)))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the library fixes the signature")]
fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    only_ed25519(*algorithm, key.family())?;
    let public = UnparsedPublicKey::new(&ED25519, key.try_get_as_bytes()?.to_vec());
    Ok(Box::new(Ed25519Verifier(public)))
}

fn only_ed25519(algorithm: Algorithm, family: AlgorithmFamily) -> Result<()> {
    if algorithm == Algorithm::EdDSA && family == AlgorithmFamily::Ed { Ok(()) } else { Err(ErrorKind::UnsupportedAlgorithm.into()) }
}

/// The library's own place-holders panic; these refuse. We publish our keys without its help.
static ED25519_ONLY: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils {
        rsa_pub_components_from_private_key: |_: &[u8]| Err(ErrorKind::UnsupportedAlgorithm.into()),
        rsa_pub_components_from_public_key: |_: &[u8]| Err(ErrorKind::UnsupportedAlgorithm.into()),
        ec_pub_components_from_private_key: |_: &[u8], _: Algorithm| Err(ErrorKind::UnsupportedAlgorithm.into()),
        ed_pub_components_from_private_key: |_: &[u8], _: &EllipticCurve| Err(ErrorKind::UnsupportedAlgorithm.into()),
        compute_digest: |_: &[u8], _: ThumbprintHash| Err(ErrorKind::UnsupportedAlgorithm.into()),
    },
};

/// Makes this the cryptography of the process. False means that something else installed another one before us.
pub fn install() -> bool {
    static INSTALLED: OnceLock<bool> = OnceLock::new();
    *INSTALLED.get_or_init(|| ED25519_ONLY.install_default().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_algorithm_has_a_signer_or_a_verifier() {
        let (secret, public) = (EncodingKey::from_secret(&[1; 32]), DecodingKey::from_secret(&[1; 32]));
        let (ed_private, ed_public) = (EncodingKey::from_ed_der(&[1; 83]), DecodingKey::from_ed_der(&[1; 32]));
        for algorithm in [
            Algorithm::HS256,
            Algorithm::HS384,
            Algorithm::HS512,
            Algorithm::ES256,
            Algorithm::ES384,
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::PS256,
            Algorithm::PS384,
            Algorithm::PS512,
        ] {
            for (private, public) in [(&secret, &public), (&ed_private, &ed_public)] {
                assert!(signer(&algorithm, private).is_err(), "{algorithm:?}");
                assert!(verifier(&algorithm, public).is_err(), "{algorithm:?}");
            }
        }
        assert!(signer(&Algorithm::EdDSA, &secret).is_err());
        assert!(verifier(&Algorithm::EdDSA, &public).is_err());
        assert!(signer(&Algorithm::EdDSA, &ed_private).is_err());
    }

    #[test]
    fn installing_twice_is_well() {
        assert!(install());
        assert!(install());
    }
}
