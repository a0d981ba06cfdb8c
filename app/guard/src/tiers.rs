//! The two tables of tiers (section 5): how many people call for which ruling, for whom.

use crate::code::Code;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Approvers;

/// What a table says in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) ruling: Ruling,
    pub(crate) code: Code,
    pub(crate) approvers: Approvers,
}

/// The cell that a number of people reaches, and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tier {
    pub(crate) cell: Cell,
    pub(crate) begins: u64,
}

/// One row: ordinary, authorised, discussion.
type Row = (Parameter, Option<Cell>, Option<Cell>, Option<Cell>);

const fn cell(ruling: Ruling, code: Code) -> Option<Cell> {
    Some(Cell { ruling, code, approvers: Approvers::One })
}

use Code::{AudConfirm, AudHold, AudLarge, AudMax, RaLarge, RaMass};
use Ruling::{Block, Confirm, Hold, Warn};

/// Messages that are no conversation. There is no column *discussion*; it is filled with *ordinary*.
const AUDIENCE: [Row; 5] = [
    (Parameter::AudienceWarn, cell(Warn, AudLarge), None, cell(Warn, AudLarge)),
    (Parameter::AudienceConfirm, cell(Confirm, AudConfirm), cell(Warn, AudLarge), cell(Confirm, AudConfirm)),
    (Parameter::AudienceHold, cell(Hold, AudHold), cell(Confirm, AudConfirm), cell(Hold, AudHold)),
    (Parameter::AudienceBlock, cell(Block, AudMax), cell(Hold, AudHold), cell(Block, AudMax)),
    (Parameter::AudiencePermit, cell(Block, AudMax), cell(Block, AudMax), cell(Block, AudMax)),
];

/// Conversations.
const REPLY: [Row; 6] = [
    (Parameter::ReplyAllWarn, cell(Warn, RaLarge), None, None),
    (Parameter::ReplyAllConfirm, cell(Confirm, RaLarge), None, None),
    (Parameter::ReplyAllBlock, cell(Block, RaMass), cell(Confirm, RaLarge), cell(Warn, RaLarge)),
    (Parameter::DiscussionConfirm, cell(Block, RaMass), cell(Confirm, RaLarge), cell(Confirm, RaLarge)),
    (Parameter::AudienceBlock, cell(Block, RaMass), cell(Hold, RaLarge), cell(Hold, RaLarge)),
    (Parameter::AudiencePermit, cell(Block, RaMass), cell(Block, RaMass), cell(Block, RaMass)),
];

impl Situation<'_> {
    /// The highest tier that so many people reach, in the table and column of this message.
    pub(crate) fn tier(&self, people: u64) -> Option<Tier> {
        let (table, held) = if self.conversational { (&REPLY[..], RaLarge) } else { (&AUDIENCE[..], AudHold) };
        let authorised = self.is_authorised();
        let discussion = self.conversational && self.discussion().is_unknown_or(|talk| talk);
        let permitted = self.facts.sender.permit.is_unknown_or(|permit| permit >= people);
        let cells = table.iter().map(|(parameter, ordinary, named, talk)| {
            let named = if *parameter == Parameter::AudiencePermit && permitted {
                Some(Cell { ruling: Hold, code: held, approvers: Approvers::Two })
            } else {
                *named
            };
            let cell = match (authorised, discussion) {
                (false, false) => *ordinary,
                (true, false) => named,
                (false, true) => *talk,
                (true, true) => softer(named, *talk),
            };
            (self.limit(*parameter), cell)
        });
        // A cell that goes on over several rows begins with the first of them.
        let mut reached: Option<(Option<Cell>, u64)> = None;
        for (begins, cell) in cells.filter(|(begins, _)| people >= *begins) {
            if reached.is_none_or(|(before, _)| before != cell) {
                reached = Some((cell, begins));
            }
        }
        let (cell, begins) = reached?;
        Some(Tier { cell: cell?, begins })
    }

    /// The tier with which the audience itself is judged: of an ordinary sender who writes to these
    /// participants often, nothing is asked (section 5, *habit*).
    pub(crate) fn own_tier(&self, people: u64) -> Option<Tier> {
        let tier = self.tier(people)?;
        if tier.cell.code == AudConfirm && !self.is_authorised() && self.has_habit() {
            let begins = self.limit(Parameter::AudienceWarn).min(tier.begins);
            return cell(Warn, AudLarge).map(|cell| Tier { cell, begins });
        }
        Some(tier)
    }

    /// How many people release it (section 11).
    pub(crate) fn approvers(&self) -> Approvers {
        let two = self.people().is_some_and(|people| {
            people >= TWO_APPROVERS_FROM || self.tier(people).is_some_and(|t| t.cell.approvers == Approvers::Two)
        });
        match (two, self.policy.approvers_apart) {
            (false, _) => Approvers::One,
            (true, false) => Approvers::Two,
            (true, true) => Approvers::TwoOrganisations,
        }
    }
}

/// From so many people on two approvers release, whatever the tier.
const TWO_APPROVERS_FROM: u64 = 50_000;

fn softer(one: Option<Cell>, other: Option<Cell>) -> Option<Cell> {
    let ruling = |cell: Option<Cell>| cell.map_or(Ruling::Allow, |c| c.ruling);
    if ruling(other) < ruling(one) { other } else { one }
}
