//! Who does something, through which entrance, and which rows they may see.

use crate::id::{ContactId, LinkId, PartnerId, TokenId, UserId};

crate::text_enum! {
    /// What a person on the vendor's side may do.
    pub enum Role {
        /// Everything, settings and people included.
        Administrator = "administrator",
        /// Everything about partners, programs and deals.
        HeadOfPartnerships = "head_of_partnerships",
        /// Works with partners: their own, or all where the account says so.
        PartnerManager = "partner_manager",
        /// Reads.
        Viewer = "viewer",
    }
}

crate::text_enum! {
    /// The entrance an action came through.
    pub enum Channel {
        Web = "web",
        Link = "link",
        Mail = "mail",
        Api = "api",
        Cli = "cli",
        Import = "import",
        System = "system",
    }
}

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person of the vendor.
    User(UserActor),
    /// A person at a partner, known by a signed link.
    Contact(ContactActor),
    /// Anybody on the internet.
    Anonymous,
    /// The program itself: clocks, jobs, the command line of the operator.
    System,
}

/// A person of the vendor, or a token that acts for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserActor {
    /// The person.
    pub id: UserId,
    /// Their name, as it is written into the record.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether a partner manager sees all partners, or only their own.
    pub all_partners: bool,
    /// The API token used, if any.
    pub token: Option<TokenActor>,
}

/// An API token narrows what its person may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenActor {
    /// The token.
    pub id: TokenId,
    /// `read` or `write`; write includes read.
    pub can_write: bool,
}

/// A partner's contact, known by a signed link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactActor {
    /// The contact.
    pub id: ContactId,
    /// Their partner.
    pub partner: PartnerId,
    /// Their name, as it is written into the record.
    pub name: String,
    /// The link that told us.
    pub link: LinkId,
}

/// Which partners' rows an actor may see. Every query on partner data starts here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All rows.
    All,
    /// Partners this person owns as partner manager, sales lead or marketing lead.
    OwnedBy(UserId),
    /// One partner's own side.
    Partner(PartnerId),
    /// Nothing.
    Nothing,
}

impl Actor {
    /// The rows this actor may see.
    pub fn scope(&self) -> Scope {
        match self {
            Self::User(user) => match user.role {
                Role::Administrator | Role::HeadOfPartnerships | Role::Viewer => Scope::All,
                Role::PartnerManager if user.all_partners => Scope::All,
                Role::PartnerManager => Scope::OwnedBy(user.id),
            },
            Self::Contact(contact) => Scope::Partner(contact.partner),
            Self::System => Scope::All,
            Self::Anonymous => Scope::Nothing,
        }
    }
    /// The person of the vendor, if it is one.
    pub fn user(&self) -> Option<&UserActor> {
        match self {
            Self::User(user) => Some(user),
            _ => None,
        }
    }
    /// The stored word for the kind of actor.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Contact(_) => "contact",
            Self::Anonymous => "anonymous",
            Self::System => "system",
        }
    }
    /// The name written into the record; empty for the system and for strangers.
    pub fn name(&self) -> &str {
        match self {
            Self::User(user) => &user.name,
            Self::Contact(contact) => &contact.name,
            Self::Anonymous | Self::System => "",
        }
    }
    /// The id written into the record.
    pub fn id(&self) -> Option<uuid::Uuid> {
        match self {
            Self::User(user) => Some(user.id.0),
            Self::Contact(contact) => Some(contact.id.0),
            Self::Anonymous | Self::System => None,
        }
    }
}
