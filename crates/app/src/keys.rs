//! The keys that sign access tokens: shared by all nodes through the database, sealed there, rotated by whichever node is first.

use std::sync::Arc;

use domain::event::Event;
use persistence::repository::signing_key::StoredKey;
use serde_json::Value;

use crate::{
    application::Application,
    credential::signing_keys::{SigningKeys, StoredSigningKey},
    failure::Failure,
};

impl Application {
    /// The public halves of the keys, for whoever checks tokens himself.
    pub fn jwks(&self) -> Value {
        self.keys.load().jwks(self.now())
    }

    /// Reads the keys, and makes one if there is none that may sign or the newest is old.
    pub(crate) async fn load_keys(&self) -> Result<(), Failure> {
        let keys = self.read_keys().await?;
        let now = self.now();
        if !keys.needs_rotation(now) && keys.active(now).is_ok() {
            self.keys.store(Arc::new(keys));
            return Ok(());
        }
        let rotation = keys.rotate(&self.key_seal, &*self.ports.ids, now)?;
        let tx = self.begin_system("key-rotation").await?;
        let successor = rotation.successor;
        let kid = successor.kid.clone();
        tx.signing_keys()
            .add(&StoredKey {
                kid: successor.kid,
                sealed: successor.sealed_private,
                public: successor.public.to_vec(),
                created_at: successor.created_at,
                retires_at: successor.retires_at,
            })
            .await?;
        for (kid, at) in rotation.retiring {
            tx.signing_keys().retire(&kid, at).await?;
        }
        tx.commit(Event::SigningKeyRotated { kid }).await?;
        self.keys.store(Arc::new(self.read_keys().await?));
        Ok(())
    }

    async fn read_keys(&self) -> Result<SigningKeys, Failure> {
        let stored = self.view_system().await?.signing_keys().all().await?;
        let stored = stored
            .into_iter()
            .map(|key| {
                let public = key.public.try_into().map_err(|_| Failure::Internal("a public key has not 32 bytes".to_owned()))?;
                Ok(StoredSigningKey {
                    kid: key.kid,
                    sealed_private: key.sealed,
                    public,
                    created_at: key.created_at,
                    retires_at: key.retires_at,
                })
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        Ok(SigningKeys::open(&stored, &self.key_seal)?)
    }
}
