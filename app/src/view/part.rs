//! Pieces that several screens are made of.

mod avatar;
mod command_form;
mod empty;
pub(crate) mod focus;
mod icon;
mod info_bar;
pub(crate) mod keys;
mod not_found;
pub(crate) mod pause;
mod people;
mod said;
mod settled;
mod trouble;
mod typed;
pub(crate) mod when;

pub(crate) use avatar::Avatar;
pub(crate) use command_form::CommandForm;
pub(crate) use empty::{Art, Empty};
pub(crate) use icon::{Glyph, Icon};
pub(crate) use info_bar::{InfoBar, Tone};
pub(crate) use not_found::{Lost, NotFound};
pub(crate) use people::{label, labels};
pub(crate) use said::Said;
pub(crate) use settled::{settle_location, settled};
pub(crate) use trouble::{Retry, ToSignIn, Trouble, sentence};
pub(crate) use typed::follow_typed;
