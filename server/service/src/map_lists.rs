//! What an MTA asks while it delivers, answered from the directory that the guard counted with.

use crate::Service;
use crate::keys::Purpose;
use levee_directory::deliver::Delivering;
use levee_directory::socketmap;

/// A snapshot stands for a list that cannot be expanded for a day (`list.max_stale`).
const MAX_STALE: u64 = 86_400;

impl Service {
    /// Answers one question of Postfix's socketmap protocol; the answer is a whole netstring.
    #[must_use]
    pub fn answer_map(&self, request: &[u8]) -> Vec<u8> {
        let key = self.keys.hash(Purpose::Chunk, b"chunk addresses");
        let delivering = Delivering { now: self.clock.now(), max_stale: MAX_STALE, key: &key };
        socketmap::serve(&self.directory(), request, &delivering)
    }
}
