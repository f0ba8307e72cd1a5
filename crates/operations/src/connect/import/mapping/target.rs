//! What rows can become, and the fields each of these has.

use super::MissingReference;

kernel::text_enum! {
    /// What a row, or a group of rows, becomes.
    pub enum Target {
        /// A person of the vendor.
        User = "user",
        /// A product of the vendor.
        Product = "product",
        /// A customer or prospect.
        Company = "company",
        /// A partner organisation.
        Partner = "partner",
        /// A person at a partner.
        Contact = "contact",
        /// A deal.
        Deal = "deal",
        /// A stage change of a deal.
        DealStage = "deal_stage",
        /// A deal registration or an application.
        Registration = "registration",
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text of at most so many characters.
    Text(usize),
    /// A day.
    Date,
    /// A moment; a date alone means its start in the time zone.
    Moment,
    /// Ten-thousandths of a currency unit.
    Amount,
    /// Ten-thousandths of a piece.
    Quantity,
    /// ISO 4217.
    Currency,
    /// An e-mail address.
    Email,
    /// A web domain, out of an address, a URL or itself.
    Domain,
    /// `en` or `de`.
    Language,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The external id of another record.
    Reference(Target),
    /// The key of a program of the mapping.
    Program,
    /// The name of a stage of the program.
    Stage,
}

/// A field that can be mapped.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// Its name in the mapping.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a row without it is rejected.
    pub required: bool,
}

const fn field(name: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec { name, kind, required: false }
}
const fn required(name: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec { name, kind, required: true }
}

const NAME: FieldKind = FieldKind::Text(200);
const SHORT: FieldKind = FieldKind::Text(100);
const ROLES: &[&str] = &["administrator", "head_of_partnerships", "partner_manager", "viewer"];
const PHASES: &[&str] = &["attract", "onboard", "cosell", "grow", "renew"];
const CONTACT_ROLES: &[&str] = &["seller", "engineer", "marketer", "principal"];
const STATUSES: &[&str] =
    &["submitted", "in_review", "information_requested", "approved", "declined", "withdrawn", "cancelled", "expired"];

const USER: &[FieldSpec] =
    &[required("name", NAME), field("email", FieldKind::Email), field("role", FieldKind::Choice(ROLES))];
const PRODUCT: &[FieldSpec] = &[required("name", NAME), field("category", SHORT)];
const COMPANY: &[FieldSpec] = &[
    required("name", NAME),
    field("domain", FieldKind::Domain),
    field("country", SHORT),
    field("city", SHORT),
    field("industry", SHORT),
    field("phone", FieldKind::Text(50)),
    field("vat", FieldKind::Text(30)),
    field("parent", FieldKind::Reference(Target::Company)),
];
const PARTNER: &[FieldSpec] = &[
    required("program", FieldKind::Program),
    required("name", NAME),
    field("domain", FieldKind::Domain),
    field("phase", FieldKind::Choice(PHASES)),
    field("phase_since", FieldKind::Moment),
    field("joined", FieldKind::Moment),
    field("signed", FieldKind::Date),
    field("segment", SHORT),
    field("business_type", SHORT),
    field("country", SHORT),
    field("region", SHORT),
    field("city", SHORT),
    field("size", SHORT),
    field("partner_manager", FieldKind::Reference(Target::User)),
    field("sales_lead", FieldKind::Reference(Target::User)),
    field("marketing_lead", FieldKind::Reference(Target::User)),
];
const CONTACT: &[FieldSpec] = &[
    required("partner", FieldKind::Reference(Target::Partner)),
    required("name", NAME),
    field("email", FieldKind::Email),
    field("phone", FieldKind::Text(50)),
    field("role", FieldKind::Choice(CONTACT_ROLES)),
    field("language", FieldKind::Language),
];
const DEAL: &[FieldSpec] = &[
    required("program", FieldKind::Program),
    field("partner", FieldKind::Reference(Target::Partner)),
    field("name", NAME),
    field("company", FieldKind::Reference(Target::Company)),
    field("owner", FieldKind::Reference(Target::User)),
    field("product", FieldKind::Reference(Target::Product)),
    field("stage", FieldKind::Stage),
    field("opened", FieldKind::Date),
    field("closed", FieldKind::Date),
    field("expected_close", FieldKind::Date),
    field("amount", FieldKind::Amount),
    field("currency", FieldKind::Currency),
    field("close_reason", NAME),
];
const DEAL_STAGE: &[FieldSpec] =
    &[required("program", FieldKind::Program), required("deal", FieldKind::Reference(Target::Deal))];
const REGISTRATION: &[FieldSpec] = &[
    required("program", FieldKind::Program),
    field("partner", FieldKind::Reference(Target::Partner)),
    field("contact", FieldKind::Reference(Target::Contact)),
    field("sender_name", NAME),
    field("sender_email", FieldKind::Email),
    field("sender_company", NAME),
    required("company_name", NAME),
    field("company", FieldKind::Reference(Target::Company)),
    field("company_domain", FieldKind::Domain),
    field("company_country", SHORT),
    field("customer_contact", NAME),
    field("need", FieldKind::Text(4000)),
    field("product", FieldKind::Reference(Target::Product)),
    field("amount", FieldKind::Amount),
    field("currency", FieldKind::Currency),
    field("expected_close", FieldKind::Date),
    field("partner_help", FieldKind::Text(4000)),
    field("intake", SHORT),
    field("language", FieldKind::Language),
    field("reviewer", FieldKind::Reference(Target::User)),
    field("status", FieldKind::Choice(STATUSES)),
    field("submitted", FieldKind::Moment),
    field("first_answer_due", FieldKind::Moment),
    field("first_answered", FieldKind::Moment),
    field("decision_due", FieldKind::Moment),
    field("decided", FieldKind::Moment),
    field("reason", FieldKind::Text(1000)),
    field("protected_until", FieldKind::Date),
];
const LINE: &[FieldSpec] = &[
    field("product", FieldKind::Reference(Target::Product)),
    field("product_name", NAME),
    field("category", SHORT),
    field("quantity", FieldKind::Quantity),
    field("amount", FieldKind::Amount),
];

impl Target {
    /// The fields a table of this target may map.
    pub fn fields(self) -> &'static [FieldSpec] {
        match self {
            Self::User => USER,
            Self::Product => PRODUCT,
            Self::Company => COMPANY,
            Self::Partner => PARTNER,
            Self::Contact => CONTACT,
            Self::Deal => DEAL,
            Self::DealStage => DEAL_STAGE,
            Self::Registration => REGISTRATION,
        }
    }
    /// The fields of a deal's line.
    pub fn line_fields() -> &'static [FieldSpec] {
        LINE
    }
    /// Whether further facts can be kept on it.
    pub fn has_attributes(self) -> bool {
        matches!(self, Self::Company | Self::Partner)
    }
}

impl FieldSpec {
    /// What happens to a row whose reference leads nowhere, unless the mapping says otherwise. A partner decides who
    /// may see the row, so a row whose partner is unknown is not taken in without one.
    pub fn default_missing(&self) -> MissingReference {
        let bears_rights = matches!(self.kind, FieldKind::Reference(Target::Partner | Target::Deal));
        if self.required || bears_rights { MissingReference::Reject } else { MissingReference::Report }
    }
    /// What happens to a row whose reference is empty, unless the mapping says otherwise.
    pub fn default_empty(&self) -> MissingReference {
        if self.required { MissingReference::Reject } else { MissingReference::Ignore }
    }
}
