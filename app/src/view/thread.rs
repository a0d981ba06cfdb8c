//! The reading pane: one message, and what can be answered to it.

mod attachments;
mod body_frame;
mod enclosed;
mod event_card;
mod frozen_bar;
mod header_dialog;
mod ignoring;
mod lightbox;
mod message_card;
mod more_menu;
mod phone_bars;
mod reading_pane;
mod recipients;
mod reply_bar;
mod why;

pub(crate) use attachments::{SavedFile, kind};
pub(crate) use body_frame::BodyFrame;
pub(crate) use reading_pane::{OpenMessage, ReadingPane};
