//! What a browser may ask: one file per verb, each a few lines: fetch the contract, call, return.
//! Reading and changing both go by POST; nothing is changed by a GET.

mod acknowledge_list;
mod act_on_messages;
mod api_error;
mod call_stop_wrong;
mod change_policy;
mod change_signature;
mod change_storm;
mod come_back;
mod complete_recipient;
mod decide_rule;
mod detach_file;
mod discard_draft;
mod expand_audience;
mod file_draft;
mod find_audit;
mod find_lists;
mod find_verdicts;
mod give_permit;
mod grant_role;
mod ignore_conversation;
mod json;
mod keep_back;
mod leave_list;
mod list_drafts;
mod list_held;
mod list_messages;
mod list_outbox;
mod list_permits;
mod list_policies;
mod list_roles;
mod list_rules;
mod list_view;
mod open_held;
mod open_list;
mod open_message;
mod open_own;
mod open_rule;
mod open_verdict;
mod policy_in_force;
mod preview_rule;
mod propose_rule;
mod quoted_original;
mod read_distributions;
mod read_headers;
mod read_policy_file;
mod read_quota;
mod read_rules;
mod read_signature;
mod read_standing;
mod read_surroundings;
mod read_unit_numbers;
mod reject_held;
mod release_held;
mod release_own;
mod replay_policy;
#[cfg(feature = "ssr")]
mod request;
mod restore_policy;
mod save_draft;
mod send;
mod set_letter_keys;
mod set_list_view;
mod set_stop;
mod settle_unclear;
mod sign_in;
mod sign_out;
mod start_compose;
mod submit_compose;
mod suspend_list;
mod tell_wrong;
mod undo_send;
mod watch_mail;
mod withdraw_permit;
mod withdraw_policy;
mod withdraw_role;

pub(crate) use acknowledge_list::AcknowledgeList;
pub(crate) use act_on_messages::{ActOnMessages, act_on_messages, undo_act};
pub use api_error::ApiError;
pub(crate) use call_stop_wrong::call_stop_wrong;
pub(crate) use change_policy::ChangePolicy;
pub(crate) use change_signature::change_signature;
pub(crate) use change_storm::ChangeStorm;
pub(crate) use come_back::{ComeBack, come_back};
pub(crate) use complete_recipient::complete_recipient;
pub(crate) use decide_rule::{ActivateRule, ApproveRule, RemoveRule, WithdrawRule};
pub(crate) use detach_file::detach_file;
pub(crate) use discard_draft::DiscardDraft;
pub(crate) use expand_audience::expand_audience;
pub(crate) use file_draft::file_draft;
pub(crate) use find_audit::{AuditShown, find_audit};
pub(crate) use find_lists::find_lists;
pub(crate) use find_verdicts::find_verdicts;
pub(crate) use give_permit::GivePermit;
pub(crate) use grant_role::GrantRole;
pub(crate) use ignore_conversation::{IgnoreConversation, StopIgnoring, ignore_conversation, stop_ignoring};
pub(crate) use keep_back::KeepBack;
pub(crate) use leave_list::{LeaveList, leave_list};
pub(crate) use list_drafts::list_drafts;
pub(crate) use list_held::list_held;
pub(crate) use list_messages::{USUAL_DEPTH, WINDOW, list_messages};
pub(crate) use list_outbox::list_outbox;
pub(crate) use list_permits::list_permits;
pub(crate) use list_policies::list_policies;
pub(crate) use list_roles::list_roles;
pub(crate) use list_rules::list_rules;
pub(crate) use list_view::{DENSITIES, ListView};
pub(crate) use open_held::open_held;
pub(crate) use open_list::open_list;
pub(crate) use open_message::{Letter, Opened, ReplyAllState, open_message};
pub(crate) use open_own::open_own;
pub(crate) use open_rule::open_rule;
pub(crate) use open_verdict::open_verdict;
pub(crate) use policy_in_force::policy_in_force;
pub(crate) use preview_rule::preview_rule;
pub(crate) use propose_rule::ProposeRule;
pub(crate) use quoted_original::quoted_original;
pub(crate) use read_distributions::read_distributions;
pub(crate) use read_headers::read_headers;
pub(crate) use read_policy_file::read_policy_file;
pub(crate) use read_quota::read_quota;
pub(crate) use read_rules::read_rules;
pub(crate) use read_signature::read_signature;
pub(crate) use read_standing::read_standing;
pub(crate) use read_surroundings::{Surroundings, read_surroundings};
pub(crate) use read_unit_numbers::read_unit_numbers;
pub(crate) use reject_held::RejectHeld;
pub(crate) use release_held::ReleaseHeld;
pub(crate) use release_own::ReleaseOwn;
#[cfg(feature = "ssr")]
pub use replay_policy::replay_asked;
pub(crate) use replay_policy::replay_policy;
#[cfg(feature = "ssr")]
pub use request::{Contract, Peer, SetSession};
#[cfg(feature = "ssr")]
pub(crate) use request::{
    answer_form, answer_status, ask, begin_session, contract, end_session, keep_letter_keys, keep_list_view,
    letter_keys, now,
};
pub(crate) use restore_policy::RestorePolicy;
pub(crate) use save_draft::save_draft;
pub(crate) use send::send;
pub(crate) use set_letter_keys::set_letter_keys;
#[cfg(feature = "ssr")]
pub(crate) use set_list_view::SetListView;
pub(crate) use set_list_view::set_list_view;
pub(crate) use set_stop::{SetStop, scope_word};
pub(crate) use settle_unclear::SettleUnclear;
pub(crate) use sign_in::SignIn;
pub(crate) use sign_out::SignOut;
pub(crate) use start_compose::start_compose;
#[cfg(feature = "ssr")]
pub(crate) use submit_compose::ComposeForm;
pub(crate) use submit_compose::SubmitCompose;
pub(crate) use suspend_list::{ResumeList, SuspendList};
pub(crate) use tell_wrong::{TellWrong, tell_wrong};
pub(crate) use undo_send::UndoSend;
pub(crate) use watch_mail::watch_mail;
pub(crate) use withdraw_permit::WithdrawPermit;
pub(crate) use withdraw_policy::WithdrawPolicy;
pub(crate) use withdraw_role::WithdrawRole;

use levee_contract::UnixSeconds;
use serde::{Deserialize, Serialize};

/// An answer and the server's clock when it was given, so that server and browser write the same times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Timed<T> {
    pub(crate) now: UnixSeconds,
    pub(crate) value: T,
}
