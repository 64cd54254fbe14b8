//! Passwords: Argon2id, at most two at once, so that a crowd at the door does not take the whole machine.

use crate::error::Result;
use anyhow::{Context, anyhow};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// One hash takes 19 MiB and a core.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Costs what a real one costs, and no password is known to fit it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Read aloud without mistakes: no 0 and o, no 1, i and l.
const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// The PHC string (Argon2id, random salt) under which a password is stored.
///
/// # Errors
/// When the machine has no memory or randomness for it.
pub async fn hash(password: String) -> Result<String> {
    in_turn(move || {
        let hash: PasswordHash =
            Argon2::default().hash_password(password.as_bytes()).map_err(|error| anyhow!(error))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password fits what is stored. Nothing stored takes as long as a wrong password.
///
/// # Errors
/// When what is stored is no PHC string.
pub async fn fits(password: String, stored: Option<String>) -> Result<bool> {
    in_turn(move || {
        let phc = stored.as_deref().unwrap_or(NOBODY);
        let hash = PasswordHash::new(phc).map_err(|error| anyhow!("a stored password is unreadable: {error}"))?;
        let verified = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
        Ok(verified && stored.is_some())
    })
    .await
}

/// A random password that can be read aloud: `h7kd-m2xq-9rwt-c4pn`, 79 bits.
pub fn readable() -> String {
    let letter = || char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let group = |_| std::iter::repeat_with(letter).take(4).collect::<String>();
    (0..4).map(group).collect::<Vec<_>>().join("-")
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = TURNS.acquire().await.context("waiting to hash a password")?;
    tokio::task::spawn_blocking(work).await.context("hashing a password")?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let stored = hash("对的 password".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(fits("对的 password".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!fits("password".to_owned(), Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_costs_what_somebody_costs_and_never_fits() {
        let cost = |phc: &str| PasswordHash::new(phc).unwrap().params.to_string();
        assert_eq!(cost(NOBODY), cost(&hash(String::new()).await.unwrap()));
        assert!(!fits(String::new(), None).await.unwrap());
    }

    #[test]
    fn a_readable_password_is_new_each_time() {
        let (one, other) = (readable(), readable());
        assert_ne!(one, other);
        assert_eq!(one.len(), 19);
        assert!(one.bytes().all(|letter| letter == b'-' || LETTERS.contains(&letter)), "{one}");
    }
}
