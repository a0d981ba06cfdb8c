//! Warned, asked or held: the number beside the recipients, what comes of it, and what can be done.

use super::block_panel::KeepAsDraft;
use super::call_wrong::CallWarningWrong;
use super::composing::{Composing, Judged};
use super::remedies::{Rank, Remedies};
use super::why::Why;
use crate::view::part::{Glyph, Icon, Said};
use crate::words::en::{count, follow_up, sentence};
use leptos::prelude::*;
use levee_guard::{Code, Finding, Parameter, Ruling};

/// The strictest finding, and the others under it; more than one of them is folded.
#[component]
pub(crate) fn AudienceBar(judged: Judged) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let policy = untrack(|| composing.policy());
    let number = |parameter| policy.as_ref().map_or(0, |p| p.policy.get(parameter));
    let ruling = judged.verdict.ruling();
    let reached = judged.context.people;
    let types_number = (reached >= number(Parameter::ConfirmTypeNumber)).then_some(reached);
    let after = follow_up(&judged.verdict, types_number, number(Parameter::HoldExpiry));
    let mut lines = judged.verdict.findings.iter().enumerate().map(|(place, finding)| {
        let after = after.clone().filter(|_| place == 0);
        view! { <Line judged=judged.clone() finding=finding.clone() after /> }
    });
    let first = lines.next();
    let others: Vec<_> = lines.collect();
    let folded = match others.len() as u64 {
        0 | 1 => others.into_any(),
        more => view! {
            <details>
                <summary>"and " {count(more)} " more"</summary>
                {others}
            </details>
        }
        .into_any(),
    };
    view! {
        <div class="audience">
            <Why judged=judged.clone() short=format!("Why {}?", count(reached)) />
            {first}
            {folded}
            {(ruling == Ruling::Warn).then(|| view! { <CallWarningWrong /> })}
        </div>
    }
}

/// A finding: its sentence, the small line after it, and from *confirm* up its remedies.
#[component]
fn Line(judged: Judged, finding: Finding, after: Option<String>) -> impl IntoView {
    let glyph = if finding.ruling == Ruling::Hold { Glyph::Hourglass } else { glyph(finding.code) };
    let said = sentence(&finding, &judged.context);
    let ruling = judged.verdict.ruling();
    let offered = if finding.ruling > Ruling::Warn { finding.remedies } else { Vec::new() };
    let context = judged.context;
    let buttons = if finding.ruling == Ruling::Hold && after.is_some() {
        view! { <Remedies offered ruling context rank=Rank::Plain><KeepAsDraft class="button" /></Remedies> }.into_any()
    } else {
        view! { <Remedies offered ruling context rank=Rank::Plain /> }.into_any()
    };
    view! {
        <div class="finding">
            <Icon glyph />
            <div>
                <p class="say"><Said sentence=said /></p>
                {after.map(|after| view! { <p class="after">{after}</p> })}
                {buttons}
            </div>
        </div>
    }
}

/// What a finding is about, at a glance.
pub(crate) fn glyph(code: Code) -> Glyph {
    match code {
        Code::VolConfirm | Code::VolHold | Code::VolMax | Code::AttachMissing => Glyph::Clip,
        Code::Disclose | Code::LookalikeDomain | Code::AudUnknown => Glyph::Building,
        Code::RaLarge | Code::RaMass | Code::RaOnBcc | Code::RaHandmade | Code::ReplytoList => Glyph::ReplyAll,
        Code::ListSizeJump | Code::ListNew | Code::ListRuleUnscoped | Code::ListEmpty | Code::AudDrift => Glyph::Group,
        Code::RateDay | Code::RateMinute | Code::SplitSend | Code::DupBroadcast => Glyph::Clock,
        _ => Glyph::Warn,
    }
}
