use crate::Ctx;
use kernel::id::{DealId, EventId, PartnerId, ProgramId, RegistrationId};
use kernel::{Instant, Outcome, text_enum};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use storage::{Tx, entity};

text_enum! {
    /// Everything that can happen. The sentence for a reader is `event-<word with - for . and _>` in Fluent.
    pub enum EventKind {
        PartnerCreated = "partner.created",
        PartnerChanged = "partner.changed",
        PartnerNoted = "partner.noted",
        PartnerOwnerChanged = "partner.owner_changed",
        PartnerContactAdded = "partner.contact_added",
        PartnerContactChanged = "partner.contact_changed",
        PartnerJoinedProgram = "partner.joined_program",
        PartnerLeftProgram = "partner.left_program",
        PartnerStatusChanged = "partner.status_changed",
        PartnerSegmentChanged = "partner.segment_changed",
        PartnerLinkMade = "partner.link_made",
        PartnerLinkRevoked = "partner.link_revoked",
        PartnerPhaseMoved = "partner.phase_moved",
        PartnerCriterionChecked = "partner.criterion_checked",
        PartnerNextStepSet = "partner.next_step_set",
        ProgramCreated = "program.created",
        FormPublished = "form.published",
        ProgramPublished = "program.published",
        ProgramChanged = "program.changed",
        SegmentChanged = "segment.changed",
        ProductChanged = "product.changed",
        DashboardCreated = "dashboard.created",
        DashboardChanged = "dashboard.changed",
        DashboardRemoved = "dashboard.removed",
        CompanyCreated = "company.created",
        CompanyIdentityChanged = "company.identity_changed",
        CompanyNamed = "company.named",
        CompanyReleased = "company.released",
        CompanyMerged = "company.merged",
        CompanyUnmerged = "company.unmerged",
        RegistrationSubmitted = "registration.submitted",
        RegistrationConfirmed = "registration.confirmed",
        RegistrationAssigned = "registration.assigned",
        RegistrationStandIn = "registration.stand_in",
        RegistrationReviewStarted = "registration.review_started",
        RegistrationInformationRequested = "registration.information_requested",
        RegistrationInformationGiven = "registration.information_given",
        RegistrationApproved = "registration.approved",
        RegistrationDeclined = "registration.declined",
        RegistrationWithdrawn = "registration.withdrawn",
        RegistrationExpired = "registration.expired",
        RegistrationEdited = "registration.edited",
        RegistrationReopened = "registration.reopened",
        RegistrationResubmitted = "registration.resubmitted",
        RegistrationAppealed = "registration.appealed",
        RegistrationCancelled = "registration.cancelled",
        RegistrationAccountAwaited = "registration.account_awaited",
        RegistrationAccountReady = "registration.account_ready",
        RegistrationSentForApproval = "registration.sent_for_approval",
        RegistrationStepApproved = "registration.step_approved",
        RegistrationConverted = "registration.converted",
        RegistrationWon = "registration.won",
        RegistrationLost = "registration.lost",
        RegistrationSaleReopened = "registration.sale_reopened",
        RegistrationExpiring = "registration.expiring",
        RegistrationExtensionAsked = "registration.extension_asked",
        RegistrationExtensionRefused = "registration.extension_refused",
        RegistrationExtended = "registration.extended",
        RegistrationReinstated = "registration.reinstated",
        RegistrationRoleGranted = "registration.role_granted",
        RegistrationProtectedBeside = "registration.protected_beside",
        RegistrationBesideDecided = "registration.beside_decided",
        RegistrationProtectionMoved = "registration.protection_moved",
        DisputeOpened = "dispute.opened",
        DisputeEvidenceAdded = "dispute.evidence_added",
        DisputeDecided = "dispute.decided",
        DisputeAppealed = "dispute.appealed",
        RegistrationNoted = "registration.noted",
        RegistrationFileAdded = "registration.file_added",
        RegistrationFileRemoved = "registration.file_removed",
        RegistrationQuiet = "registration.quiet",
        RegistrationProgress = "registration.progress",
        FindingSetAside = "registration.finding_set_aside",
        FindingRestored = "registration.finding_restored",
        RegistrationImported = "registration.imported",
        ClockBreached = "clock.breached",
        ClockEscalated = "clock.escalated",
        CalendarChanged = "calendar.changed",
        MailPreferenceChanged = "mail.preference_changed",
        DealCreated = "deal.created",
        DealChanged = "deal.changed",
        DealStageMoved = "deal.stage_moved",
        DealWon = "deal.won",
        DealLost = "deal.lost",
        DealReopened = "deal.reopened",
        DealNoted = "deal.noted",
        ImportStarted = "import.started",
        ImportFinished = "import.finished",
        UserCreated = "user.created",
        UserChanged = "user.changed",
        UserSignedIn = "user.signed_in",
        UserAbsenceSet = "user.absence_set",
        UserAbsenceEnded = "user.absence_ended",
        SessionRevoked = "session.revoked",
        TokenCreated = "token.created",
        TokenRevoked = "token.revoked",
        SettingsChanged = "settings.changed",
        ExchangeRatesImported = "settings.rates_imported",
        KpiPoliciesChanged = "kpi.policies_changed",
        CoachingRuleChanged = "coaching.rule_changed",
        HealthPoliciesChanged = "health.policies_changed",
        KpiAlertSet = "kpi.alert_set",
        KpiAlertRemoved = "kpi.alert_removed",
        KpiAlerted = "kpi.alerted",
        KpiTargetSet = "settings.target_set",
        KpiTargetRemoved = "settings.target_removed",
        MailSent = "mail.sent",
        MailFailed = "mail.failed",
    }
}

/// Something that happened, and what it is about.
#[derive(Debug, Clone)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// When, if not now (imports bring the past).
    pub at: Option<Instant>,
    /// The program it belongs to.
    pub program: Option<ProgramId>,
    /// The partner whose timeline shows it.
    pub partner: Option<PartnerId>,
    /// The registration whose timeline shows it.
    pub registration: Option<RegistrationId>,
    /// The deal whose timeline shows it.
    pub deal: Option<DealId>,
    /// Values for the sentence and for listeners: before and after, reasons, names. Never a secret.
    pub payload: serde_json::Value,
}

impl Event {
    /// An event that is about nothing in particular yet.
    pub fn new(kind: EventKind) -> Self {
        Self {
            kind,
            at: None,
            program: None,
            partner: None,
            registration: None,
            deal: None,
            payload: serde_json::json!({}),
        }
    }
    /// About this program.
    #[must_use]
    pub fn program(mut self, id: impl Into<Option<ProgramId>>) -> Self {
        self.program = id.into();
        self
    }
    /// About this partner.
    #[must_use]
    pub fn partner(mut self, id: impl Into<Option<PartnerId>>) -> Self {
        self.partner = id.into();
        self
    }
    /// About this registration.
    #[must_use]
    pub fn registration(mut self, id: impl Into<Option<RegistrationId>>) -> Self {
        self.registration = id.into();
        self
    }
    /// About this deal.
    #[must_use]
    pub fn deal(mut self, id: impl Into<Option<DealId>>) -> Self {
        self.deal = id.into();
        self
    }
    /// With these values.
    #[must_use]
    pub fn with(mut self, payload: serde_json::Value) -> Self {
        self.payload = payload;
        self
    }
    /// In the past.
    #[must_use]
    pub fn at(mut self, at: Instant) -> Self {
        self.at = Some(at);
        self
    }
}

/// Appends the event and brings the kept KPI facts of what it is about up to date, in the operation's transaction.
///
/// # Errors
/// The database's.
pub async fn record(tx: &Tx, cx: &Ctx, event: Event) -> Outcome<EventId> {
    let id = EventId::new();
    entity::event::ActiveModel {
        id: Set(id),
        kind: Set(event.kind.as_str().to_owned()),
        at: Set(event.at.unwrap_or_else(|| cx.now())),
        actor_kind: Set(cx.actor.kind().to_owned()),
        actor_id: Set(cx.actor.id()),
        actor_name: Set(cx.actor.name().to_owned()),
        channel: Set(cx.channel),
        program_id: Set(event.program),
        partner_id: Set(event.partner),
        registration_id: Set(event.registration),
        deal_id: Set(event.deal),
        payload: Set(event.payload.to_string()),
    }
    .insert(tx)
    .await?;
    crate::grow::kpi::keep(tx, &event).await?;
    Ok(id)
}

/// As [`record`], for many events of one batch.
///
/// # Errors
/// The database's.
pub async fn record_many(tx: &Tx, cx: &Ctx, events: Vec<Event>) -> Outcome<()> {
    // Twelve values a row: well below what one statement takes on either database. Imports write millions of these, so the
    // statement is put together by hand and always has the same text, which the connection has prepared already.
    for chunk in events.chunks(250) {
        let mut sql = storage::Sql::new(
            "INSERT INTO event (id, kind, at, actor_kind, actor_id, actor_name, channel, program_id, partner_id, registration_id, deal_id, payload) VALUES ",
        );
        for (row, event) in chunk.iter().enumerate() {
            sql = sql.push(if row == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>([
                EventId::new().into(),
                event.kind.as_str().into(),
                event.at.unwrap_or_else(|| cx.now()).into(),
                cx.actor.kind().into(),
                cx.actor.id().into(),
                cx.actor.name().into(),
                cx.channel.into(),
                event.program.into(),
                event.partner.into(),
                event.registration.into(),
                event.deal.into(),
                event.payload.to_string().into(),
            ]);
        }
        sql.execute(tx).await?;
    }
    crate::grow::kpi::keep_many(tx, &events).await
}
