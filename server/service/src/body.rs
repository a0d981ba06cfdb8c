//! The document of a message's body. Cleaning a stranger's text takes as long as he likes, up to the
//! limits: it is done away from those who answer people, a few at a time.

use crate::Service;
use crate::capability::Target;
use levee_contract::{AppError, Caller, Look, MessageRef};
use levee_mime::html::{self, MAX_HTML, Theme};
use levee_mime::{Message, PartId, plain};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Bodies cleaned at the same time; the others wait.
pub(crate) fn room() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)))
}

impl Service {
    /// The document for the body's frame: each part cleaned alone, one below the other.
    pub(crate) async fn body_document(
        &self,
        who: &Caller,
        message: &MessageRef,
        look: Look,
    ) -> Result<String, AppError> {
        let bytes = self.bytes(who, message).await?;
        let pictures: HashMap<String, String> = {
            let parsed = Message::parse(&bytes);
            let named = parsed.parts().iter().filter_map(|part| Some((part.content_id.clone()?, part.id)));
            named.map(|(id, part)| (id, format!("/part/{}", self.grant(who, message, Target::Part(part.0))))).collect()
        };
        self.aside(move || document(&Message::parse(&bytes), &pictures, look)).await
    }

    /// The same for a message that is a part of another. Its pictures are not shown: a path leads to parts of
    /// the message that was opened.
    pub(crate) async fn enclosed_document(
        &self,
        who: &Caller,
        message: &MessageRef,
        number: u32,
        look: Look,
    ) -> Result<String, AppError> {
        let bytes = self.bytes(who, message).await?;
        let enclosed = Message::parse(&bytes).decoded(PartId(number)).ok_or(AppError::Gone)?.into_owned();
        self.aside(move || document(&Message::parse(&enclosed), &HashMap::new(), look)).await
    }

    /// How many pictures of elsewhere the body names.
    pub(crate) async fn remote_images(&self, bytes: Arc<[u8]>) -> Result<u32, AppError> {
        let count = move || Message::parse(&bytes).html().map_or(0, |text| html::clean(&text, &|_| None).remote_images);
        Ok(u32::try_from(self.aside(count).await?).unwrap_or(u32::MAX))
    }

    async fn aside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        let failed = || AppError::Internal { reference: "body".to_owned() };
        let place = self.cleaning.clone().acquire_owned().await.map_err(|_| failed())?;
        let done = tokio::task::spawn_blocking(move || {
            // Held until it is done, also when nobody waits for it any more.
            let _place = place;
            work()
        });
        done.await.map_err(|_| failed())
    }
}

fn document(parsed: &Message<'_>, pictures: &HashMap<String, String>, look: Look) -> String {
    let inline = |id: &str| pictures.get(id).cloned();
    let body = parsed.body();
    let main = body.html.or(body.plain);
    let mut whole = html::clean("", &inline);
    for id in main.into_iter().chain(body.more.iter().copied()) {
        let Some(text) = parsed.text(id) else { continue };
        let formatted = parsed.part(id).is_some_and(|part| part.content_type == "text/html");
        let cleaned = if formatted {
            html::clean(&text, &inline)
        } else {
            // One byte more than is cleaned, so that it still says that it was cut.
            let start = text.get(..text.floor_char_boundary(MAX_HTML + 1)).unwrap_or_default();
            html::clean(&plain::to_html(start), &|_| None)
        };
        // What was passed on is there to be read.
        let passed_on = is_passed_on(&parsed.headers().subject);
        whole.html.push_str(&if passed_on { cleaned.html } else { html::fold_quotes(&cleaned.html) });
    }
    let theme = match look {
        Look::Light => Theme::Light,
        Look::Dark => Theme::Dark,
        Look::AsIs if parsed.html().is_some_and(|text| html::asks_for_light(&text)) => Theme::Light,
        Look::AsIs => Theme::System,
    };
    html::document(&whole, theme)
}

/// Whether a message says of itself that it passes another one on.
fn is_passed_on(subject: &str) -> bool {
    let subject = subject.trim_start().to_ascii_lowercase();
    ["fw:", "fwd:", "wg:", "tr:", "rv:", "i:"].iter().any(|mark| subject.starts_with(mark))
}
