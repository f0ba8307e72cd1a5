//! Typed ids: a UUID v7 inside, a prefix and 26 letters at the edge (`par_01j8…`).
//!
//! The text form is Crockford base 32 of the 128 bits, lower case: it sorts like the id itself and contains no
//! letters that are easily confused.

use data_encoding::Encoding;
use std::sync::LazyLock;
use uuid::Uuid;

/// What was wrong with an id that came from outside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct BadId;

static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut spec = data_encoding::Specification::new();
    spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spec.check_trailing_bits = false;
    spec.encoding().expect("the alphabet has 32 different letters")
});

/// Encodes bytes in the id alphabet (5 bits a letter).
pub fn encode(bytes: &[u8]) -> String {
    CROCKFORD.encode(bytes)
}

/// Decodes what [`encode`] wrote; upper case is accepted.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    CROCKFORD.decode(text.to_ascii_lowercase().as_bytes()).ok()
}

#[doc(hidden)]
pub fn format_id(prefix: &str, id: &Uuid) -> String {
    format!("{prefix}_{}", encode(id.as_bytes()))
}

#[doc(hidden)]
pub fn parse_id(prefix: &str, text: &str) -> Result<Uuid, BadId> {
    let rest = text.strip_prefix(prefix).and_then(|r| r.strip_prefix('_')).ok_or(BadId)?;
    if rest.len() != 26 {
        return Err(BadId);
    }
    let bytes = decode(rest).ok_or(BadId)?;
    Uuid::from_slice(&bytes).map_err(|_| BadId)
}

/// Declares an id newtype: `id_type!(PartnerId, "par", "A partner organisation.");`
macro_rules! id_type {
    ($name:ident, $prefix:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// The letters before the underscore.
            pub const PREFIX: &'static str = $prefix;
            /// A new id, ordered by time.
            #[expect(clippy::new_without_default, reason = "an id is never a default value")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::id::format_id($prefix, &self.0))
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::id::BadId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::id::parse_id($prefix, text).map(Self)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        $crate::column::uuid_column!($name);
    };
}

id_type!(ProgramId, "prog", "A partner program.");
id_type!(ProgramVersionId, "progv", "One published version of a program's rules.");
id_type!(SegmentId, "seg", "A segment of partners.");
id_type!(KpiTargetId, "target", "What a figure shall be in a period.");
id_type!(KpiAlertId, "alert", "Somebody is told when a figure crosses a value.");
id_type!(StageId, "stage", "A stage of a program's deals.");
id_type!(PartnerId, "par", "A partner organisation.");
id_type!(ContactId, "con", "A person at a partner.");
id_type!(OwnerId, "own", "A named owner of a partner, on either side.");
id_type!(PhaseEntryId, "phase", "One stay of a partner in a phase.");
id_type!(CompanyId, "com", "A customer or prospect.");
id_type!(MatchKeyId, "mk", "A key by which a company is found again.");
id_type!(ProductId, "prod", "A product.");
id_type!(RegistrationId, "reg", "A deal registration.");
id_type!(StepId, "step", "One step in a registration's history.");
id_type!(FindingId, "find", "One finding of the conflict check.");
id_type!(AttachmentId, "file", "A file attached to a registration.");
id_type!(QuestionId, "ask", "A question to a partner and its answer.");
id_type!(DealId, "deal", "A deal (opportunity).");
id_type!(DealLineId, "line", "A line of a deal.");
id_type!(DealStageId, "stay", "One stay of a deal in a stage.");
id_type!(ClockId, "clock", "A running promise.");
id_type!(EventId, "evt", "Something that happened.");
id_type!(JobId, "job", "A piece of work to be done later.");
id_type!(MailId, "mail", "A mail, sent or kept.");
id_type!(UserId, "usr", "A person on the vendor's side.");
id_type!(SessionId, "ses", "A signed-in browser.");
id_type!(LinkId, "lnk", "A signed link.");
id_type!(TokenId, "tok", "An API token.");
id_type!(ImportRunId, "imp", "One run of an import.");
id_type!(ImportRowId, "row", "A row an import could not place.");
id_type!(SavedViewId, "view", "A saved list view.");
id_type!(DashboardId, "dash", "A dashboard.");
id_type!(SavedQuestionId, "qst", "A question that is kept: a tile of a dashboard, or by itself.");
id_type!(CalendarId, "cal", "A business calendar.");
id_type!(ClosureId, "clos", "A closure of a business calendar.");
id_type!(ExtensionId, "ext", "A wish for longer protection.");
id_type!(DisputeId, "dis", "A dispute about who is protected.");
id_type!(EvidenceId, "evi", "A piece of evidence in a dispute.");
id_type!(ApprovalId, "appr", "One person asked in a chain of approvers.");
id_type!(CoachingRuleId, "coach", "A coaching rule that was added here.");
id_type!(RecordId, "rec", "A row that needs no name of its own outside.");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form_and_refuses_another_kind() {
        let id = PartnerId::new();
        let text = id.to_string();
        assert!(text.starts_with("par_"));
        assert_eq!(text.parse::<PartnerId>(), Ok(id));
        assert_eq!(text.to_uppercase().replace("PAR_", "par_").parse::<PartnerId>(), Ok(id));
        assert!(text.parse::<DealId>().is_err());
        assert!("par_short".parse::<PartnerId>().is_err());
    }

    #[test]
    fn text_forms_sort_like_the_ids() {
        let mut ids: Vec<_> = (0..50).map(|_| DealId::new()).collect();
        ids.sort();
        let texts: Vec<_> = ids.iter().map(ToString::to_string).collect();
        let mut sorted = texts.clone();
        sorted.sort();
        assert_eq!(texts, sorted);
    }
}
