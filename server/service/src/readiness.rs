//! Whether this node can serve people, and what it lacks.

use crate::Service;
use std::time::Duration;

/// How long a mail server may take to accept a connection.
const PATIENCE: Duration = Duration::from_secs(3);

/// Something that people need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What.
    pub name: &'static str,
    /// Why it is not there; nothing when it is.
    pub lack: Option<String>,
    /// What follows from the lack.
    pub weight: Weight,
}

/// What follows when something is lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Nobody can be served.
    Needed,
    /// People are served; messages wait.
    CanWait,
}

impl Service {
    /// Looks at store, directory and both mail servers.
    pub async fn needs(&self) -> Vec<Need> {
        let (store, imap, smtp) = tokio::join!(
            self.store.directory_version(),
            self.imap_server.reachable(PATIENCE),
            self.relay.reachable(PATIENCE)
        );
        let nobody = self.directory().own_people().is_empty();
        let need = |name, weight, lack| Need { name, lack, weight };
        vec![
            // The error is in the log, where it happens; what is told here may be read by anybody.
            need("store", Weight::Needed, store.err().map(|_| "it cannot be read".to_owned())),
            need("directory", Weight::CanWait, nobody.then(|| "nobody is in it yet".to_owned())),
            need("imap", Weight::Needed, imap.err().map(|why| why.to_string())),
            need("smtp", Weight::CanWait, smtp.err().map(|why| why.to_string())),
        ]
    }
}
