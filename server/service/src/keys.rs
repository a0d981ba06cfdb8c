//! The server's secret key and what is made of it: sealed credentials, signed questions and
//! capabilities. One key file, a key of its own for each purpose; no nonce, no text is chosen here.

use crate::clock::{Chance, random};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const LENGTH: usize = 32;
const NONCE: usize = 24;
const MAC: usize = 32;

/// What a key is for; each purpose has a key that opens nothing of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Credentials in a session; bound to the secret in its cookie as well.
    SessionCredential,
    /// Credentials that a submission carries until it is settled.
    SubmissionCredential,
    /// Capabilities: paths to bodies, pictures and attachments.
    Capability,
    /// Questions put to an author before sending.
    Question,
    /// Passes of our own submissions through the milter.
    Pass,
    /// Pseudonyms and shingles in the record of judgements.
    Pseudonym,
    /// Addresses under which an MTA asks for parts of long lists.
    Chunk,
    /// Tells the key from others.
    Mark,
}

impl Purpose {
    fn name(self) -> &'static [u8] {
        match self {
            Self::SessionCredential => b"levee session credential 1",
            Self::SubmissionCredential => b"levee submission credential 1",
            Self::Capability => b"levee capability 1",
            Self::Question => b"levee question 1",
            Self::Pass => b"levee pass 1",
            Self::Pseudonym => b"levee pseudonym 1",
            Self::Chunk => b"levee chunk 1",
            Self::Mark => b"levee mark 1",
        }
    }
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or made.
    #[error("the key file {0} cannot be used: {1}")]
    File(PathBuf, std::io::Error),
    /// It does not hold 32 bytes.
    #[error("the key file {0} does not hold 32 bytes; put the right one back")]
    Damaged(PathBuf),
    /// Others can read it.
    #[error("the key file {0} can be read by others; run: chmod 600 {0}")]
    ReadableByOthers(PathBuf),
}

/// The server's secret key.
pub struct Keys(Zeroizing<[u8; LENGTH]>);

impl Keys {
    /// Reads the key file; makes it, readable by its owner only, when there is none.
    ///
    /// # Errors
    /// A [`KeyError`]: a wrong key must stop the start, not lock everybody out later.
    pub fn load_or_create(path: &Path, chance: &dyn Chance) -> Result<Self, KeyError> {
        let failed = |e| KeyError::File(path.to_owned(), e);
        match fs::read(path) {
            Ok(bytes) => {
                let bytes = Zeroizing::new(bytes);
                let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
                if mode & 0o077 != 0 {
                    return Err(KeyError::ReadableByOthers(path.to_owned()));
                }
                let key = <[u8; LENGTH]>::try_from(bytes.as_slice()).map_err(|_| KeyError::Damaged(path.to_owned()))?;
                Ok(Self(Zeroizing::new(key)))
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let key = Zeroizing::new(random::<LENGTH>(chance));
                let mut file =
                    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
                file.write_all(&*key).and_then(|()| file.sync_all()).map_err(failed)?;
                Ok(Self(key))
            }
            Err(e) => Err(failed(e)),
        }
    }

    /// A key made of given bytes, for tests.
    #[must_use]
    pub fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key of a purpose, bound to a further secret (empty for none).
    fn derive(&self, purpose: Purpose, secret: &[u8]) -> Zeroizing<[u8; LENGTH]> {
        let mut mac = keyed(&self.0[..]);
        mac.update(purpose.name());
        mac.update(&[0]);
        mac.update(secret);
        Zeroizing::new(mac.finalize().into_bytes().into())
    }

    /// Seals a text with XChaCha20-Poly1305. `about` says what it belongs to and must be the same when
    /// it is opened; `secret` is a further secret, empty for none.
    #[must_use]
    pub fn seal(&self, purpose: Purpose, secret: &[u8], about: &[u8], text: &[u8], chance: &dyn Chance) -> Vec<u8> {
        let nonce = random::<NONCE>(chance);
        let cipher = XChaCha20Poly1305::new((&*self.derive(purpose, secret)).into());
        // Encryption fails for texts of 256 GB only; an empty seal opens as nothing.
        let sealed = cipher.encrypt(XNonce::from_slice(&nonce), Payload { msg: text, aad: about }).unwrap_or_default();
        [&nonce[..], &sealed].concat()
    }

    /// Opens what [`Keys::seal`] made; `None` when any of it, or what it is about, is another.
    #[must_use]
    pub fn open(&self, purpose: Purpose, secret: &[u8], about: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, text) = sealed.split_at_checked(NONCE)?;
        let cipher = XChaCha20Poly1305::new((&*self.derive(purpose, secret)).into());
        cipher.decrypt(XNonce::from_slice(nonce), Payload { msg: text, aad: about }).ok().map(Zeroizing::new)
    }

    /// HMAC-SHA-256 of some bytes under the key of a purpose.
    #[must_use]
    pub fn hash(&self, purpose: Purpose, bytes: &[u8]) -> [u8; MAC] {
        let mut mac = keyed(&*self.derive(purpose, b""));
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    /// What tells this key from others and says nothing else of it.
    #[must_use]
    pub fn mark(&self) -> [u8; MAC] {
        self.hash(Purpose::Mark, b"")
    }

    /// Signs a text into one word of URL-safe characters, which holds the text readably.
    #[must_use]
    pub fn sign(&self, purpose: Purpose, text: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode([text, &self.hash(purpose, text)].concat())
    }

    /// The text of a signed word; `None` when nobody with this key signed it for this purpose.
    #[must_use]
    pub fn verify(&self, purpose: Purpose, word: &str) -> Option<Vec<u8>> {
        let mut bytes = URL_SAFE_NO_PAD.decode(word).ok()?;
        let text = bytes.len().checked_sub(MAC)?;
        let mut mac = keyed(&*self.derive(purpose, b""));
        mac.update(bytes.get(..text)?);
        mac.verify_slice(bytes.get(text..)?).ok()?;
        bytes.truncate(text);
        Some(bytes)
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    <Hmac<Sha256> as hmac::Mac>::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// SHA-256, for what is random already: session tokens.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemChance;

    #[test]
    fn what_is_sealed_opens_for_its_purpose_only() {
        let keys = Keys::from_bytes([7; 32]);
        let sealed = keys.seal(Purpose::SessionCredential, b"cookie", b"ann@hosp.example", b"secret", &SystemChance);
        let open = |purpose, secret: &[u8], about: &[u8]| keys.open(purpose, secret, about, &sealed);
        assert_eq!(open(Purpose::SessionCredential, b"cookie", b"ann@hosp.example").unwrap().as_slice(), b"secret");
        assert!(open(Purpose::SubmissionCredential, b"cookie", b"ann@hosp.example").is_none());
        assert!(open(Purpose::SessionCredential, b"other", b"ann@hosp.example").is_none());
        assert!(open(Purpose::SessionCredential, b"cookie", b"bob@hosp.example").is_none());
        assert!(
            Keys::from_bytes([8; 32])
                .open(Purpose::SessionCredential, b"cookie", b"ann@hosp.example", &sealed)
                .is_none()
        );
        assert!(keys.open(Purpose::SessionCredential, b"cookie", b"ann@hosp.example", &sealed[..10]).is_none());
    }

    #[test]
    fn a_signed_word_says_what_was_signed() {
        let keys = Keys::from_bytes([7; 32]);
        let word = keys.sign(Purpose::Question, b"840000 people");
        assert_eq!(keys.verify(Purpose::Question, &word).unwrap(), b"840000 people");
        assert_eq!(keys.verify(Purpose::Capability, &word), None);
        assert_eq!(keys.verify(Purpose::Question, &word.replacen('O', "P", 1)), None);
        assert_eq!(keys.verify(Purpose::Question, ""), None);
    }

    #[test]
    fn a_key_file_is_made_once_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("levee.key");
        let first = Keys::load_or_create(&path, &SystemChance).unwrap();
        let again = Keys::load_or_create(&path, &SystemChance).unwrap();
        assert_eq!(first.0, again.0);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keys::load_or_create(&path, &SystemChance), Err(KeyError::ReadableByOthers(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, b"short").unwrap();
        assert!(matches!(Keys::load_or_create(&path, &SystemChance), Err(KeyError::Damaged(_))));
    }
}
