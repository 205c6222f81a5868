//! A letter as a message of RFC 5322.

use app::port::{Letter, MailError};
use chrono::{DateTime, Utc};
use domain::{email_address::EmailAddress, language::Language};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use thiserror::Error;

/// In whose name letters are sent: a name to read and an address.
#[derive(Clone, Debug)]
pub struct Sender(Mailbox);

/// Why there is nobody to send letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the sender must be an address such as forum@example.org")]
pub struct SenderError;

impl Sender {
    /// Reads the address, and takes the name as it is.
    pub fn parse(name: &str, address: &str) -> Result<Self, SenderError> {
        let address = EmailAddress::parse(address).map_err(|_| SenderError)?.to_ascii();
        let address = address.parse().map_err(|_| SenderError)?;
        let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        Ok(Self(Mailbox::new(name, address)))
    }
}

/// Writes the message. The same letter at the same moment becomes the same bytes.
pub fn write(sender: &Sender, letter: &Letter, at: DateTime<Utc>) -> Result<Message, MailError> {
    let to: Address = EmailAddress::parse(&letter.to)
        .ok()
        .and_then(|address| address.to_ascii().parse().ok())
        .ok_or_else(|| MailError::Permanent("the address is malformed".to_owned()))?;
    // A mailbox, and every server on the way, knows a copy by this.
    let message_id = format!("<{}@{}>", letter.id, sender.0.email.domain());
    let message = Message::builder()
        .from(sender.0.clone())
        .to(Mailbox::new(None, to))
        .subject(one_line(&letter.subject))
        .date(at.into())
        .message_id(Some(message_id))
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("Content-Language", letter.language.as_str()));
    let message = match &letter.unsubscribe {
        // One click in a mail program, as RFC 8058 says: the program posts the second header's words to the first one's address.
        Some(address) => message
            .raw_header(raw("List-Unsubscribe", &format!("<{}>", one_line(address))))
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")),
        None => message,
    };
    // The boundary follows from the letter, so that a retry is the same message.
    let both = MultiPart::alternative().boundary(format!("forum-{}", letter.id.simple()));
    message
        .multipart(
            both.singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(letter.text.clone()))
                .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(page(letter))),
        )
        .map_err(|error| MailError::Permanent(error.to_string()))
}

/// The same text as a page: in the direction of its language, and with addresses that can be followed.
fn page(letter: &Letter) -> String {
    let direction = if letter.language == Language::Ur { "rtl" } else { "ltr" };
    let lines: Vec<String> = letter.text.lines().map(line).collect();
    format!(
        "<!doctype html><html lang=\"{}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>{}</title></head><body><p>{}</p></body></html>\n",
        letter.language,
        escaped(&one_line(&letter.subject)),
        lines.join("<br>\n")
    )
}

/// A line whose words are text, but for addresses of pages.
fn line(text: &str) -> String {
    let word = |word: &str| {
        let shown = escaped(word);
        if word.starts_with("https://") || word.starts_with("http://") {
            format!("<a href=\"{shown}\" dir=\"ltr\">{shown}</a>")
        } else {
            shown
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// When the letter was written, if its identity says so, and now otherwise. A letter that is sent again so keeps its date.
pub fn written_at(letter: &Letter, now: DateTime<Utc>) -> DateTime<Utc> {
    letter
        .id
        .get_timestamp()
        .filter(|_| letter.id.get_version_num() == 7)
        .and_then(|timestamp| {
            let (seconds, nanos) = timestamp.to_unix();
            DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
        })
        .unwrap_or(now)
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A header is one line. A company's name with a line break in it must not begin another header, and one that looks like an
/// encoded word must not be decoded into something else.
fn one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_control()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ").replace("=?", "= ?")
}

#[cfg(test)]
pub mod tests {
    use mail_parser::MessageParser;
    use uuid::Uuid;

    use super::*;

    pub fn sender() -> Sender {
        Sender::parse("Пәкістан–Қазақстан форумы", "forum@example.org").unwrap()
    }

    pub fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap()
    }

    pub fn letter(number: u128) -> Letter {
        Letter {
            id: Uuid::from_u128(number),
            to: "aigerim@example.kz".to_owned(),
            subject: "Қош келдіңіз".to_owned(),
            text: "Сәлеметсіз бе!\n".to_owned(),
            language: Language::Kk,
            unsubscribe: None,
        }
    }

    fn written(letter: &Letter) -> String {
        String::from_utf8(write(&sender(), letter, noon()).unwrap().formatted()).unwrap()
    }

    /// What a reader's mail program would show.
    fn read(letter: &Letter) -> (String, String, String) {
        let text = written(letter);
        let message = MessageParser::default().parse(text.as_bytes()).unwrap();
        let to = message.to().unwrap().first().unwrap().address().unwrap().to_owned();
        (to, message.subject().unwrap().to_owned(), super::super::folder::text_of(&message).unwrap())
    }

    #[test]
    fn letters_of_any_script_arrive_as_they_were_written() {
        let long = "Құрметті әріптестер, Ыстықкөл, Өскемен, Үшарал, Шымкент және Ақтау қалаларынан келген компаниялар ".repeat(4);
        for (subject, text) in [
            ("Welcome", "Plain text.\nTwo lines.\n"),
            ("پاکستان قازقستان کاروباری فورم میں خوش آمدید", "محترم ساتھی،\nآپ کی کمپنی کی تصدیق ہو گئی۔\n"),
            ("Қазақстан–Пәкістан іскерлік форумына қош келдіңіз", "Құрметті әріптес!\n\nСіздің компанияңыз расталды.\n"),
            ("Подтвердите почту 🤝", "Строка.\n.\nСтрока с точкой впереди.\n..\n"),
            (long.trim(), long.as_str()),
            ("2 + 2 = 4?", "From the start of a line\n=20 = not an escape\n"),
        ] {
            let letter = Letter { subject: subject.to_owned(), text: text.to_owned(), ..letter(1) };
            assert_eq!(read(&letter), (letter.to.clone(), subject.to_owned(), text.trim_end().to_owned()));
        }
    }

    #[test]
    fn a_message_is_ascii_and_in_short_lines() {
        let letter = Letter { text: "Ұзын жол ".repeat(500), subject: "خوش آمدید ".repeat(30), ..letter(1) };
        let text = written(&letter);
        assert!(text.is_ascii());
        assert!(text.lines().all(|line| line.len() <= 998));
    }

    #[test]
    fn a_retry_is_the_same_message() {
        assert_eq!(written(&letter(5)), written(&letter(5)));
        assert!(written(&letter(5)).contains("Message-ID: <00000000-0000-0000-0000-000000000005@example.org>\r\n"));
        assert_ne!(written(&letter(5)), written(&letter(6)));
    }

    #[test]
    fn the_headers_say_what_the_letter_is() {
        let text = written(&letter(1));
        for header in ["Auto-Submitted: auto-generated\r\n", "Content-Language: kk\r\n", "Date: Mon, 21 Sep 2026 14:13:20 +0000\r\n"] {
            assert!(text.contains(header), "{header} is missing in {text}");
        }
    }

    #[test]
    fn a_letter_is_a_page_too() {
        let urdu = Letter {
            language: Language::Ur, text: "خوش آمدید <b>\nhttps://forum.example/ur?a=1&b=\"2\"\n".to_owned(), ..letter(1)
        };
        let text = written(&urdu);
        let message = MessageParser::default().parse(text.as_bytes()).unwrap();
        let html = message.body_html(0).unwrap().into_owned();
        assert!(html.contains("<html lang=\"ur\" dir=\"rtl\">") && html.contains("خوش آمدید &lt;b&gt;<br>"), "{html}");
        let address = "https://forum.example/ur?a=1&amp;b=&quot;2&quot;";
        assert!(html.contains(&format!("<a href=\"{address}\" dir=\"ltr\">{address}</a>")), "{html}");
        assert_eq!(message.text_body_count(), 1);
    }

    #[test]
    fn a_letter_that_may_be_ended_says_how() {
        let address = format!("https://forum.example/unsubscribe?token={}.PROGRESS.{}&language=kk", "0".repeat(32), "a".repeat(43));
        let text = written(&Letter { unsubscribe: Some(address.clone()), ..letter(1) });
        let message = MessageParser::default().parse(text.as_bytes()).unwrap();
        let told = message.header_raw("List-Unsubscribe").unwrap().trim().replace("\r\n", "").replace(' ', "");
        assert_eq!(told, format!("<{address}>"));
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
        assert!(!written(&letter(1)).contains("List-Unsubscribe"));
    }

    #[test]
    fn no_value_begins_another_header() {
        let letter = Letter { subject: "Hello\r\nBcc: thief@example.net\r\nX-Injected: 1\r\n\r\nBody".to_owned(), ..letter(1) };
        let text = written(&letter);
        let message = MessageParser::default().parse(text.as_bytes()).unwrap();
        assert!(message.bcc().is_none());
        assert!(message.header("X-Injected").is_none());
        assert_eq!(message.subject(), Some("Hello Bcc: thief@example.net X-Injected: 1 Body"));
        let encoded = Letter { subject: "=?utf-8?q?Bank_transfer?=".to_owned(), ..letter.clone() };
        assert_eq!(read(&encoded).1, "= ?utf-8?q?Bank_transfer?=");
        let to = Letter { to: "a@example.kz\r\nBcc: thief@example.net".to_owned(), ..letter };
        assert!(matches!(write(&sender(), &to, noon()), Err(MailError::Permanent(_))));
    }

    #[test]
    fn an_international_domain_goes_out_in_ascii() {
        let letter = Letter { to: "info@қазақ.қаз".to_owned(), ..letter(1) };
        let message = write(&sender(), &letter, noon()).unwrap();
        let to = message.envelope().to()[0].to_string();
        assert!(to.is_ascii() && to.starts_with("info@xn--"), "{to}");
        let (read, ..) = read(&letter);
        assert_eq!(read, to);
    }

    #[test]
    fn a_malformed_address_never_leaves_and_is_not_repeated_in_the_log() {
        let letter = Letter { to: "secret-nobody".to_owned(), ..letter(1) };
        let error = write(&sender(), &letter, noon()).unwrap_err();
        assert!(matches!(&error, MailError::Permanent(text) if !text.contains("secret")));
        assert_eq!(Sender::parse("Forum", "nobody").unwrap_err(), SenderError);
    }

    #[test]
    fn a_letter_is_dated_by_its_identity_if_that_is_dated() {
        let at = DateTime::from_timestamp(1_780_000_000, 250_000_000).unwrap();
        let dated = Letter { id: app::port::uuid_v7_from(at, 1, [0; 4]), ..letter(1) };
        assert_eq!(written_at(&dated, noon()), at);
        let undated = Letter { id: uuid::Builder::from_random_bytes([9; 16]).into_uuid(), ..letter(1) };
        assert_eq!(written_at(&undated, noon()), noon());
    }
}
