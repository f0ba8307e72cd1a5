//! The people of the year, and what they do.

use super::post::Post;
use crate::registering::house::{House, Partner, make_partner};
use http::Method;
use jobs::Queue;
use kernel::Role;
use kernel::id::{DealId, RegistrationId};
use kernel::money::SCALE;
use kernel::time::DAY;
use kernel::words::{OwnerRole, RegistrationStatus as Status, Side};
use operations::access::absence::{SetAbsence, set_absence};
use operations::cosell::registration::{
    Approve, Decline, GiveInformation, OnBehalf, RequestInformation, Submission, Withdraw, approve, decline,
    give_information, on_behalf, request_information, withdraw,
};
use operations::cosell::typed_amount::TypedAmount;
use operations::program::{self, ApprovalStep, Approver, Bilingual, When};
use operations::{App, Ctx};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::json;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use storage::{Sql, entity};

/// A small generator of its own (xorshift), so that a failing year can be lived again.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
    pub fn percent(&mut self, chance: u64) -> bool {
        self.roll(100) < chance
    }
    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.roll(of.len() as u64)).expect("small")]
    }
}

pub struct Vendor {
    pub house: House,
    pub post: Arc<Post>,
    pub restarts: u64,
    partners: Vec<Partner>,
    /// Who works at all; the manager of every fifth partner never does.
    present: Vec<Ctx>,
    head_cookie: String,
}

/// Runs `work` until it is done, or until it waited `waits` times: then it is dropped where it stands, as by a power cut.
async fn stopped_after<T>(waits: u64, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = waits;
    std::future::poll_fn(move |cx| match work.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

impl Vendor {
    pub async fn open(dice: &mut Dice) -> Self {
        let post = Arc::new(Post::default());
        let mail = Arc::clone(&post);
        let house = House::with(|options| options.mail = Some(mail)).await;
        let chief = house.app.user("Chief Away", Role::HeadOfPartnerships).await;
        let id = |cx: &Ctx| cx.actor.user().expect("a person").id;
        // The chief approves what is large, is away all year, and Maria stands in.
        let today = house.app.now().date_in(&jiff::tz::TimeZone::UTC);
        let away = SetAbsence { from_on: today, until_on: today.plus_days(366), stand_in: id(&house.head) };
        set_absence(&chief, id(&chief), away).await.expect("noted");
        let (_, mut rules) = program::current(house.app.app.db().read(), house.program).await.expect("rules");
        rules.approval.steps = vec![ApprovalStep {
            name: Bilingual { en: "Large deals".to_owned(), de: "Große Deals".to_owned() },
            when: When { amount_at_least: Some(80_000), ..When::default() },
            approvers: vec![Approver::Person(id(&chief))],
            everyone: false,
            beside: false,
        }];
        program::publish(&house.head, house.program, rules, None).await.expect("published");

        let silent = house.app.user("Sam Silent", Role::PartnerManager).await;
        let mut present = vec![house.ines.clone()];
        for name in ["Ada Busy", "Bo Busy"] {
            present.push(house.app.user(name, Role::PartnerManager).await);
        }
        let mut partners = Vec::new();
        for number in 0..20_u64 {
            let (name, email) = (format!("Partner {number}"), format!("contact{number}@partner{number}.example"));
            let partner = make_partner(&house.app, house.program, &name, &format!("Contact {number}"), &email).await;
            // Every fifth is Sam's, two are nobody's.
            let manager = if number % 5 == 0 { &silent } else { dice.pick(&present) };
            if number % 9 != 8 {
                entity::partner_owner::ActiveModel {
                    partner_id: Set(partner.id),
                    role: Set(OwnerRole::PartnerManager),
                    user_id: Set(Some(id(manager))),
                    contact_id: Set(None),
                    side: Set(Side::Vendor),
                    since_at: Set(house.app.now()),
                }
                .insert(house.app.app.db().writer())
                .await
                .expect("an owner");
            }
            partners.push(partner);
        }
        let head_cookie = house.app.cookie(&house.head).await;
        Self { house, post, restarts: 0, partners, present, head_cookie }
    }

    /// The program as it comes up again: a new one on the same database.
    fn start(&self) -> App {
        let options = self.house.app.app.options();
        App::new(
            self.house.app.database.db.clone(),
            operations::AppOptions {
                base_url: options.base_url.clone(),
                data_dir: options.data_dir.clone(),
                signing: options.signing.clone(),
                files: None,
                file_limits: operations::FileLimits::default(),
                mail: options.mail.clone(),
                clock: Arc::clone(&self.house.app.clock) as Arc<dyn kernel::Clock>,
            },
        )
    }

    /// Does `work`; one time in five the program is stopped in the middle, and the person does it again.
    async fn impatient<T, F: Future<Output = T>>(&mut self, dice: &mut Dice, work: impl Fn() -> F) -> T {
        if dice.percent(20) {
            let waits = dice.roll(40);
            if let Some(done) = stopped_after(waits, work()).await {
                return done;
            }
            self.restarts += 1;
            self.post.restarts.store(self.restarts, Ordering::SeqCst);
        }
        work().await
    }

    pub async fn register(&mut self, dice: &mut Dice) {
        let partner = *dice.pick(&self.partners);
        // Customers come back, spelled as people spell.
        let customer = dice.roll(160);
        let spelling = dice.roll(3);
        let company = match spelling {
            0 => format!("Müller Werk {customer} GmbH"),
            1 => format!("Mueller Werk {customer}"),
            _ => format!("MÜLLER WERK {customer} G.m.b.H."),
        };
        let day = self.house.app.now().date_in(&jiff::tz::TimeZone::UTC);
        let submission = Submission {
            company,
            domain: (spelling == 0).then(|| format!("mueller-werk-{customer}.example")),
            country: Some("DE".to_owned()),
            product: dice.percent(50).then(|| format!("Product {}", dice.roll(2))),
            amount: Some(TypedAmount::of(i64::try_from(1_000 + dice.roll(100_000)).expect("small") * SCALE)),
            expected_close_on: day.plus_days(90).to_string(),
            ..Submission::default()
        };
        let (cx, program) = (self.house.head.clone(), self.house.program);
        let input = || OnBehalf {
            program,
            partner: partner.id,
            contact: Some(partner.contact),
            registration: submission.clone(),
        };
        self.impatient(dice, || on_behalf(&cx, input())).await.expect("a registration");
    }

    async fn waiting(&self, statuses: &str) -> Vec<RegistrationId> {
        Sql::new(format!("SELECT id FROM registration WHERE status IN ({statuses}) ORDER BY submitted_at, id LIMIT 60"))
            .column(self.house.app.app.db().read())
            .await
            .expect("registrations")
    }

    /// Those who are there look at what waits; a refusal (somebody else's, a lost race, a chain, a standing protection) leads to the next step.
    pub async fn people_work(&mut self, dice: &mut Dice) {
        for id in self.waiting("'submitted', 'checking', 'in_review', 'pending_approval'").await {
            if dice.percent(55) {
                continue;
            }
            if self.house.status(id).await == Status::PendingApproval {
                self.post_json(&format!("/api/v1/registrations/{id}/approve-step"), json!({})).await;
                continue;
            }
            let cx = dice.pick(&self.present).clone();
            match dice.roll(10) {
                0 | 1 => {
                    let ask = || RequestInformation { question: "Who decides?".to_owned(), version: None };
                    let _refused = self.impatient(dice, || request_information(&cx, id, ask())).await;
                }
                2 | 3 => {
                    let no = || Decline { reason: "not_a_fit".to_owned(), text: None, version: None };
                    let _refused = self.impatient(dice, || decline(&cx, id, no())).await;
                }
                _ => {
                    let said = self.impatient(dice, || approve(&cx, id, Approve::default())).await;
                    let Err(refused) = said else { continue };
                    match refused.code() {
                        "approval_needed" => {
                            self.post_json(&format!("/api/v1/registrations/{id}/send-for-approval"), json!({})).await;
                        }
                        "scope_taken" if dice.percent(50) => {
                            let choice = ["referral", "beside"][usize::try_from(dice.roll(2)).expect("small")];
                            let body = json!({ "choice": choice, "reason": "They work on it together." });
                            self.post_json(&format!("/api/v1/registrations/{id}/approve-beside"), body).await;
                        }
                        _ => {}
                    }
                }
            }
        }
        // Deals end.
        let deals: Vec<DealId> = Sql::new("SELECT id FROM deal WHERE outcome = 'open' AND created_at < ")
            .bind(self.house.app.now().plus(-20 * DAY))
            .push(" ORDER BY created_at, id LIMIT 20")
            .column(self.house.app.app.db().read())
            .await
            .expect("deals");
        for deal in deals {
            match dice.roll(500) {
                0 => self.post_json(&format!("/api/v1/deals/{deal}/win"), json!({})).await,
                1 => self.post_json(&format!("/api/v1/deals/{deal}/lose"), json!({ "reason": "price" })).await,
                _ => {}
            }
        }
    }

    pub async fn partners_answer(&mut self, dice: &mut Dice) {
        let cx = self.house.head.clone();
        for id in self.waiting("'information_requested', 'submitted'").await {
            let asked = self.house.status(id).await == Status::InformationRequested;
            if asked && dice.percent(15) {
                let answer = || GiveInformation { answer: "Paul decides.".to_owned(), version: None };
                let _refused = self.impatient(dice, || give_information(&cx, id, answer())).await;
            } else if dice.roll(400) == 0 {
                let back = || Withdraw { reason: Some("The customer stopped.".to_owned()), version: None };
                let _refused = self.impatient(dice, || withdraw(&cx, id, back())).await;
            }
        }
    }

    async fn post_json(&self, path: &str, body: serde_json::Value) {
        let answer = self.house.app.api(Method::POST, path, &self.head_cookie, Some(body)).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.body);
    }

    fn queue(&self, app: &App) -> Queue<App> {
        let queue = Queue::new(app.db().clone(), self.house.app.clock.clone(), app.clone(), app.wake().clone());
        operations::handlers::all(queue)
    }

    /// The program's own work, stopped in the middle every third time.
    pub async fn run_jobs(&mut self, dice: &mut Dice) {
        let app = self.start();
        let queue = self.queue(&app);
        let work = async {
            queue.tick().await.expect("schedules");
            queue.run_due().await.expect("jobs");
        };
        if dice.percent(35) {
            if stopped_after(dice.roll(400), work).await.is_none() {
                self.restarts += 1;
                self.post.restarts.store(self.restarts, Ordering::SeqCst);
                // What starting again does on a database with one node; elsewhere the lease runs out.
                if app.db().dialect() == storage::dialect::Dialect::Sqlite {
                    self.queue(&app).release_orphans().await.expect("released");
                }
            }
        } else {
            work.await;
        }
    }

    pub async fn run_jobs_to_the_end(&self) {
        let queue = self.queue(&self.start());
        queue.tick().await.expect("schedules");
        queue.run_due().await.expect("jobs");
    }

    /// What an administrator presses when mails failed.
    pub async fn send_again(&self) {
        let admin = self.house.head.as_actor(kernel::Actor::System, kernel::Channel::System);
        operations::record::outbox::retry_failed(&admin).await.expect("again");
    }
}
