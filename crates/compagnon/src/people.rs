//! `compagnon user` and `compagnon token`: what an operator does for people on the command line.

use anyhow::{Result, anyhow, bail};
use clap::Subcommand;
use i18n::field_error_text;
use kernel::actor::UserActor;
use kernel::id::{TokenId, UserId};
use kernel::time::{DAY, HOUR};
use kernel::{Actor, Channel, Date, Failure, Instant, Locale, PageRequest, Role};
use operations::access::sign_in;
use operations::access::token::{self, CreateToken};
use operations::access::user::{self, CreateUser, User, UserFilter};
use operations::{App, Ctx};
use std::collections::BTreeMap;

#[derive(Subcommand)]
pub(crate) enum UserCommand {
    /// Add a person and print a link with which they come in.
    Add {
        /// Address for mails and for signing in.
        #[arg(long)]
        email: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// administrator, head_of_partnerships, partner_manager or viewer.
        #[arg(long)]
        role: Role,
        /// A partner manager who sees all partners, not only their own.
        #[arg(long)]
        all_partners: bool,
        /// Their language, en or de; the organisation's when left out.
        #[arg(long)]
        language: Option<Locale>,
    },
    /// Print a fresh link with which a person comes in, once.
    Link {
        /// Address or full name.
        who: String,
        /// How long it works, hours.
        #[arg(long, default_value_t = 24)]
        hours: u32,
    },
    /// List everybody.
    List,
}

#[derive(Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token that acts for a person, and print it once.
    Add {
        /// Address or full name of the person.
        #[arg(long)]
        user: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// It may change things, not only read.
        #[arg(long)]
        write: bool,
        /// The last day on which it works (YYYY-MM-DD); it never ends when left out.
        #[arg(long)]
        until: Option<Date>,
    },
    /// List the living tokens, everybody's or one person's.
    List {
        /// Address or full name of the person.
        #[arg(long)]
        user: Option<String>,
    },
    /// Revoke a token at once.
    Revoke {
        /// Its id, from `token list`.
        id: TokenId,
    },
}

/// Runs one of the user commands.
pub(crate) async fn user(app: &App, command: UserCommand) -> Result<()> {
    let cx = app.system(Channel::Cli);
    match command {
        UserCommand::Add { email, name, role, all_partners, language } => {
            let input = CreateUser { name, email, role, all_partners, locale: language, invite: false };
            let made = user::create(&cx, input).await.map_err(said)?;
            let link = sign_in::link_for(&cx, made.id, 7 * DAY).await.map_err(said)?;
            println!("{} can come in, once, within seven days: {link}", made.name);
        }
        UserCommand::Link { who, hours } => {
            let id = find(&cx, &who).await?;
            let lifetime = i64::from(hours.max(1)).saturating_mul(HOUR);
            println!("{}", sign_in::link_for(&cx, id, lifetime).await.map_err(said)?);
        }
        UserCommand::List => {
            for user in everybody(&cx).await? {
                let state = if user.active { "" } else { "  (may not come in)" };
                println!("{:<36} {:<22} {}{state}", user.email, user.role.as_str(), user.name);
            }
        }
    }
    Ok(())
}

/// Runs one of the token commands.
pub(crate) async fn token(app: &App, command: TokenCommand) -> Result<()> {
    let cx = app.system(Channel::Cli);
    match command {
        TokenCommand::Add { user, name, write, until } => {
            let id = find(&cx, &user).await?;
            let input = CreateToken { name, can_write: write, expires_on: until };
            let made = token::create(&cx, Some(id), input).await.map_err(said)?;
            println!("{}", made.secret);
            eprintln!("It is shown this once. Send it as: Authorization: Bearer <token>");
        }
        TokenCommand::List { user } => {
            let only = match user {
                Some(who) => Some(find(&cx, &who).await?),
                None => None,
            };
            for user in everybody(&cx).await?.into_iter().filter(|u| only.is_none_or(|id| id == u.id)) {
                for token in token::list(&acting_for(&cx, &user)).await.map_err(said)? {
                    let may = if token.can_write { "write" } else { "read" };
                    let until = token.expires_at.map_or_else(|| "no end".to_owned(), |at: Instant| at.to_string());
                    println!("{}  {:<5} {until:<27} {}: {}", token.id, may, user.email, token.name);
                }
            }
        }
        TokenCommand::Revoke { id } => {
            token::revoke(&cx, id).await.map_err(said)?;
            println!("Revoked.");
        }
    }
    Ok(())
}

/// A person sees their own tokens only; the operator looks for each.
fn acting_for(cx: &Ctx, user: &User) -> Ctx {
    let actor = UserActor {
        id: user.id,
        name: user.name.clone(),
        role: user.role,
        all_partners: user.all_partners,
        token: None,
    };
    cx.as_actor(Actor::User(actor), Channel::Cli)
}

async fn everybody(cx: &Ctx) -> Result<Vec<User>> {
    let mut all = Vec::new();
    let mut page = PageRequest { limit: Some(kernel::page::MAX_LIMIT), after: None };
    loop {
        let part = user::list(cx, &UserFilter::default(), &page).await.map_err(said)?;
        all.extend(part.items);
        match part.next_cursor.as_deref().and_then(kernel::Cursor::decode) {
            Some(after) => page.after = Some(after),
            None => return Ok(all),
        }
    }
}

async fn find(cx: &Ctx, who: &str) -> Result<UserId> {
    match user::by_name(cx.read(), who).await.map_err(said)? {
        Some(id) => Ok(id),
        None => bail!("there is nobody, or more than one person, called {who:?} (see: compagnon user list)"),
    }
}

/// The failure in words for the person at the command line.
fn said(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Invalid(errors) => {
            let lines = errors.0.iter().map(|e| format!("{}: {}", e.field, field_error_text(Locale::En, e)));
            anyhow!("{}", lines.collect::<Vec<_>>().join("\n"))
        }
        Failure::Conflict { code, params } => anyhow!("{}", i18n::error_text(Locale::En, code, &params)),
        Failure::NotFound => anyhow!("{}", i18n::error_text(Locale::En, "not_found", &BTreeMap::new())),
        other => anyhow::Error::new(other),
    }
}
