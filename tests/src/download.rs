//! Saving a file, byte by byte: what a browser is given may be no text.

use crate::browser::{Browser, Page};

impl Browser {
    /// Saves what a link leads to: the answer without its body, and the body's bytes.
    ///
    /// # Panics
    /// When no answer comes, it is none, or it breaks off.
    #[must_use]
    pub fn download(&self, path: &str) -> (Page, Vec<u8>) {
        let request = ureq::get(format!("http://{}{path}", self.host()));
        let answer = request.header("cookie", self.cookie().unwrap_or_default()).call();
        let mut response = answer.expect("the file");
        let bytes = response.body_mut().read_to_vec().expect("the whole of it");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (Page { status, headers, body: String::new() }, bytes)
    }
}
