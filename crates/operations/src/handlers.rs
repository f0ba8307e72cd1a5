//! Every job and every schedule of the product, in one list.

use crate::App;
use crate::record::mail;
use jobs::Queue;

/// Names the handler of each kind of job.
pub fn all(queue: Queue<App>) -> Queue<App> {
    queue.handle(mail::SEND, mail::send)
}
