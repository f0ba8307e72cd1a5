//! Tokens and signatures.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// 160 random bits in the id alphabet: the raw form of session, link and API tokens. Shown once, never stored.
pub fn random_token() -> String {
    let bytes: [u8; 20] = rand::random();
    crate::id::encode(&bytes)
}

/// What is stored of a token: SHA-256 in hex. The token has 160 bits of its own, so no salt and no slow hash is needed.
pub fn token_hash(token: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// Hash of any bytes, hex.
pub fn content_hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The installation's key for signed links.
#[derive(Clone)]
pub struct SigningKey(Vec<u8>);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl SigningKey {
    /// From the configured secret.
    pub fn new(secret: &[u8]) -> Self {
        Self(secret.to_vec())
    }
    fn mac(&self, purpose: &str, id: &uuid::Uuid) -> [u8; 16] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(id.as_bytes());
        let full = mac.finalize().into_bytes();
        let mut short = [0; 16];
        short.copy_from_slice(&full[..16]);
        short
    }
    /// The text of a signed link: id and signature. It can be made again for every mail, so it is stored nowhere.
    pub fn sign(&self, purpose: &str, id: &uuid::Uuid) -> String {
        let mut bytes = id.as_bytes().to_vec();
        bytes.extend_from_slice(&self.mac(purpose, id));
        crate::id::encode(&bytes)
    }
    /// The id in a signed link when the signature is ours (compared in constant time).
    pub fn verify(&self, purpose: &str, text: &str) -> Option<uuid::Uuid> {
        let bytes = crate::id::decode(text)?;
        if bytes.len() != 32 {
            return None;
        }
        let (id, signature) = bytes.split_at(16);
        let id = uuid::Uuid::from_slice(id).ok()?;
        bool::from(self.mac(purpose, &id).ct_eq(signature)).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_link_is_accepted_for_its_purpose_only() {
        let key = SigningKey::new(b"secret");
        let id = uuid::Uuid::now_v7();
        let text = key.sign("status", &id);
        assert_eq!(key.verify("status", &text), Some(id));
        assert_eq!(key.verify("register", &text), None);
        assert_eq!(SigningKey::new(b"other").verify("status", &text), None);
        let mut forged = text.clone();
        forged.replace_range(0..1, if text.starts_with('0') { "1" } else { "0" });
        assert_eq!(key.verify("status", &forged), None);
    }
}
