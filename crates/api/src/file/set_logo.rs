//! `setLogo`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{file::AttachFileError, id::FileId};

use super::Picture;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which picture.
#[derive(InputObject)]
pub struct SetLogoInput {
    /// A picture that was handed over by `POST /files?purpose=LOGO` within the day.
    pub file_id: ID,
}

user_errors! {
    "setLogo": SetLogoError, SetLogoErrorCode {
        /// The file was handed over for something else.
        OtherPurpose,
        /// The file is in use already, was taken back, or is a day old.
        NotWaiting,
    }
}

/// The picture that is shown.
#[derive(SimpleObject)]
pub struct SetLogoPayload {
    /// The picture; nothing if there are `userErrors`.
    pub logo: Option<Picture>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<SetLogoError>,
}

#[derive(Default)]
pub struct SetLogo;

#[Object]
impl SetLogo {
    /// Shows a picture of one's own company in place of the one before. Requires Owner or Editor.
    async fn set_logo(&self, ctx: &Context<'_>, #[graphql(desc = "Which picture.")] input: SetLogoInput) -> Result<SetLogoPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("fileId", input.file_id.parse::<FileId>());
        let id = match reading.finish(id) {
            Ok(read) => read,
            Err(user_errors) => return Ok(SetLogoPayload { logo: None, user_errors }),
        };
        let (logo, user_errors) = split(settle(app::file::set_logo(op(ctx), id).await, |error| tell(&error))?);
        Ok(SetLogoPayload { logo: logo.map(Picture), user_errors })
    }
}

fn tell(error: &AttachFileError) -> SetLogoError {
    let code = match error {
        AttachFileError::OtherPurpose => SetLogoErrorCode::OtherPurpose,
        AttachFileError::NotWaiting | AttachFileError::TooMany => SetLogoErrorCode::NotWaiting,
    };
    rule(code, "fileId", error)
}
