//! A channel of any size, made by the database itself out of numbers: partners with their phases, customers, deals with their stages and parts,
//! registrations with their steps and findings, and the events of both. Three years, whatever the size; ten deals to a partner.

use crate::filling;
use crate::foundation::{self, said};
use anyhow::{Context, Result};
use kernel::id::UserId;
use kernel::time::DAY;
use kernel::words::{DealOutcome, ProgramKind};
use kernel::{Channel, Currency, Role};
use operations::access::user::{self, CreateUser};
use operations::program::{self, CreateProgram};
use sea_orm::ConnectionTrait;
use std::path::Path;
use storage::dialect::Dialect;
use storage::{Db, Sql};

/// Deals of one partner.
const EACH: u64 = 10;
const MANAGERS: i64 = 40;
pub const PRODUCTS: u64 = 40;
const KINDS: [ProgramKind; 3] = [ProgramKind::Reseller, ProgramKind::Referral, ProgramKind::Integrator];
/// Days deals are opened and partners signed in, up to today.
const DAYS: u64 = 1_095;

/// Tables, each with the digits that its ids carry.
const PARTNER: &str = "001";
const COMPANY: &str = "002";
const DEAL: &str = "003";
const REGISTRATION: &str = "004";
const PRODUCT: &str = "005";
const SEGMENT: &str = "006";

/// SQL that writes rows out of numbers.
struct Maker {
    dialect: Dialect,
    today: i64,
    deals: u64,
    partners: u64,
}

/// A number below `of` that looks like chance, other ones for another `salt`.
fn dice(number: &str, salt: usize, of: u64) -> String {
    const ODD: [u64; 12] = [
        2_654_435_761,
        2_246_822_519,
        3_266_489_917,
        668_265_263,
        374_761_393,
        1_103_515_245,
        2_891_336_453,
        747_796_405,
        1_597_334_677,
        3_812_015_801,
        958_689_277,
        1_540_483_477,
    ];
    let odd = ODD.get(salt % ODD.len()).copied().unwrap_or(1);
    format!("((({number}) * {odd} + {salt}) % 4294967296 / 4096 % {of})")
}

/// One of these words, by a number.
fn one_of(number: &str, words: &[&str]) -> String {
    let cases: String = words.iter().enumerate().map(|(at, word)| format!(" WHEN {at} THEN '{word}'")).collect();
    format!("CASE {number}{cases} END")
}

impl Maker {
    /// `s(n)`: numbers from nothing to `many`, without it.
    fn numbers(&self, many: u64) -> String {
        match self.dialect {
            Dialect::Sqlite => {
                format!("WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {})", many.max(1) - 1)
            }
            Dialect::Postgres => {
                format!("WITH s(n) AS (SELECT CAST(g AS BIGINT) FROM generate_series(0, {}) g)", many.max(1) - 1)
            }
        }
    }
    /// The id of the thing of that number, in the order of numbers, as ids of version 7 are in the order of time.
    fn id(&self, table: &str, number: &str) -> String {
        let base = 0x0190_0000_0000_u64;
        match self.dialect {
            Dialect::Sqlite => format!("unhex(printf('%012x7{table}8000000000000000', {base} + {number}))"),
            Dialect::Postgres => {
                format!("CAST(lpad(to_hex({base} + {number}), 12, '0') || '7{table}8000000000000000' AS UUID)")
            }
        }
    }
    fn date(&self, day: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("date(({day}) * 86400, 'unixepoch')"),
            Dialect::Postgres => format!("to_char(DATE '1970-01-01' + CAST({day} AS INTEGER), 'YYYY-MM-DD')"),
        }
    }
    fn text(number: &str) -> String {
        format!("CAST({number} AS TEXT)")
    }
    /// `d`: what is so of each deal. Closed ones were closed before today.
    fn deal_rows(&self, many: u64, of: &str) -> String {
        let nr = format!("(n * {of})");
        let partner = dice(&nr, 0, self.partners);
        let (direct, outcome) = (dice(&nr, 1, 20), dice(&nr, 2, 5));
        let (first, after, took) = (self.today - DAYS as i64, dice(&nr, 3, DAYS - 130), dice(&nr, 4, 120));
        format!(
            "{}, a AS (SELECT {nr} AS n, CASE WHEN {direct} = 0 THEN NULL ELSE {partner} END AS p, {outcome} AS o, {first} + {after} AS opened, 3 + {took} AS took FROM s), \
             d AS (SELECT a.n, a.p, COALESCE(a.p, a.n) % {programs} AS g, CASE WHEN a.o < 2 THEN 'won' WHEN a.o < 4 THEN 'lost' ELSE 'open' END AS outcome, \
             a.opened, CASE WHEN a.o < 4 THEN a.opened + a.took ELSE {today} END AS until_day, \
             CASE WHEN a.p IS NULL THEN 'direct' WHEN a.n % 3 = 0 AND a.n / 3 % 4 <> 0 THEN 'registered' ELSE 'imported' END AS source FROM a)",
            self.numbers(many),
            programs = KINDS.len(),
            today = self.today,
        )
    }
    /// What is written, table by table.
    fn statements(&self) -> Vec<String> {
        let (p, d, r) = (self.partners, self.deals, self.deals / 3);
        let id = |table: &str, n: &str| self.id(table, n);
        let t = Self::text;
        let first = self.today - DAYS as i64;
        let signed = format!("{first} + {}", dice("n", 5, DAYS - 90));
        let status = format!("CASE {} WHEN 0 THEN 'exited' WHEN 1 THEN 'paused' ELSE 'active' END", dice("n", 6, 25));
        let mut all = vec![
            format!(
                "INSERT INTO company (id, name, name_folded, name_key, domain, country, industry, attributes, search_text, created_at, version) {} \
                 SELECT {}, 'Kunde' || {t} || ' Maschinenbau GmbH', 'kunde' || {t} || ' maschinenbau gmbh', 'kunde' || {t} || ' maschinenbau', NULL, {}, {}, '{{}}', \
                 'kunde' || {t} || ' maschinenbau gmbh', {first} * {DAY}, 1 FROM s",
                self.numbers(d / 3 + 1),
                id(COMPANY, "n"),
                one_of(&dice("n", 7, 5), &["DE", "AT", "CH", "GB", "FR"]),
                one_of(&dice("n", 8, 6), &["Energy", "Retail", "Machinery", "Health", "Public", "Finance"]),
                t = t("n"),
            ),
            format!(
                "INSERT INTO partner (id, name, name_folded, name_key, country, region, business_type, size, status, segment_id, signed_on, search_text, created_at, changed_at, version) {} \
                 SELECT {}, 'Partner' || {t} || ' Systems GmbH', 'partner' || {t} || ' systems gmbh', 'partner' || {t} || ' systems', {}, {}, 'Reseller', 'small', {status}, {}, \
                 CASE WHEN {} = 0 THEN NULL ELSE {} END, 'partner' || {t} || ' systems gmbh', ({signed}) * {DAY}, ({signed}) * {DAY}, 1 FROM s",
                self.numbers(p),
                id(PARTNER, "n"),
                one_of(&dice("n", 7, 5), &["DE", "AT", "CH", "GB", "FR"]),
                one_of(&dice("n", 8, 4), &["North", "South", "East", "West"]),
                id(SEGMENT, &dice("n", 9, 5)),
                dice("n", 10, 10),
                self.date(&signed),
                t = t("n"),
            ),
            format!(
                "INSERT INTO partner_attribute (partner_id, key, value) {} SELECT {}, 'size_class', {} FROM s",
                self.numbers(p),
                id(PARTNER, "n"),
                one_of(&dice("n", 11, 3), &["small", "medium", "large"]),
            ),
            format!(
                "INSERT INTO partner_owner (partner_id, role, user_id, side, since_at) {} \
                 SELECT {}, 'partner_manager', m.id, 'vendor', ({signed}) * {DAY} FROM s JOIN filling m ON m.kind = 'manager' AND m.major = n % {MANAGERS} AND m.minor = 0",
                self.numbers(p),
                id(PARTNER, "n"),
            ),
        ];
        all.extend(self.phases());
        all.extend(self.deals(d));
        all.extend(self.registrations(r));
        all
    }
    fn phases(&self) -> Vec<String> {
        let partner = self.id(PARTNER, "n");
        let first = self.today - DAYS as i64;
        let stays = format!(
            "{}, a AS (SELECT n, {first} + {} AS signed FROM s), b AS (SELECT n, signed - 20 AS e0, signed + 10 + {} AS e1, signed + 60 + {} AS e2 FROM a)",
            self.numbers(self.partners),
            dice("n", 5, DAYS - 90),
            dice("n", 0, 50),
            dice("n", 1, 400),
        );
        let program = format!("JOIN filling g ON g.kind = 'program' AND g.major = n % {} AND g.minor = 0", KINDS.len());
        let today = self.today;
        let stay = |at: u8, phase: &str, entered: &str, next: &str| {
            let left = if next.is_empty() {
                "CAST(NULL AS BIGINT)".to_owned()
            } else {
                format!("CASE WHEN {next} < {today} THEN {next} * {DAY} END")
            };
            format!(
                "INSERT INTO partner_phase (id, partner_id, program_id, phase, entered_at, left_at, entered_by) {stays} \
                 SELECT {}, {partner}, g.id, '{phase}', {entered} * {DAY}, {left}, 'System' FROM b {program} WHERE {entered} < {today}",
                self.id("008", &format!("n * 3 + {at}")),
            )
        };
        vec![
            stay(0, "onboard", "e0", "e1"),
            stay(1, "cosell", "e1", "e2"),
            stay(2, "grow", "e2", ""),
            format!(
                "INSERT INTO partner_program (partner_id, program_id, phase, phase_entered_at, joined_at) {stays} \
                 SELECT {partner}, g.id, CASE WHEN e2 < {today} THEN 'grow' WHEN e1 < {today} THEN 'cosell' ELSE 'onboard' END, \
                 CASE WHEN e2 < {today} THEN e2 WHEN e1 < {today} THEN e1 ELSE e0 END * {DAY}, e0 * {DAY} FROM b {program}",
            ),
        ]
    }
    fn deals(&self, many: u64) -> Vec<String> {
        let rows = self.deal_rows(many, "1");
        let deal = self.id(DEAL, "d.n");
        let program = "JOIN filling g ON g.kind = 'program' AND g.major = d.g AND g.minor = 0";
        // Of open stages each program has `amount` of its row.
        let reached = format!("({} % g.amount)", dice("d.n", 5, 1_000));
        let stage =
            |step: &str| format!("JOIN filling st ON st.kind = 'stage' AND st.major = d.g AND st.minor = {step}");
        let last = format!("CASE d.outcome WHEN 'won' THEN -1 WHEN 'lost' THEN -2 ELSE {reached} END");
        let t = Self::text("d.n");
        let amount = format!("(1000 + {}) * 10000", dice("d.n", 6, 90_000));
        let entered = format!("(d.opened + (d.until_day - d.opened) * st.minor / ({reached} + 1))");
        let product = self.id(PRODUCT, &dice("d.n", 7, PRODUCTS));
        let other = self.id(PRODUCT, &dice("d.n", 8, PRODUCTS));
        vec![
            format!(
                "INSERT INTO deal (id, number, name, name_folded, program_id, partner_id, company_id, source, stage_id, outcome, amount, currency, product_id, opened_on, \
                 expected_close_on, closed_on, close_reason, stage_entered_at, search_text, created_at, changed_at, version) {rows} \
                 SELECT {deal}, 'B-' || {t}, 'Deal ' || {t}, 'deal ' || {t}, g.id, CASE WHEN d.p IS NULL THEN NULL ELSE {} END, {}, d.source, st.id, d.outcome, \
                 CASE WHEN {} = 0 THEN NULL ELSE {amount} END, {}, {product}, {}, {}, CASE d.outcome WHEN 'open' THEN NULL ELSE {} END, \
                 CASE d.outcome WHEN 'lost' THEN 'price' END, d.opened * {DAY}, 'deal ' || {t}, d.opened * {DAY}, d.opened * {DAY}, 1 FROM d {program} {}",
                self.id(PARTNER, "d.p"),
                self.id(COMPANY, "d.n / 3"),
                dice("d.n", 9, 25),
                format_args!("CASE {} WHEN 18 THEN 'USD' WHEN 19 THEN 'GBP' ELSE 'EUR' END", dice("d.n", 10, 20)),
                self.date("d.opened"),
                self.date("d.opened + 90"),
                self.date("d.until_day"),
                stage(&last),
            ),
            format!(
                "INSERT INTO deal_stage (id, deal_id, stage_id, entered_at, left_at, actor_name, channel) {rows} \
                 SELECT {}, {deal}, st.id, {entered} * {DAY}, \
                 CASE WHEN st.minor < {reached} THEN (d.opened + (d.until_day - d.opened) * (st.minor + 1) / ({reached} + 1)) * {DAY} \
                 WHEN d.outcome <> 'open' THEN d.until_day * {DAY} END, 'System', 'system' \
                 FROM d {program} JOIN filling st ON st.kind = 'stage' AND st.major = d.g AND st.minor BETWEEN 0 AND {reached}",
                self.id("007", "d.n * 16 + st.minor"),
            ),
            format!(
                "INSERT INTO deal_stage (id, deal_id, stage_id, entered_at, actor_name, channel) {rows} \
                 SELECT {}, {deal}, st.id, d.until_day * {DAY}, 'System', 'system' FROM d {} WHERE d.outcome <> 'open'",
                self.id("007", "d.n * 16 + 15"),
                stage("CASE d.outcome WHEN 'won' THEN -1 ELSE -2 END"),
            ),
            format!(
                "INSERT INTO deal_line (id, deal_id, position, product_id, product_name, quantity, amount) {rows}, l(at) AS (SELECT 0 UNION ALL SELECT 1) \
                 SELECT {}, {deal}, at, CASE at WHEN 0 THEN {product} ELSE {other} END, 'Line', 10000, {amount} / 2 FROM d, l WHERE d.n % 5 = 0",
                self.id("00c", "d.n * 2 + at"),
            ),
            format!(
                "INSERT INTO event (id, kind, at, actor_kind, actor_name, channel, program_id, partner_id, deal_id, payload) {rows} \
                 SELECT {}, 'deal.created', d.opened * {DAY}, 'system', 'System', 'system', g.id, CASE WHEN d.p IS NULL THEN NULL ELSE {} END, {deal}, '{{}}' FROM d {program}",
                self.id("00b", "d.n * 2"),
                self.id(PARTNER, "d.p"),
            ),
        ]
    }
    /// A registration for each third deal; a quarter of them was declined, and its deal went on without.
    fn registrations(&self, many: u64) -> Vec<String> {
        let rows = self.deal_rows(many, "3");
        let nr = "d.n";
        let registration = self.id(REGISTRATION, nr);
        let partner = format!("CASE WHEN d.p IS NULL THEN NULL ELSE {} END", self.id(PARTNER, "d.p"));
        let program = "JOIN filling g ON g.kind = 'program' AND g.major = d.g AND g.minor = 0";
        let declined = "d.n / 3 % 4 = 0";
        let hour = DAY / 24;
        let submitted = format!("(d.opened * {DAY} + {} * 60000000)", dice(nr, 5, 1_400));
        let answered = format!("({submitted} + {} * {})", dice(nr, 6, 3_000), hour / 60);
        let decided = format!("({answered} + {} * {})", dice(nr, 7, 5_000), hour / 60);
        let t = Self::text("d.n / 3");
        let step = |at: u8, activity: &str, when: &str, further: &str| {
            format!(
                "INSERT INTO registration_step (id, registration_id, position, activity, at, actor_kind, actor_name, channel) {rows} \
                 SELECT {}, {registration}, {at}, {activity}, {when}, 'system', 'System', 'system' FROM d WHERE {further}",
                self.id("009", &format!("d.n * 4 + {at}")),
            )
        };
        let ended = format!("CASE {} WHEN 0 THEN 'expired' ELSE 'converted' END", dice(nr, 8, 6));
        vec![
            format!(
                "INSERT INTO registration (id, number, program_id, definition_version, status, partner_id, sender_name, company_id, company_name, company_name_folded, \
                 company_name_key, product_id, amount, currency, channel, locale, submitted_at, first_answer_due_at, first_answered_at, decided_at, decision, deal_id, finding_count, \
                 fingerprint, search_text, created_at, version) {rows} \
                 SELECT {registration}, 'BR-' || {t}, g.id, 1, CASE WHEN {declined} THEN 'declined' WHEN d.outcome = 'open' THEN 'converted' ELSE d.outcome END, {partner}, 'Sender', {}, \
                 'Kunde' || {t} || ' Maschinenbau GmbH', 'kunde' || {t} || ' maschinenbau gmbh', 'kunde' || {t} || ' maschinenbau', {}, 10000000, 'EUR', {}, 'de', {submitted}, \
                 {submitted} + {DAY}, {answered}, {decided}, CASE WHEN {declined} THEN 'declined' ELSE 'approved' END, CASE WHEN {declined} THEN NULL ELSE {} END, 0, 'bench' || {t}, \
                 'kunde' || {t}, {submitted}, 1 FROM d {program}",
                self.id(COMPANY, "d.n / 3"),
                self.id(PRODUCT, &dice(nr, 7, PRODUCTS)),
                one_of(&dice(nr, 9, 3), &["web", "mail", "api"]),
                self.id(DEAL, nr),
            ),
            step(1, "'submitted'", &submitted, "1 = 1"),
            step(2, &format!("CASE WHEN {declined} THEN 'declined' ELSE 'approved' END"), &decided, "1 = 1"),
            step(3, &ended, &format!("({decided} + {DAY})"), &format!("NOT ({declined})")),
            format!(
                "INSERT INTO registration_finding (id, registration_id, kind, level, evidence, found_at) {rows} \
                 SELECT {}, {registration}, 'similar_company', 'likely', '{{\"agreed\":[]}}', {submitted} FROM d WHERE {} = 0",
                self.id("00a", nr),
                dice(nr, 10, 5),
            ),
            format!(
                "INSERT INTO event (id, kind, at, actor_kind, actor_name, channel, program_id, partner_id, registration_id, payload) {rows} \
                 SELECT {}, 'registration.submitted', {submitted}, 'system', 'System', 'system', g.id, {partner}, {registration}, '{{}}' FROM d {program}",
                self.id("00b", "d.n * 2 + 1"),
            ),
        ]
    }
}

const TABLES: &[&str] = &[
    "company",
    "partner",
    "partner_attribute",
    "partner_owner",
    "partner_phase",
    "partner_program",
    "deal",
    "deal_stage",
    "deal_line",
    "event",
    "registration",
    "registration_step",
    "registration_finding",
];

/// Writes as many deals and what belongs to them. Facts and totals are not made.
pub async fn fill(db: Db, folder: &Path, deals: u64) -> Result<()> {
    let app = foundation::app(db.clone(), folder);
    let cx = app.system(Channel::Cli);
    let mut managers: Vec<UserId> = Vec::new();
    for number in 0..MANAGERS {
        let person = CreateUser {
            name: format!("Manager {number}"),
            email: format!("manager{number}@halden.example"),
            role: Role::PartnerManager,
            all_partners: true,
            locale: None,
            invite: false,
        };
        managers.push(user::create(&cx, person).await.map_err(said)?.id);
    }
    filling::hurry(&db).await?;
    let again = filling::without_indexes(&db, TABLES).await?;
    let make = "CREATE TABLE filling (kind TEXT NOT NULL, major BIGINT NOT NULL, minor BIGINT NOT NULL, id UUID NOT NULL, amount BIGINT NOT NULL, PRIMARY KEY (kind, major, minor))";
    db.writer().execute_unprepared(make).await?;
    let mut numbers: Vec<[sea_orm::Value; 5]> = Vec::new();
    for (at, id) in managers.iter().enumerate() {
        numbers.push(["manager".into(), i64::try_from(at)?.into(), 0_i64.into(), (*id).into(), 0_i64.into()]);
    }
    for (at, kind) in KINDS.iter().enumerate() {
        let at = i64::try_from(at)?;
        let input = CreateProgram {
            key: format!("filled-{kind}"),
            name: format!("Filled {kind}"),
            kind: *kind,
            currency: Currency::EUR,
        };
        let id = program::create(&cx, input).await.map_err(said)?;
        let stages = program::stages(db.read(), id).await.map_err(said)?;
        let mut open = 0_i64;
        for stage in stages {
            let step = match stage.outcome {
                DealOutcome::Won => -1,
                DealOutcome::Lost => -2,
                DealOutcome::Open => {
                    open += 1;
                    open - 1
                }
            };
            numbers.push(["stage".into(), at.into(), step.into(), stage.id.into(), 0_i64.into()]);
        }
        numbers.push(["program".into(), at.into(), 0_i64.into(), id.into(), open.into()]);
    }
    for row in numbers {
        Sql::new("INSERT INTO filling VALUES ").bind_list(row).execute(db.writer()).await?;
    }
    let maker = Maker { dialect: db.dialect(), today: cx.now().0 / DAY, deals, partners: (deals / EACH).max(1) };
    let tx = filling::begin(&db).await?;
    let now = cx.now().0;
    let few = [
        format!(
            "INSERT INTO product (id, key, name, name_folded, category, active, created_at, version) {} SELECT {}, 'p' || {t}, 'Product ' || {t}, 'product ' || {t}, {}, TRUE, {now}, 1 FROM s",
            maker.numbers(PRODUCTS),
            maker.id(PRODUCT, "n"),
            one_of("n % 4", &["Core", "Plus", "Forecast", "Archive"]),
            t = Maker::text("n"),
        ),
        format!(
            "INSERT INTO segment (id, key, name, position, created_at) {} SELECT {}, 's' || {t}, 'Segment ' || {t}, CAST(n AS INTEGER), {now} FROM s",
            maker.numbers(5),
            maker.id(SEGMENT, "n"),
            t = Maker::text("n"),
        ),
    ];
    for statement in few.into_iter().chain(maker.statements()) {
        tx.execute_unprepared(&statement).await.with_context(|| statement.clone())?;
    }
    tx.commit().await?;
    db.writer().execute_unprepared("DROP TABLE filling").await?;
    filling::with_indexes(&db, again).await?;
    filling::settle(&db).await
}
