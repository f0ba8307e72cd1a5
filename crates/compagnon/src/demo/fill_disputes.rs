//! A case in the dispute room: two partners who both say a customer is theirs.

use super::fill::Filling;
use anyhow::Result;
use kernel::id::RegistrationId;
use kernel::words::{DisputeKind, DisputeSide, EvidenceKind};
use operations::cosell::dispute::{AddEvidence, OpenDispute, add_evidence, open_dispute};
use storage::Sql;

impl Filling<'_> {
    /// The head of partnerships opens a case about the last two protected registrations of different partners for one customer, and writes
    /// down what each side has said. Without such a pair there is nothing to argue about.
    pub(super) async fn dispute(&self) -> Result<()> {
        let cx = self.person(1)?;
        let pair = " FROM registration a JOIN registration b ON b.company_id = a.company_id AND b.partner_id <> a.partner_id AND b.submitted_at > a.submitted_at WHERE a.status = 'approved' AND b.status IN ('approved', 'in_review', 'submitted') ORDER BY b.submitted_at DESC, a.id LIMIT 1";
        let holder = Sql::new("SELECT a.id").push(pair).value::<RegistrationId>(cx.read()).await?;
        let claimant = Sql::new("SELECT b.number").push(pair).value::<String>(cx.read()).await?;
        let (Some(holder), Some(claimant)) = (holder, claimant) else { return Ok(()) };
        let opened = OpenDispute {
            kind: DisputeKind::Partners,
            statement: "Both partners are in touch with this customer, and each says the project came from them."
                .to_owned(),
            claimant: Some(claimant),
            same_customer: false,
            version: None,
        };
        let case = open_dispute(&cx, holder, opened).await?;
        let today = cx.now().date_in(&operations::settings::Organisation::default().zone());
        let said = [
            (
                EvidenceKind::CustomerMeeting,
                Some(today.plus_days(-24)),
                DisputeSide::Holder,
                "First workshop at the customer's, with the head of operations.",
            ),
            (
                EvidenceKind::Proposal,
                Some(today.plus_days(-9)),
                DisputeSide::Claimant,
                "Our offer went out before anybody told us of another partner.",
            ),
        ];
        for (kind, dated_on, side, text) in said {
            let evidence = AddEvidence { kind, text: text.to_owned(), dated_on, side: Some(side) };
            add_evidence(&cx, case, evidence).await?;
        }
        Ok(())
    }
}
