//! Every named number of the guard's specification, once: name, default, range, unit. The admin page,
//! the loader of worlds and the check of a policy are all made from this table.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a parameter counts. Its value is always a `u64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// People, or addresses.
    People,
    /// Bytes; a megabyte is 10^6.
    Bytes,
    /// Seconds.
    Seconds,
    /// Messages, or deliveries.
    Messages,
    /// A part of 1, in millionths.
    Ratio,
    /// 0 is off, 1 is on.
    Switch,
}

/// The value of a threshold that is never reached; only `audience.permit` may have it.
pub const NEVER: u64 = u64::MAX;

/// What a [`Unit::Ratio`] counts 1 as.
pub const RATIO_ONE: u64 = 1_000_000;

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name in the specification.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// Its value where nobody set one.
    pub default: u64,
    /// The least it may be.
    pub min: u64,
    /// The most it may be.
    pub max: u64,
}

/// Where the specification gives no range: a tenth to ten times the default.
const fn around(default: u64) -> (u64, u64) {
    (default.div_ceil(10), default * 10)
}

macro_rules! parameters {
    ($($variant:ident $name:literal $unit:ident $default:expr, $range:expr;)*) => {
        /// A named number of the specification.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Parameter {
            $(#[doc = concat!("`", $name, "`")] #[serde(rename = $name)] $variant,)*
        }

        impl Parameter {
            /// Every parameter, in the order of the specification.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its row of the table.
            #[must_use]
            pub const fn row(self) -> Row {
                match self {
                    $(Self::$variant => {
                        let (min, max): (u64, u64) = $range;
                        Row { name: $name, unit: Unit::$unit, default: $default, min, max }
                    })*
                }
            }
        }
    };
}

parameters! {
    ConfirmTypeNumber "confirm.type_number" People 500, around(500);
    AudienceWarn "audience.warn" People 25, (5, 500);
    AudienceConfirm "audience.confirm" People 100, (25, 2_000);
    AudienceHold "audience.hold" People 500, (50, 10_000);
    AudienceBlock "audience.block" People 5_000, (500, 100_000);
    AudiencePermit "audience.permit" People 50_000, (5_000, NEVER);
    ReplyAllWarn "reply_all.warn" People 10, (3, 100);
    ReplyAllConfirm "reply_all.confirm" People 25, (10, 500);
    ReplyAllBlock "reply_all.block" People 100, (25, 5_000);
    ReplyAllDefault "reply_all.default" Switch 0, (0, 1);
    DiscussionConfirm "discussion.confirm" People 500, (50, 50_000);
    ReplyToConfirm "reply_to.confirm" People 25, around(25);
    HandmadeAge "handmade.age" Seconds 7 * DAY, around(7 * DAY);
    HandmadeMin "handmade.min" People 50, around(50);
    HandmadeOverlap "handmade.overlap" Ratio 800_000, around(800_000);
    ListNewAge "list.new_age" Seconds DAY, around(DAY);
    ListNewSize "list.new_size" People 500, around(500);
    ListMaxStale "list.max_stale" Seconds DAY, around(DAY);
    ListRequireSenders "list.require_senders" People 500, around(500);
    VolumeConfirm "volume.confirm" Bytes 250_000_000, around(250_000_000);
    VolumeHold "volume.hold" Bytes 2_000_000_000, around(2_000_000_000);
    VolumeMax "volume.max" Bytes 20_000_000_000, around(20_000_000_000);
    DiscloseWarn "disclose.warn" People 15, around(15);
    DiscloseConfirm "disclose.confirm" People 25, around(25);
    RateDay "rate.day" Messages 5_000, around(5_000);
    RateMinute "rate.minute" Messages 30, around(30);
    SplitWindow "split.window" Seconds HOUR, around(HOUR);
    DuplicateWindow "duplicate.window" Seconds 30 * MINUTE, around(30 * MINUTE);
    RecallMax "recall.max" People 25, around(25);
    StormMinAudience "storm.min_audience" People 500, (10, 5_000);
    StormWindow "storm.window" Seconds 10 * MINUTE, around(10 * MINUTE);
    StormReplies "storm.replies" Messages 5, around(5);
    StormSenders "storm.senders" People 3, around(3);
    StormBudget "storm.budget" Messages 25_000, around(25_000);
    StormBlock "storm.block" Seconds 6 * HOUR, around(6 * HOUR);
    StormQuiet "storm.quiet" People 10, around(10);
    StopMinAudience "stop.min_audience" People 25, around(25);
    StopLease "stop.lease" Seconds 5, around(5);
    BreakGlassMax "break_glass.max" People 50, around(50);
    BreakGlassPerDay "break_glass.per_day" Messages 3, around(3);
    BreakGlassIncidentMax "break_glass.incident_max" People 5_000, (50, 100_000);
    HoldExpiry "hold.expiry" Seconds 4 * HOUR, around(4 * HOUR);
    UndoShort "undo.short" Seconds 10, around(10);
    UndoLong "undo.long" Seconds 60, around(60);
    UndoLongest "undo.longest" Seconds 300, around(300);
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl Parameter {
    /// The name in the specification.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The parameter of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.name() == name)
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
