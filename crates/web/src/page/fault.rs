//! The page that says what stood in the way, and what to do about it.

use maud::html;

use super::Page;
use crate::{fault::Fault, language::Language, message::fault as said, words::written};

/// Draws a fault as a page; `here` is the address that met it, to come back to.
pub(crate) fn draw(language: Language, fault: &Fault, here: &str) -> Page {
    let home = format!("/{}", language.tag());
    let back = crate::address::encoded(here);
    let (title, what_to_do) = match fault {
        Fault::NotFound => (said::not_found(), said::not_found_do()),
        Fault::Refused(_) => (said::refused(), said::refused_do()),
        Fault::SignInNeeded => (said::sign_in_needed(), said::sign_in_needed_do()),
        Fault::SessionEnded => (said::session_ended(), said::session_ended_do()),
        Fault::Forbidden => (said::forbidden(), said::forbidden_do()),
        Fault::FreshNeeded => (said::fresh_needed(), said::fresh_needed_do()),
        Fault::Stale => (said::stale(), said::stale_do()),
        Fault::TooOften { .. } => (said::too_often(), said::too_often_do()),
        Fault::Busy { .. } => (said::busy(), said::busy_do()),
        Fault::ForeignForm => (said::foreign_form(), said::foreign_form_do()),
        Fault::OldForm => (said::old_form(), said::old_form_do()),
        Fault::Broken { .. } => (said::broken(), said::broken_do()),
    };
    let main = html! {
        h1 { (language.say(title.clone())) }
        @if let Fault::Refused(why) = fault { div role="alert" class="wrong" { p lang="en" { (written(why)) } } }
        p { (language.say(what_to_do)) }
        @if let Some(seconds) = fault.retry_after() { p { (language.say(said::retry_after(i64::try_from(seconds).unwrap_or(i64::MAX)))) } }
        @if let Fault::Broken { request_id } = fault { p { (language.say(said::request_number())) " " code { (request_id) } } }
        p class="actions" {
            @match fault {
                Fault::SignInNeeded | Fault::SessionEnded => a class="button" href={ (home) "/sign-in?to=" (back) } { (language.say(said::to_sign_in())) },
                Fault::FreshNeeded => a class="button" href={ (home) "/confirm-access?to=" (back) } { (language.say(said::to_confirm())) },
                Fault::Stale | Fault::OldForm => a class="button" href=(here) { (language.say(said::look_again())) },
                _ => {},
            }
            a href=(home) { (language.say(said::to_scoreboard())) } " "
            a href={ (home) "/companies" } { (language.say(said::to_companies())) }
        }
    };
    Page { status: fault.status(), ..Page::new(language.text(title), main, None) }
}
