use super::*;
use crate::credential::seal::MasterSecret;
use crate::port::seeded::CountedIds;

fn seal() -> Seal {
    Seal::new(&MasterSecret::new([7; 32]), "signing-keys")
}

fn day(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::days(day)
}

/// The database, as far as the keys are concerned.
struct Store {
    rows: Vec<StoredSigningKey>,
    ids: CountedIds,
}

impl Store {
    fn new() -> Self {
        Self { rows: Vec::new(), ids: CountedIds::new(1) }
    }

    fn keys(&self) -> SigningKeys {
        SigningKeys::open(&self.rows, &seal()).unwrap()
    }

    fn rotate(&mut self, now: DateTime<Utc>) -> String {
        let rotation = self.keys().rotate(&seal(), &self.ids, now).unwrap();
        for (kid, retires_at) in rotation.retiring {
            self.rows.iter_mut().find(|row| row.kid == kid).unwrap().retires_at = Some(retires_at);
        }
        let kid = rotation.successor.kid.clone();
        self.rows.push(rotation.successor);
        kid
    }

    fn active(&self, now: DateTime<Utc>) -> String {
        self.keys().active(now).unwrap().kid().to_owned()
    }
}

#[test]
fn the_thumbprint_and_the_key_are_those_of_the_rfc() {
    // RFC 8037, appendix A.
    let seed = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
    let seed = <[u8; 32]>::try_from(seed).unwrap();
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
    let public = <[u8; 32]>::try_from(pair.public_key().as_ref()).unwrap();
    assert_eq!(URL_SAFE_NO_PAD.encode(public), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(thumbprint(&public), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert!(Ed25519KeyPair::from_pkcs8(&pkcs8(&seed, &public)).is_ok());
}

#[test]
fn the_first_key_signs_at_once() {
    let mut store = Store::new();
    assert_eq!(store.keys().active(day(0)).unwrap_err(), SigningKeyError::None);
    assert!(store.keys().needs_rotation(day(0)));
    let first = store.rotate(day(0));
    assert_eq!(store.active(day(0)), first);
    assert!(!store.keys().needs_rotation(day(29)));
    assert!(store.keys().needs_rotation(day(30)));
}

#[test]
fn a_successor_is_published_for_an_hour_before_it_signs() {
    let mut store = Store::new();
    let first = store.rotate(day(0));
    let second = store.rotate(day(30));
    let (minute, second_of_time) = (TimeDelta::minutes(1), TimeDelta::seconds(1));

    assert_eq!(store.active(day(30)), first);
    assert_eq!(store.keys().jwks(day(30))["keys"].as_array().unwrap().len(), 2);
    assert_eq!(store.active(day(30) + minute * 59), first);
    assert_eq!(store.active(day(30) + minute * 60), second);

    let end = day(30) + minute * 70;
    assert!(store.keys().by_kid(&first, end - second_of_time).is_some());
    assert!(store.keys().by_kid(&first, end).is_none());
    assert!(store.keys().by_kid(&second, end).is_some());
    let published = store.keys().jwks(end);
    assert_eq!(published["keys"][0]["kid"], second);
    assert_eq!(published["keys"].as_array().unwrap().len(), 1);
}

#[test]
fn a_late_rotation_leaves_no_gap() {
    let mut store = Store::new();
    let first = store.rotate(day(0));
    assert_eq!(store.active(day(300)), first);
    let second = store.rotate(day(300));
    assert_eq!(store.active(day(300)), first);
    assert_eq!(store.active(day(301)), second);
    assert!(!store.keys().needs_rotation(day(301)));
}

#[test]
fn two_nodes_that_rotate_at_once_agree_on_the_newest() {
    let mut store = Store::new();
    store.rotate(day(0));
    let keys = store.keys();
    let (a, b) = (keys.rotate(&seal(), &store.ids, day(30)).unwrap(), keys.rotate(&seal(), &store.ids, day(30)).unwrap());
    let expected = a.successor.kid.clone().max(b.successor.kid.clone());
    for order in [[&a, &b], [&b, &a]] {
        let rows: Vec<_> = order.iter().map(|rotation| rotation.successor.clone()).collect();
        let keys = SigningKeys::open(&rows, &seal()).unwrap();
        assert_eq!(keys.active(day(31)).unwrap().kid(), expected);
    }
}

#[test]
fn a_withdrawn_key_neither_signs_nor_verifies_and_its_successor_starts_at_once() {
    let mut store = Store::new();
    let stolen = store.rotate(day(0));
    store.rows[0].retires_at = Some(day(3));
    assert!(store.keys().by_kid(&stolen, day(3)).is_none());
    assert_eq!(store.keys().active(day(3)).unwrap_err(), SigningKeyError::None);
    assert!(store.keys().needs_rotation(day(3)));
    let next = store.rotate(day(3));
    assert_eq!(store.active(day(3)), next);
}

#[test]
fn the_published_key_has_its_public_members_only() {
    let mut store = Store::new();
    let kid = store.rotate(day(0));
    let x = URL_SAFE_NO_PAD.encode(store.rows[0].public);
    assert_eq!(
        store.keys().jwks(day(0)),
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid, "x": x }] })
    );
}

#[test]
fn stored_keys_that_were_tampered_with_do_not_open() {
    let ids = CountedIds::new(1);
    let key = StoredSigningKey::generate(&seal(), &ids, day(0)).unwrap();
    let other = StoredSigningKey::generate(&seal(), &ids, day(0)).unwrap();
    let open = |key: StoredSigningKey| SigningKeys::open(&[key], &seal()).err();

    assert_eq!(open(key.clone()), None);
    let public_swapped = StoredSigningKey { public: other.public, ..key.clone() };
    assert_eq!(open(public_swapped), Some(SigningKeyError::Malformed));
    let private_swapped = StoredSigningKey { sealed_private: other.sealed_private.clone(), ..key.clone() };
    assert_eq!(open(private_swapped), Some(SigningKeyError::Sealed(SealError::Broken)));
    let renamed = StoredSigningKey { kid: "another".to_owned(), ..key.clone() };
    assert_eq!(open(renamed), Some(SigningKeyError::Sealed(SealError::Broken)));
    let foreign = Seal::new(&MasterSecret::new([8; 32]), "signing-keys");
    assert_eq!(SigningKeys::open(&[key], &foreign).err(), Some(SigningKeyError::Sealed(SealError::Broken)));
}

#[test]
fn the_private_half_is_neither_stored_nor_printed() {
    let key = StoredSigningKey::generate(&seal(), &CountedIds::new(1), day(0)).unwrap();
    let mut seed = [0; 32];
    CountedIds::new(1).fill(&mut seed);
    assert!(!key.sealed_private.windows(32).any(|bytes| bytes == seed));
    let keys = SigningKeys::open(std::slice::from_ref(&key), &seal()).unwrap();
    assert_eq!(format!("{:?}", keys.active(day(0)).unwrap()), format!("SigningKey({})", key.kid));
    assert!(!format!("{key:?}").contains("private"));
}
