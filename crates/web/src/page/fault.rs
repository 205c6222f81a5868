//! The page that says what stood in the way, and what to do about it.

use maud::html;

use super::Page;
use crate::{fault::Fault, language::Language, words::written};

/// Draws a fault as a page.
pub(crate) fn draw(language: Language, fault: &Fault) -> Page {
    let home = format!("/{}", language.tag());
    let (title, what_to_do) = match fault {
        Fault::NotFound => ("This page is not here", "The address may be wrong, or what stood here is not for everybody to see."),
        Fault::Refused(_) => ("The forum could not read that", "Correct the address or the form, and send it again."),
        Fault::SignInNeeded => ("Please sign in", "This page is for those who have signed in."),
        Fault::SessionEnded => ("Your session has ended", "Sign in again to go on where you were."),
        Fault::Forbidden => ("This is not for you", "You have signed in, but what you asked for needs another role."),
        Fault::Busy { .. } => ("The forum is busy", "Nothing was lost and nothing was changed. Try again in a moment."),
        Fault::ForeignForm => ("This form did not come from the forum", "Nothing was changed. Open the page here and send the form again."),
        Fault::Broken { .. } => {
            ("Something went wrong on our side", "Nothing you did is wrong. Try again later; if it stays, tell us the number below.")
        }
    };
    let main = html! {
        h1 { (language.say(title)) }
        @if let Fault::Refused(why) = fault { p role="alert" class="wrong" { (written(why)) } }
        p { (language.say(what_to_do)) }
        @if let Fault::Busy { retry_after } = fault { p { (language.say(&format!("Worth another try after {retry_after} s."))) } }
        @if let Fault::Broken { request_id } = fault {
            p { (language.say("Number of the request:")) " " code { (request_id) } }
        }
        p class="actions" {
            @if matches!(fault, Fault::SignInNeeded | Fault::SessionEnded) {
                a class="button" href={ (home) "/sign-in" } { (language.say("Sign in")) }
            }
            a href=(home) { (language.say("To the scoreboard")) } " "
            a href={ (home) "/companies" } { (language.say("To the companies")) }
        }
    };
    Page { status: fault.status(), ..Page::new(title, main, None) }
}
