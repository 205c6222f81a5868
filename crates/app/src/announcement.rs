//! What the forum announces: drafted, published and withdrawn by administrators.

use domain::{
    announcement::{Announcement, AnnouncementError, AnnouncementState, AnnouncementWords},
    event::Event,
    id::AnnouncementId,
    permit::{ForumRecord, Permit},
    policy::{KeepAnnouncements, ReadDesk},
};
use persistence::{Forum, Page, Tx, Window};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

type Changed = Result<Announcement, Refused<AnnouncementError>>;

async fn begin(op: &Op) -> Result<(Tx<Forum>, Permit<KeepAnnouncements>), Failure> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = actor.permit::<KeepAnnouncements>(ForumRecord)?;
    Ok((tx, permit))
}

/// Every announcement in any state, for those who write them.
pub async fn page(op: &Op, state: Option<AnnouncementState>, window: &Window) -> Result<Page<Announcement>, Failure> {
    let view = op.staff_view().await?;
    let _permit = op.actor().await?.permit::<ReadDesk>(ForumRecord)?;
    Ok(view.announcements().page(state, window).await?)
}

async fn read(tx: &Tx<Forum>, id: AnnouncementId, expected: i32) -> Result<Announcement, Failure> {
    let announcement = tx.announcements().get(id).await?;
    if announcement.version == expected { Ok(announcement) } else { Err(Failure::Conflict) }
}

fn next(mut announcement: Announcement) -> Announcement {
    announcement.version += 1;
    announcement
}

/// Writes a draft: a new one, or the one of that version anew.
pub async fn draft(op: &Op, words: AnnouncementWords, before: Option<(AnnouncementId, i32)>) -> Changed {
    let (tx, permit) = begin(op).await?;
    let announcement = match before {
        Some((id, expected)) => {
            let announcement = read(&tx, id, expected).await?.redraft(&permit, words)?;
            tx.announcements().change(&announcement).await?;
            next(announcement)
        }
        None => {
            let announcement = Announcement::draft(&permit, words, op.stamp())?;
            tx.announcements().add(&announcement).await?;
            announcement
        }
    };
    tx.commit(Event::AnnouncementDrafted { announcement: announcement.id, by: permit.by().id }).await?;
    Ok(announcement)
}

/// Shows a draft to its audience.
pub async fn publish(op: &Op, id: AnnouncementId, expected: i32) -> Changed {
    let (tx, permit) = begin(op).await?;
    let announcement = read(&tx, id, expected).await?.publish(&permit, op.stamp())?;
    tx.announcements().change(&announcement).await?;
    let audience = announcement.words.audience.as_str().to_owned();
    tx.commit(Event::AnnouncementPublished { announcement: id, audience, by: permit.by().id }).await?;
    Ok(next(announcement))
}

/// Takes it back.
pub async fn withdraw(op: &Op, id: AnnouncementId, expected: i32) -> Changed {
    let (tx, permit) = begin(op).await?;
    let announcement = read(&tx, id, expected).await?.withdraw(&permit, op.stamp())?;
    tx.announcements().change(&announcement).await?;
    tx.commit(Event::AnnouncementWithdrawn { announcement: id, by: permit.by().id }).await?;
    Ok(next(announcement))
}
