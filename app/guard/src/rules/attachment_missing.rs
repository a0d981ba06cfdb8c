//! ATTACH_MISSING: the text speaks of an attachment and there is none (section 6). Asked on the web
//! only: other programs have their own reminder, and nobody is there to answer.

use crate::attachment_words::speaks_of_attachment;
use crate::code::Code;
use crate::message::Channel;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let asked = s.message.channel == Channel::Web && s.message.attachments == 0;
    if asked && speaks_of_attachment(&s.message.text) {
        found.push(Finding::new(Code::AttachMissing, Ruling::Confirm, s.people_or_none()));
    }
}
