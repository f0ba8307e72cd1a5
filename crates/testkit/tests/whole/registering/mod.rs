//! Registering a deal through the whole stack: operations, public pages, mails, clocks.

mod abuse;
mod answering;
mod any_order;
mod approval;
mod approval_page;
mod attached;
mod breaches;
mod bulk;
mod changing;
mod conflicts;
mod digest;
mod disputes;
mod drafts;
mod embedded;
mod escalation;
mod extension;
mod from_mail;
pub mod house;
mod limits;
mod matching;
mod mine;
mod personal_link;
mod protection;
mod reviewing;
mod sale;
mod strangers;
mod time;
