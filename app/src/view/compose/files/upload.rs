//! One file on its way in. XMLHttpRequest, because no other way tells how much has gone up.

use super::super::composing::Composing;
use crate::api::ApiError;
use js_sys::encode_uri_component;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{File, ProgressEvent, XmlHttpRequest};
use levee_contract::{AppError, Field};
use levee_mail::{DraftFile, Placing};
use send_wrapper::SendWrapper;

/// A file on its way in, or one that did not arrive.
#[derive(Clone)]
pub(crate) struct Uploading {
    /// Tells it from the others.
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) size: u64,
    /// Bytes that have gone up.
    pub(crate) sent: RwSignal<u64>,
    /// Why it did not arrive.
    pub(crate) failed: RwSignal<Option<ApiError>>,
    placing: Placing,
    file: SendWrapper<File>,
    request: RwSignal<Option<SendWrapper<XmlHttpRequest>>>,
}

impl Uploading {
    /// Whether it may arrive when it is tried again: what is too large does not get smaller.
    pub(crate) fn can_be_retried(&self) -> bool {
        !matches!(self.failed.get(), Some(ApiError::App(AppError::Invalid { .. })) | None)
    }
}

/// Begins to send a file up, unless it cannot fit.
pub(super) fn begin(composing: Composing, file: File, placing: Placing) {
    // Sizes of files are whole numbers, far below what a double holds exactly.
    let size = file.size() as u64;
    let used = untrack(|| {
        let kept: u64 = composing.files.with(|files| files.iter().map(|file| file.size).sum());
        let coming = |upload: &&Uploading| upload.failed.get().is_none();
        kept + composing.uploads.with(|uploads| uploads.iter().filter(coming).map(|upload| upload.size).sum::<u64>())
    });
    let number = composing.uploads.with_untracked(|uploads| uploads.iter().map(|u| u.number + 1).max().unwrap_or(0));
    let upload = Uploading {
        number,
        name: file.name(),
        size,
        sent: RwSignal::new(0),
        failed: RwSignal::new(None),
        placing,
        file: SendWrapper::new(file),
        request: RwSignal::new(None),
    };
    let fits = used + size <= composing.room();
    composing.uploads.update(|uploads| uploads.push(upload.clone()));
    if fits {
        send(composing, &upload);
    } else {
        upload.failed.set(Some(too_large(composing)));
    }
}

/// Tries again.
pub(super) fn retry(composing: Composing, upload: &Uploading) {
    upload.failed.set(None);
    upload.sent.set(0);
    send(composing, upload);
}

/// Stops it, or takes away what did not arrive.
pub(super) fn cancel(composing: Composing, upload: &Uploading) {
    forget(composing, upload.number);
    if let Some(request) = upload.request.get_untracked() {
        let _ = request.abort();
    }
}

fn forget(composing: Composing, number: u32) {
    composing.uploads.try_update(|uploads| uploads.retain(|upload| upload.number != number));
}

fn send(composing: Composing, upload: &Uploading) {
    let Ok(request) = XmlHttpRequest::new() else { return };
    let placing = match upload.placing {
        Placing::Attached => "attached",
        Placing::InText => "in_text",
    };
    let name = String::from(encode_uri_component(&upload.name));
    let url = format!("/upload/{}?placing={placing}&name={name}", composing.id().as_str());
    let kind = Some(upload.file.type_()).filter(|kind| !kind.is_empty());
    let kind = kind.unwrap_or_else(|| "application/octet-stream".to_owned());
    let ready = request.open("POST", &url).and_then(|()| request.set_request_header("content-type", &kind));
    let sent = upload.sent;
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        sent.try_set(event.loaded() as u64);
    });
    if let Ok(up) = request.upload() {
        up.set_onprogress(Some(progress.into_js_value().unchecked_ref()));
    }
    let (answered, known) = (request.clone(), upload.clone());
    let ended = Closure::<dyn FnMut()>::new(move || settle(composing, &known, &answered));
    request.set_onloadend(Some(ended.into_js_value().unchecked_ref()));
    upload.request.set(Some(SendWrapper::new(request.clone())));
    if ready.and_then(|()| request.send_with_opt_blob(Some(&upload.file))).is_err() {
        upload.failed.set(Some(ApiError::Unreachable));
    }
}

/// It has arrived, or has not.
fn settle(composing: Composing, upload: &Uploading, request: &XmlHttpRequest) {
    let there = composing.uploads.try_with_untracked(|uploads| uploads.iter().any(|u| u.number == upload.number));
    if there != Some(true) {
        return;
    }
    match answer(composing, request) {
        Ok(file) => {
            forget(composing, upload.number);
            show(composing, &file);
            composing.files.try_update(|files| files.push(file));
        }
        Err(error) => {
            upload.failed.try_set(Some(error));
        }
    }
}

fn answer(composing: Composing, request: &XmlHttpRequest) -> Result<DraftFile, ApiError> {
    /// More than the server reads at all; it says so before it knows what it is.
    const TOO_LARGE: u16 = 413;
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match (serde_json::from_str::<Result<DraftFile, AppError>>(&text), request.status()) {
        (Ok(answer), _) => answer.map_err(ApiError::App),
        (Err(_), Ok(TOO_LARGE)) => Err(too_large(composing)),
        (Err(_), _) => Err(ApiError::Unreachable),
    }
}

/// A picture for the text goes where the cursor is.
fn show(composing: Composing, file: &DraftFile) {
    if file.placing == Placing::InText
        && let (Some(editor), Some(id)) = (composing.editor(), file.kept())
    {
        editor.picture(id.as_str(), &file.name);
    }
}

fn too_large(composing: Composing) -> ApiError {
    let (problem, detail) = ("too_large".to_owned(), Some(composing.room().to_string()));
    ApiError::App(AppError::Invalid { fields: vec![Field { name: "files".to_owned(), problem, detail }] })
}
