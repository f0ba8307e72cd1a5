//! What a program says: phases with exit criteria, clocks, protection. Published as a whole; each publication is a version.

use kernel::words::{OwnerRole, Phase, ProgramKind};
use kernel::{Failure, Locale, Outcome};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use storage::Sql;

/// How protection can be made longer, by request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExtensionRules {
    /// How often for one registration; 0: not at all. At most 20.
    pub limit: u32,
    /// How many days a yes adds unless it names another day, 1 to 366.
    pub days: u32,
}

impl Default for ExtensionRules {
    fn default() -> Self {
        Self { limit: 2, days: 30 }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// German.
    pub de: String,
}

impl Bilingual {
    /// The text in `locale`; the other language when it is empty.
    pub fn text(&self, locale: Locale) -> &str {
        let (first, second) = match locale {
            Locale::En => (&self.en, &self.de),
            Locale::De => (&self.de, &self.en),
        };
        if first.is_empty() { second } else { first }
    }
}

/// How an exit criterion is found to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CriterionCheck {
    /// A person ticks it.
    Manual,
    /// The partner has at least one active contact with an e-mail address.
    HasContact,
    /// A partner manager is named on the vendor's side and a lead on the partner's.
    HasOwners,
    /// The date of signing is known.
    Signed,
    /// At least one registration was submitted.
    RegisteredDeal,
    /// At least one registration was approved.
    ApprovedRegistration,
    /// At least one deal was won.
    WonDeal,
}

/// What must be true before a partner leaves a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExitCriterion {
    /// Stable within the phase.
    pub key: String,
    /// What it says.
    pub label: Bilingual,
    /// How it is found to be met.
    pub check: CriterionCheck,
}

/// One of the five phases, as this program lives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseDefinition {
    /// Which.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// Steps a partner takes in this phase, in order.
    pub stages: Vec<Bilingual>,
    /// What must be true before it ends.
    pub exit_criteria: Vec<ExitCriterion>,
    /// Who on the vendor's side is responsible.
    #[schema(value_type = String)]
    pub responsible: OwnerRole,
    /// How long it should take; a partner beyond it counts as stuck.
    pub expected_days: Option<u32>,
}

/// A promise: how long we may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "unit", content = "amount")]
pub enum Promise {
    /// Hours on the clock, nights and week-ends included.
    Hours(u32),
    /// Days on which we work.
    BusinessDays(u32),
}

/// The promises of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// Until a person answers a registration at all.
    pub first_answer: Promise,
    /// Until it is decided; stands while the partner is asked.
    pub decision: Promise,
    /// How long the partner has for an answer before they are reminded, once.
    #[serde(default = "Clocks::five_business_days")]
    pub information: Promise,
    /// Until a dispute is decided.
    #[serde(default = "Clocks::five_business_days")]
    pub dispute: Promise,
}

impl Clocks {
    /// What programs say that were published before there was a choice.
    pub(crate) fn five_business_days() -> Promise {
        Promise::BusinessDays(5)
    }
}

/// Everything a program says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgramDefinition {
    /// All five, in order.
    pub phases: Vec<PhaseDefinition>,
    /// The promises.
    pub clocks: Clocks,
    /// How long an approved registration is protected, days.
    pub protection_days: u32,
    /// How protection can be made longer.
    #[serde(default)]
    pub extension: ExtensionRules,
    /// Shown on the public registration page.
    pub introduction: Bilingual,
    /// Who must say yes, when nobody need to, and how often a partner may ask again.
    #[serde(default)]
    pub approval: super::ApprovalRules,
    /// What a finding of the conflict check does.
    #[serde(default)]
    pub conflicts: super::ConflictRules,
    /// Windows of single products, limits, and what keeps protection alive.
    #[serde(default)]
    pub protection: super::ProtectionRules,
}

impl ProgramDefinition {
    /// The definition of `phase`.
    pub fn phase(&self, phase: Phase) -> Option<&PhaseDefinition> {
        self.phases.iter().find(|p| p.phase == phase)
    }
}

/// The definition of a program as published in `version`.
///
/// # Errors
/// `NotFound` when there is no such version.
pub async fn definition(
    db: &impl ConnectionTrait,
    program: kernel::id::ProgramId,
    version: i64,
) -> Outcome<ProgramDefinition> {
    let json = Sql::new("SELECT definition FROM program_version WHERE program_id = ")
        .bind(program)
        .push(" AND definition_version = ")
        .bind(version)
        .value::<String>(db)
        .await?
        .ok_or(Failure::NotFound)?;
    serde_json::from_str(&json).map_err(Failure::internal)
}

fn label(en: &str, de: &str) -> Bilingual {
    Bilingual { en: en.to_owned(), de: de.to_owned() }
}

fn criterion(key: &str, check: CriterionCheck, en: &str, de: &str) -> ExitCriterion {
    ExitCriterion { key: key.to_owned(), label: label(en, de), check }
}

/// The template of a kind of program: sensible from the first day, editable throughout.
pub fn template(kind: ProgramKind) -> ProgramDefinition {
    use CriterionCheck as C;
    let first_success = match kind {
        ProgramKind::Reseller | ProgramKind::Referral => {
            criterion("first_registration", C::RegisteredDeal, "First deal registered", "Erster Deal registriert")
        }
        ProgramKind::Integrator | ProgramKind::Services => {
            criterion("first_project", C::Manual, "First joint project scoped", "Erstes gemeinsames Projekt umrissen")
        }
        ProgramKind::Technology => {
            criterion("integration_live", C::Manual, "Integration released", "Integration veröffentlicht")
        }
    };
    let onboarding_days = match kind {
        ProgramKind::Referral => 30,
        ProgramKind::Reseller => 45,
        ProgramKind::Integrator | ProgramKind::Services | ProgramKind::Technology => 60,
    };
    let phases = vec![
        PhaseDefinition {
            phase: Phase::Attract,
            stages: vec![
                label("Candidate", "Kandidat"),
                label("First call", "Erstgespräch"),
                label("Agreement", "Vereinbarung"),
            ],
            exit_criteria: vec![
                criterion("profile_fits", C::Manual, "Fits the partner profile", "Passt zum Partnerprofil"),
                criterion("contact_known", C::HasContact, "A contact is known", "Ein Kontakt ist bekannt"),
                criterion("signed", C::Signed, "Agreement signed", "Vereinbarung unterschrieben"),
            ],
            responsible: OwnerRole::PartnerManager,
            expected_days: Some(60),
        },
        PhaseDefinition {
            phase: Phase::Onboard,
            stages: vec![label("Kick-off", "Auftakt"), label("Training", "Schulung"), label("Ready", "Bereit")],
            exit_criteria: vec![
                criterion(
                    "owners_named",
                    C::HasOwners,
                    "Owners named on both sides",
                    "Verantwortliche auf beiden Seiten benannt",
                ),
                criterion("trained", C::Manual, "Sellers trained", "Vertrieb geschult"),
                first_success,
            ],
            responsible: OwnerRole::PartnerManager,
            expected_days: Some(onboarding_days),
        },
        PhaseDefinition {
            phase: Phase::Cosell,
            stages: vec![label("First deals", "Erste Deals"), label("Regular pipeline", "Stetige Pipeline")],
            exit_criteria: vec![
                criterion(
                    "approved",
                    C::ApprovedRegistration,
                    "A registration was approved",
                    "Eine Registrierung wurde angenommen",
                ),
                criterion("won", C::WonDeal, "First deal won", "Erster Deal gewonnen"),
            ],
            responsible: OwnerRole::SalesLead,
            expected_days: Some(180),
        },
        PhaseDefinition {
            phase: Phase::Grow,
            stages: vec![label("Growth plan", "Wachstumsplan"), label("Joint marketing", "Gemeinsames Marketing")],
            exit_criteria: vec![criterion(
                "plan_reviewed",
                C::Manual,
                "Growth plan reviewed",
                "Wachstumsplan besprochen",
            )],
            responsible: OwnerRole::PartnerManager,
            expected_days: None,
        },
        PhaseDefinition {
            phase: Phase::Renew,
            stages: vec![label("Review", "Review"), label("Decision", "Entscheidung")],
            exit_criteria: vec![criterion(
                "decided",
                C::Manual,
                "Decision taken: renew, pause or exit",
                "Entscheidung getroffen: verlängern, pausieren oder beenden",
            )],
            responsible: OwnerRole::PartnerManager,
            expected_days: Some(30),
        },
    ];
    ProgramDefinition {
        phases,
        clocks: Clocks {
            first_answer: Promise::Hours(24),
            decision: Promise::BusinessDays(2),
            information: Promise::BusinessDays(5),
            dispute: Promise::BusinessDays(5),
        },
        protection_days: 90,
        extension: ExtensionRules::default(),
        approval: super::ApprovalRules::default(),
        conflicts: super::ConflictRules::default(),
        protection: super::ProtectionRules::default(),
        introduction: label(
            "Tell us about the customer you are working with. We answer within 24 hours.",
            "Sagen Sie uns, mit welchem Kunden Sie arbeiten. Wir antworten innerhalb von 24 Stunden.",
        ),
    }
}

/// A deal stage of a new program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageTemplate {
    /// Stable key.
    pub key: &'static str,
    /// Name.
    pub name: Bilingual,
    /// What a deal in this stage is.
    pub outcome: kernel::words::DealOutcome,
}

/// The deal stages of a new program, in order.
pub fn stage_templates() -> Vec<StageTemplate> {
    use kernel::words::DealOutcome::{Lost, Open, Won};
    [
        ("qualified", "Qualified", "Qualifiziert", Open),
        ("evaluation", "Evaluation", "Evaluierung", Open),
        ("proposal", "Proposal", "Angebot", Open),
        ("negotiation", "Negotiation", "Verhandlung", Open),
        ("won", "Won", "Gewonnen", Won),
        ("lost", "Lost", "Verloren", Lost),
    ]
    .into_iter()
    .map(|(key, en, de, outcome)| StageTemplate { key, name: label(en, de), outcome })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_defines_the_five_phases_in_order_and_survives_json() {
        for kind in ProgramKind::ALL {
            let definition = template(*kind);
            let phases: Vec<_> = definition.phases.iter().map(|p| p.phase).collect();
            assert_eq!(phases, Phase::ALL);
            let json = serde_json::to_string(&definition).expect("json");
            assert_eq!(serde_json::from_str::<ProgramDefinition>(&json).expect("own json"), definition);
        }
    }
}
