//! The field's words that are stored: phases, states, roles, outcomes.

use crate::text_enum;

text_enum! {
    /// A phase of the partner lifecycle. A partner is in exactly one per program.
    pub enum Phase {
        /// Attract & qualify.
        Attract = "attract",
        /// Onboard & enable.
        Onboard = "onboard",
        /// Activate & co-sell.
        Cosell = "cosell",
        /// Grow & retain.
        Grow = "grow",
        /// Renew or exit.
        Renew = "renew",
    }
}
text_enum! {
    /// What a program is for.
    pub enum ProgramKind {
        Reseller = "reseller",
        Referral = "referral",
        Integrator = "integrator",
        Technology = "technology",
        Services = "services",
    }
}
text_enum! {
    /// Whether the relation with a partner is alive.
    pub enum PartnerStatus {
        Active = "active",
        Paused = "paused",
        Exited = "exited",
    }
}
text_enum! {
    /// What a named owner answers for.
    pub enum OwnerRole {
        PartnerManager = "partner_manager",
        SalesLead = "sales_lead",
        MarketingLead = "marketing_lead",
    }
}
text_enum! {
    /// Whose owner: a user of the vendor or a contact of the partner.
    pub enum Side {
        Vendor = "vendor",
        Partner = "partner",
    }
}
text_enum! {
    /// What a contact does at the partner.
    pub enum ContactRole {
        Seller = "seller",
        Engineer = "engineer",
        Marketer = "marketer",
        Principal = "principal",
    }
}
text_enum! {
    /// Where a registration stands with the vendor. Not the sale's stage.
    pub enum RegistrationStatus {
        /// Begun, not sent.
        Draft = "draft",
        /// Sent by somebody unknown; waits for the e-mail to be confirmed.
        Unconfirmed = "unconfirmed",
        /// Received.
        Submitted = "submitted",
        /// The conflict check runs.
        Checking = "checking",
        /// A person has it.
        InReview = "in_review",
        /// The partner was asked something; the decision clock stands.
        InformationRequested = "information_requested",
        /// Waits for approvers.
        PendingApproval = "pending_approval",
        /// The customer account itself needs approval first.
        AccountPending = "account_pending",
        /// Approved and protected.
        Approved = "approved",
        Declined = "declined",
        Withdrawn = "withdrawn",
        Cancelled = "cancelled",
        Disputed = "disputed",
        /// Protection ends soon.
        Expiring = "expiring",
        /// Protection has ended.
        Expired = "expired",
        /// Became an opportunity in the CRM.
        Converted = "converted",
        Won = "won",
        Lost = "lost",
    }
}
text_enum! {
    /// The vendor's answer to a registration.
    pub enum Decision {
        Approved = "approved",
        Declined = "declined",
    }
}
text_enum! {
    /// What an approval gives a partner.
    pub enum GrantedRole {
        /// The customer is theirs until the protection ends.
        Protected = "protected",
        /// They brought the customer; no protection.
        Referral = "referral",
        /// They do services for the customer; no protection.
        Services = "services",
    }
}
text_enum! {
    /// How a person decides where another protection stands in the scope already.
    pub enum BesideChoice {
        /// Approved as a referral, without protection.
        Referral = "referral",
        /// Approved for services, without protection.
        Services = "services",
        /// Both are protected.
        Beside = "beside",
        /// The customer's written choice moves the protection here.
        CustomerChoice = "customer_choice",
    }
}
text_enum! {
    /// How a deal stands.
    pub enum DealOutcome {
        Open = "open",
        Won = "won",
        Lost = "lost",
    }
}
text_enum! {
    /// What a partner registers.
    #[derive(Default)]
    pub enum RegistrationKind {
        /// A deal: amount and close are known.
        #[default]
        Deal = "deal",
        /// A lead: somebody may buy; how much and when, nobody knows yet.
        Lead = "lead",
    }
}
text_enum! {
    /// Where a deal came from.
    pub enum DealSource {
        Registered = "registered",
        Imported = "imported",
        Direct = "direct",
    }
}
text_enum! {
    /// A promise with a due time.
    pub enum ClockKind {
        FirstAnswer = "first_answer",
        Decision = "decision",
        Information = "information",
        Dispute = "dispute",
        Approval = "approval",
    }
}
text_enum! {
    /// What a signed link opens.
    pub enum LinkPurpose {
        /// Signs a user in, once.
        SignIn = "sign_in",
        /// Makes the first administrator, once.
        FirstAdministrator = "first_administrator",
        /// Shows one registration to the partner.
        RegistrationStatus = "registration_status",
        /// The personal registration link of a contact.
        Register = "register",
        /// Confirms the e-mail of an unknown sender, once.
        ConfirmRegistration = "confirm_registration",
        /// A contact's own registrations.
        MyRegistrations = "my_registrations",
        /// Which mails somebody wants.
        MailPreferences = "mail_preferences",
        /// Lets one person of the vendor answer one registration from a mail, once.
        Answer = "answer",
    }
}
text_enum! {
    /// What became of asking one approver.
    pub enum ApprovalState {
        /// Their step has not come.
        Later = "later",
        /// They are to answer.
        Asked = "asked",
        Approved = "approved",
        Declined = "declined",
        /// Their answer is no longer needed.
        Passed = "passed",
    }
}
text_enum! {
    /// What the conflict check found.
    pub enum FindingKind {
        SameDomain = "same_domain",
        SameName = "same_name",
        KnownAlias = "known_alias",
        OpenDirectDeal = "open_direct_deal",
        /// Another partner works on this customer in a deal already.
        OtherPartnerDeal = "other_partner_deal",
        LiveRegistration = "live_registration",
        /// The same partner has a live registration for this customer.
        OwnRegistration = "own_registration",
        /// A company spelled much like it, or that agrees in what it rarely shares with another.
        SimilarCompany = "similar_company",
        /// Our own sales keep this customer for themselves.
        NamedAccount = "named_account",
        /// Another partner's live registration for this customer, of another product or country.
        OtherScope = "other_scope",
    }
}
text_enum! {
    /// What a finding does to a registration.
    pub enum FindingEffect {
        /// It is shown, and holds nothing up.
        Inform = "inform",
        /// A person looks at it before the registration is approved.
        Ask = "ask",
        /// The registration is not approved before the finding is set aside.
        Block = "block",
    }
}
text_enum! {
    /// How sure a finding is.
    pub enum FindingLevel {
        Same = "same",
        Likely = "likely",
        Possible = "possible",
    }
}
text_enum! {
    /// Where a wish for more protection stands.
    pub enum ExtensionStatus {
        Pending = "pending",
        Granted = "granted",
        Refused = "refused",
    }
}
text_enum! {
    /// Who is at odds.
    pub enum DisputeKind {
        /// Two partners on one customer.
        Partners = "partners",
        /// Direct sales and a partner.
        Direct = "direct",
        /// What a partner earns of a closed deal.
        Commission = "commission",
    }
}
text_enum! {
    /// Where a dispute stands.
    pub enum DisputeStatus {
        Open = "open",
        /// Decided; the side that lost may appeal for a while.
        Decided = "decided",
        Appealed = "appealed",
        /// Decided twice.
        Closed = "closed",
    }
}
text_enum! {
    /// How a dispute was decided, as the contested registration sees it.
    pub enum DisputeOutcome {
        Upheld = "upheld",
        Overturned = "overturned",
    }
}
text_enum! {
    /// The rule by which a dispute was decided.
    pub enum DisputeRule {
        /// The first valid registration.
        FirstValid = "first_valid",
        /// The customer's written choice.
        CustomerChoice = "customer_choice",
        /// Nothing was done with the protection.
        NoActivity = "no_activity",
        /// A named account of direct sales.
        NamedAccount = "named_account",
        /// The partner agreement.
        Agreement = "agreement",
        Other = "other",
    }
}
text_enum! {
    /// A side in a dispute.
    pub enum DisputeSide {
        /// Whose registration is contested.
        Holder = "holder",
        /// Who contests it.
        Claimant = "claimant",
        Vendor = "vendor",
    }
}
text_enum! {
    /// What is shown in a dispute, the weightiest first.
    pub enum EvidenceKind {
        /// What the customer says in writing.
        CustomerStatement = "customer_statement",
        /// A dated meeting with the customer.
        CustomerMeeting = "customer_meeting",
        MailThread = "mail_thread",
        Proposal = "proposal",
        Other = "other",
    }
}
text_enum! {
    /// A list that has saved views.
    pub enum ViewPage {
        Partners = "partners",
        Deals = "deals",
    }
}
text_enum! {
    /// Who may open a dashboard or a kept question. Everybody sees their own rows in it.
    pub enum Sharing {
        /// Its owner.
        Private = "private",
        /// Every person of the vendor who has the link.
        Team = "team",
        /// Contacts of partners as well.
        Partners = "partners",
    }
}
text_enum! {
    /// How the answer to a kept question is shown.
    pub enum ShownAs {
        /// One figure.
        Number = "number",
        /// By month, quarter or year, as a line or columns.
        Trend = "trend",
        /// The largest of a division.
        Ranking = "ranking",
        /// By one or two divisions.
        Table = "table",
        /// By two divisions, the higher the darker.
        HeatMap = "heat_map",
        /// Registrations from received to won.
        Funnel = "funnel",
        /// Partners by pipeline and win rate.
        PortfolioMap = "portfolio_map",
        /// Partners signed in a month or quarter, by the months since.
        Cohorts = "cohorts",
    }
}
text_enum! {
    /// Where a mail stands. `Kept`: no mail server is configured; readable at the outbox, not sent.
    pub enum MailStatus {
        Queued = "queued",
        Sending = "sending",
        Sent = "sent",
        Failed = "failed",
        Kept = "kept",
    }
}
text_enum! {
    /// A kind of mail that can be switched off. Receipts, questions, decisions and broken promises cannot.
    pub enum MailKind {
        /// Something waits for them.
        Reminder = "reminder",
        /// What waited, what broke and what was answered in a week.
        Digest = "digest",
        /// The figures of a dashboard, beside those of the week before.
        Figures = "figures",
        /// Protection ends soon. For partners.
        Expiry = "expiry",
    }
}
text_enum! {
    /// How far an import is.
    pub enum ImportStatus {
        Queued = "queued",
        Running = "running",
        Finished = "finished",
        Failed = "failed",
        /// Killed; goes on at the next start.
        Interrupted = "interrupted",
    }
}
text_enum! {
    /// Light or dark.
    pub enum Theme {
        Auto = "auto",
        Light = "light",
        Dark = "dark",
    }
}

impl Phase {
    /// 0 for attract to 4 for renew.
    pub fn index(self) -> usize {
        self as usize
    }
    /// The phase after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }
}

impl RegistrationStatus {
    /// Whether the registration still claims its customer (another partner's registration conflicts with it).
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Self::Submitted
                | Self::Checking
                | Self::InReview
                | Self::InformationRequested
                | Self::PendingApproval
                | Self::AccountPending
                | Self::Approved
                | Self::Disputed
                | Self::Expiring
                | Self::Converted
        )
    }
    /// Whether the vendor owes an answer or a decision.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Submitted
                | Self::Checking
                | Self::InReview
                | Self::InformationRequested
                | Self::PendingApproval
                | Self::AccountPending
        )
    }
}
