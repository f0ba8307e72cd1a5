//! What must be there before anything can happen: the organisation, its people, programs, products, segments.

use super::fill::{Filling, Program};
use super::plan::{PEOPLE, PRODUCTS, PROGRAMS, SEGMENTS};
use anyhow::Result;
use kernel::actor::UserActor;
use kernel::words::{DealOutcome, ProgramKind};
use kernel::{Channel, Currency};
use operations::access::user::{self, CreateUser};
use operations::cosell::product;
use operations::program::segment::{self, SaveSegment};
use operations::program::{self, CreateProgram};
use operations::settings::{self, Organisation};

impl Filling<'_> {
    pub(super) async fn lay_foundation(&mut self) -> Result<()> {
        let system = self.app.system(Channel::Cli);
        let organisation = Organisation { name: "Halden Software".to_owned(), ..Organisation::default() };
        settings::change_organisation(&system, organisation).await?;
        for person in PEOPLE {
            let input = CreateUser {
                name: person.name.to_owned(),
                email: person.email.to_owned(),
                role: person.role,
                all_partners: person.all_partners,
                locale: None,
                invite: false,
            };
            let made = user::create(&system, input).await?;
            self.people.push(UserActor {
                id: made.id,
                name: made.name,
                role: made.role,
                all_partners: made.all_partners,
                token: None,
            });
        }
        let administrator = self.person(0)?;
        for one in PROGRAMS {
            let currency = if one.kind == ProgramKind::Technology { Currency::USD } else { Currency::EUR };
            let input = CreateProgram { key: one.key.to_owned(), name: one.name.to_owned(), kind: one.kind, currency };
            let id = program::create(&administrator, input).await?;
            let stages = program::stages(administrator.read(), id).await?;
            let open = stages.into_iter().filter(|s| s.outcome == DealOutcome::Open && !s.retired);
            self.programs.push(Program { id, stages: open.map(|s| s.id).collect() });
        }
        for one in PRODUCTS {
            let input = product::CreateProduct {
                key: None,
                name: one.name.to_owned(),
                category: Some(one.category.to_owned()),
                aliases: vec![one.alias.to_owned()],
            };
            self.products.push(product::create(&administrator, input).await?);
        }
        for (name, attribute, value) in SEGMENTS {
            let input = SaveSegment {
                name: (*name).to_owned(),
                attribute: Some((*attribute).to_owned()),
                attribute_value: Some((*value).to_owned()),
                position: None,
            };
            segment::create(&administrator, input).await?;
        }
        Ok(())
    }
}
