//! Messages opened a moment ago, so that body, pictures and attachments do not each fetch the whole
//! message again. Bounded by bytes; never written anywhere; forgotten at sign-out.

use levee_contract::MessageRef;
use levee_mail::Address;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes kept for all accounts together.
const BYTES: usize = 64_000_000;

/// The messages, the latest last.
#[derive(Default)]
pub(crate) struct Opened(Mutex<VecDeque<Entry>>);

struct Entry {
    account: Address,
    message: MessageRef,
    bytes: Arc<[u8]>,
}

impl Opened {
    pub(crate) fn get(&self, account: &Address, message: &MessageRef) -> Option<Arc<[u8]>> {
        let entries = self.lock();
        entries.iter().find(|e| e.account == *account && e.message == *message).map(|e| e.bytes.clone())
    }

    pub(crate) fn keep(&self, account: &Address, message: &MessageRef, bytes: Arc<[u8]>) {
        let mut entries = self.lock();
        entries.retain(|e| e.account != *account || e.message != *message);
        entries.push_back(Entry { account: account.clone(), message: message.clone(), bytes });
        while entries.iter().map(|e| e.bytes.len()).sum::<usize>() > BYTES {
            entries.pop_front();
        }
    }

    pub(crate) fn forget(&self, account: &Address) {
        self.lock().retain(|e| e.account != *account);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
