//! Every job and every schedule of the product, in one list.

use crate::App;
use crate::access::{clean, idempotency};
use crate::connect::import::background as import;
use crate::record::mail;
use jobs::{Every, Queue};
use kernel::time::{DAY, HOUR};

/// Names the handler of each kind of job.
pub fn all(queue: Queue<App>) -> Queue<App> {
    queue
        .handle(mail::SEND, mail::send)
        .handle(import::RUN, import::run_job)
        .handle(idempotency::CLEAN, idempotency::clean)
        .schedule(Every { name: "idempotency.clean", kind: idempotency::CLEAN, period: HOUR })
        .handle(clean::CLEAN, clean::clean)
        .schedule(Every { name: "access.clean", kind: clean::CLEAN, period: DAY })
}
