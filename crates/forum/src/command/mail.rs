//! Shows the letters that were written into the data folder.

use delivery::mail::{StoredLetter, list};

use crate::{failure::Failure, settings::Settings, terminal::say};

pub fn run(settings: &Settings, to: Option<&str>, last: bool) -> Result<(), Failure> {
    let mut letters = list(&settings.mail_folder()).map_err(Failure::io("the folder of letters"))?;
    letters.retain(|letter| to.is_none_or(|to| letter.to.eq_ignore_ascii_case(to.trim())));
    if last {
        letters.drain(..letters.len().saturating_sub(1));
    }
    if letters.is_empty() {
        return say("no letters");
    }
    letters.iter().try_for_each(|letter| say(shown(letter)))
}

fn shown(letter: &StoredLetter) -> String {
    let StoredLetter { at, to, subject, text } = letter;
    format!("Date:    {}\nTo:      {to}\nSubject: {subject}\n\n{text}\n\n--", at.format("%Y-%m-%d %H:%M:%S UTC"))
}
