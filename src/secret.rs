//! The installation's own key: 32 random bytes, made once, never in the repository.

use crate::error::Result;
use anyhow::Context;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path, sync::Arc};

/// Signs what must be repeatable without being stored.
#[derive(Clone)]
pub struct Secret(Arc<[u8; 32]>);

impl Secret {
    /// Reads the key from `path`, or makes one there that only its owner may read (0600).
    ///
    /// # Errors
    /// When the file cannot be read or written, or does not hold 32 bytes.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            let key: [u8; 32] = rand::random();
            let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
            match &mut file {
                Ok(file) => file.write_all(&key).and_then(|()| file.sync_all()).context("writing the key")?,
                // Another process was first: its key counts.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(anyhow::anyhow!("cannot write {}: {error}", path.display()).into()),
            }
        }
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let key = bytes.try_into().map_err(|_| anyhow::anyhow!("{} does not hold 32 bytes", path.display()))?;
        Ok(Self(Arc::new(key)))
    }

    /// A key that lives as long as the process: tests.
    pub fn random() -> Self {
        Self(Arc::new(rand::random()))
    }

    /// What only this installation can say about `subject`; 32 characters.
    pub fn sign(&self, purpose: &str, subject: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice()).expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(subject);
        BASE64_URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..24])
    }

    /// Whether `claimed` is what [`Secret::sign`] says, compared so that timing tells nothing.
    pub fn verifies(&self, purpose: &str, subject: &[u8], claimed: &str) -> bool {
        // Hashes of unequal strings differ at a place nobody can aim at.
        sha256(self.sign(purpose, subject).as_bytes()) == sha256(claimed.as_bytes())
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A fresh salt, so that the hash of an erased text cannot be guessed back.
pub fn salt() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 12]>())
}
