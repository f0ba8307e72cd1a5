//! Every job and every schedule of the product, in one list.

use crate::App;
use crate::access::{clean, idempotency};
use crate::connect::import::background as import;
use crate::cosell::conflict::renewal;
use crate::cosell::protection;
use crate::cosell::registration::{digest, draft, escalate, files, mine, watch};
use crate::grow::kpi::recount;
use crate::grow::{alert, coaching, health, kpi_digest};
use crate::record::mail;
use jobs::{Every, Queue};
use kernel::time::{DAY, HOUR, MINUTE};

/// Names the handler of each kind of job, and how often the regular ones run.
pub fn all(queue: Queue<App>) -> Queue<App> {
    queue
        .handle(mail::SEND, mail::send)
        .handle(import::RUN, import::run_job)
        .handle(idempotency::CLEAN, idempotency::clean)
        .schedule(Every { name: "idempotency.clean", kind: idempotency::CLEAN, period: HOUR })
        .handle(recount::RECOUNT, recount::recount)
        .schedule(Every { name: "kpi.recount", kind: recount::RECOUNT, period: MINUTE })
        .handle(coaching::FINDINGS, coaching::job)
        .schedule(Every { name: "coaching.findings", kind: coaching::FINDINGS, period: HOUR })
        .handle(health::SCORES, health::job)
        .schedule(Every { name: "health.scores", kind: health::SCORES, period: HOUR })
        .handle(health::ALERTS, health::alerts_job)
        .schedule(Every { name: "health.alerts", kind: health::ALERTS, period: HOUR })
        .handle(alert::ALERTS, alert::job)
        .schedule(Every { name: "kpi.alerts", kind: alert::ALERTS, period: HOUR })
        .handle(kpi_digest::DIGESTS, kpi_digest::job)
        .schedule(Every { name: "kpi.digests", kind: kpi_digest::DIGESTS, period: HOUR })
        .handle(clean::CLEAN, clean::clean)
        .schedule(Every { name: "access.clean", kind: clean::CLEAN, period: DAY })
        .handle(watch::BREACHES, watch::breaches_job)
        .schedule(Every { name: "registration.breaches", kind: watch::BREACHES, period: MINUTE })
        .handle(escalate::ESCALATIONS, escalate::job)
        .schedule(Every { name: "registration.escalations", kind: escalate::ESCALATIONS, period: MINUTE })
        .handle(digest::DIGESTS, digest::job)
        .schedule(Every { name: "registration.digests", kind: digest::DIGESTS, period: HOUR })
        .handle(draft::CLEAN, draft::clean)
        .schedule(Every { name: "registration.drafts", kind: draft::CLEAN, period: DAY })
        .handle(files::CLEAN, files::clean)
        .schedule(Every { name: "registration.files", kind: files::CLEAN, period: HOUR })
        .handle(mine::LETTERS, mine::letters)
        .handle(renewal::RENEW, renewal::renew)
        .handle(watch::EXPIRIES, watch::expiries_job)
        .schedule(Every { name: "registration.expiries", kind: watch::EXPIRIES, period: HOUR })
        .handle(protection::REMINDERS, protection::reminders_job)
        .schedule(Every { name: "protection.reminders", kind: protection::REMINDERS, period: HOUR })
}
