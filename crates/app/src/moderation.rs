//! The queue of what waits for staff.

use domain::{moderation_case::Queue, policy::ReadQueue};
use persistence::{Forum, View};

use crate::{failure::Failure, op::Op};

/// The view of staff who decide: auditors read the audit and not the queue.
pub async fn queue(op: &Op) -> Result<View<Forum>, Failure> {
    let _permit = op.actor().await?.permit::<ReadQueue>(Queue)?;
    op.staff_view().await
}
