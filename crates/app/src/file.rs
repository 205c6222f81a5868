//! Pictures and papers: looked at, drawn anew, put into the store, and given to whoever may see them.

mod picture;

use bytes::Bytes;
use domain::{
    event::Event,
    file::{AttachFileError, Checked, FilePurpose, Kept, MediaType, PaperFile, RemoveFileError, StoreFileError, StoredFile, check},
    id::{AgreementId, FileId, Identifier},
    language::Language,
    policy::{AttachPaper, RemovePaper, SetLogo, StoreFile},
};
use persistence::error::Unique;
use ring::digest::{SHA256, digest};

use crate::{
    application::Application,
    failure::{Failure, Refused, taken},
    op::Op,
};

/// Where the bytes of a file lie in the store.
pub(crate) fn key(id: FileId) -> String {
    let name = id.uuid().simple().to_string();
    // Two letters of the name make the folder, so that no folder grows without end.
    format!("files/{}/{name}", &name[..2])
}

/// Takes a file from a company; it is to be put to its use within a day.
pub async fn store(op: &Op, purpose: FilePurpose, name: String, bytes: Bytes) -> Result<StoredFile, Refused<StoreFileError>> {
    let checked = check(purpose, &bytes)?;
    // Asked before the work of drawing, so that a stranger costs nothing, and again where the file is noted.
    op.may::<StoreFile>(()).await?;
    let (checked, bytes, measures) = drawn(op.app(), checked, bytes).await?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let hash = digest(&SHA256, &bytes);
    let hash = <[u8; 32]>::try_from(hash.as_ref()).map_err(|error| Failure::Internal(error.to_string()))?;
    let kept = Kept { checked, name, size, digest: hash, measures };

    let (tx, actor) = op.begin().await?;
    let used = tx.files().used(tx.company()).await?;
    let file = StoredFile::store(&actor.permit::<StoreFile>(())?, kept, used, op.secret_stamp())?;
    tx.files().add(&file).await?;
    // The bytes come first: what is noted is there. If the note fails they lie under a name that nobody knows.
    op.app().ports.files.put(&key(file.id), bytes).await?;
    tx.commit(Event::FileStored { file: file.id, company: file.company }).await?;
    Ok(file)
}

/// A picture drawn anew, and a document as it is.
async fn drawn(app: &Application, checked: Checked, bytes: Bytes) -> Result<(Checked, Bytes, Option<(u32, u32)>), Refused<StoreFileError>> {
    if checked.media_type == MediaType::Pdf {
        return Ok((checked, bytes, None));
    }
    let permit = app.drawing.acquire().await.map_err(|_| Failure::Unavailable)?;
    let drawn = tokio::task::spawn_blocking(move || picture::redraw(&bytes)).await;
    drop(permit);
    let picture = drawn.map_err(|error| Failure::Internal(error.to_string()))?.ok_or(StoreFileError::BrokenPicture)?;
    let checked = Checked { media_type: MediaType::Png, ..checked };
    Ok((checked, picture.bytes, Some((picture.width, picture.height))))
}

/// The bytes of a file that the request may see.
pub async fn fetch(op: &Op, id: FileId) -> Result<(StoredFile, Bytes), Failure> {
    let file = op.view().await?.files().get(id).await?;
    if file.removed_at.is_some() {
        return Err(Failure::NotFound);
    }
    let bytes = op.app().ports.files.get(&key(id)).await?;
    Ok((file, bytes))
}

/// The company shows this picture from now on, and no other.
pub async fn set_logo(op: &Op, id: FileId) -> Result<StoredFile, Refused<AttachFileError>> {
    let (tx, actor) = op.begin().await?;
    let file = own(&tx.files().get(id).await?, tx.company())?;
    let permit = actor.permit::<SetLogo>(tx.companies().get(tx.company()).await?)?;
    let stamp = op.stamp();
    let mut file = file.show(&permit, stamp)?;
    for shown in tx.files().logos(&[tx.company()]).await? {
        if let Ok(hidden) = shown.hide(&permit, stamp) {
            tx.files().change(&hidden).await?;
        }
    }
    tx.files().change(&file).await.map_err(taken(Unique::CompanyLogo, || AttachFileError::NotWaiting))?;
    tx.commit(Event::LogoSet { company: file.company, file: id }).await?;
    file.version += 1;
    Ok(file)
}

/// The company shows no picture from now on.
pub async fn remove_logo(op: &Op) -> Result<(), Refused<RemoveFileError>> {
    let (tx, actor) = op.begin().await?;
    let permit = actor.permit::<SetLogo>(tx.companies().get(tx.company()).await?)?;
    let shown = tx.files().logos(&[tx.company()]).await?.pop().ok_or(RemoveFileError::RemovedAlready)?;
    let hidden = shown.hide(&permit, op.stamp())?;
    tx.files().change(&hidden).await?;
    tx.commit(Event::LogoRemoved { company: hidden.company }).await?;
    Ok(())
}

/// What another company handed over is not there for this one to use, though it may see it.
fn own(file: &StoredFile, company: domain::id::CompanyId) -> Result<StoredFile, Failure> {
    if file.company == company { Ok(file.clone()) } else { Err(Failure::NotFound) }
}

/// Lays a text beside a paper.
pub async fn attach(op: &Op, agreement: AgreementId, id: FileId, language: Language) -> Result<StoredFile, Refused<AttachFileError>> {
    let (tx, actor) = op.begin().await?;
    let agreement = tx.agreements().get(agreement).await?;
    let permit = actor.permit::<AttachPaper>(agreement)?;
    let file = own(&tx.files().get(id).await?, tx.company())?;
    let others = tx.files().beside(&[permit.subject().id]).await?.len();
    let mut file = file.attach(&permit, language, others, op.stamp())?;
    tx.files().change(&file).await?;
    let agreement = permit.subject();
    let event = Event::PaperAttached { agreement: agreement.id, file: id, by: file.company, parties: agreement.parties.clone() };
    tx.commit(event).await?;
    file.version += 1;
    Ok(file)
}

/// Takes a text back that one's own company laid beside a paper.
pub async fn remove(op: &Op, id: FileId) -> Result<StoredFile, Refused<RemoveFileError>> {
    let (tx, actor) = op.begin().await?;
    let file = tx.files().get(id).await?;
    let agreement = tx.agreements().get(file.agreement.ok_or(Failure::NotFound)?).await?;
    let (parties, by, agreement_id) = (agreement.parties.clone(), file.company, agreement.id);
    let permit = actor.permit::<RemovePaper>(PaperFile { file, agreement })?;
    let paper = PaperFile::remove(permit, op.stamp())?;
    tx.files().change(&paper.file).await?;
    tx.commit(Event::PaperRemoved { agreement: agreement_id, file: id, by, parties }).await?;
    Ok(paper.file)
}
