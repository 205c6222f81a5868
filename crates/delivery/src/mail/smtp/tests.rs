use std::sync::Mutex;

use app::port::seeded::StoppedClock;
use chrono::TimeDelta;
use mail_parser::MessageParser;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::super::message::tests::{letter, noon, sender};
use super::*;

/// A mail server that says what it is told to at one step, and otherwise yes.
struct Server {
    url: String,
    received: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<usize>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// `answers` are pairs of the beginning of a command and the answer to it; an empty answer is silence.
    #[expect(clippy::disallowed_methods, reason = "the scripted server runs beside the test")]
    async fn start(answers: &'static [(&'static str, &'static str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (received, connections) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(0)));
        let (letters, count) = (Arc::clone(&received), Arc::clone(&connections));
        let task = tokio::spawn(async move {
            let mut talks = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                *count.lock().unwrap() += 1;
                talks.spawn(talk(stream, answers, Arc::clone(&letters)));
            }
        });
        Self { url, received, connections, task }
    }

    fn mailer(&self, timeouts: Timeouts) -> SmtpMailer {
        mailer(&self.url, timeouts).unwrap()
    }

    fn received(&self) -> Vec<String> {
        self.received.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(stream: TcpStream, answers: &[(&str, &str)], letters: Arc<Mutex<Vec<String>>>) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 mail.example ESMTP\r\n").await.ok();
    while let Ok(Some(line)) = lines.next_line().await {
        let scripted = answers.iter().find(|(command, _)| line.starts_with(command)).map(|(_, answer)| *answer);
        let answer = match scripted {
            Some(answer) => answer,
            None if line.starts_with("EHLO") => "250-mail.example\r\n250 AUTH PLAIN",
            None if line == "DATA" => "354 go on",
            None => "250 well",
        };
        if answer.is_empty() {
            std::future::pending::<()>().await;
        }
        writing.write_all(format!("{answer}\r\n").as_bytes()).await.ok();
        if answer.starts_with("354") {
            let mut letter = String::new();
            while let Ok(Some(line)) = lines.next_line().await {
                if line == "." {
                    break;
                }
                letter.push_str(line.strip_prefix('.').unwrap_or(&line));
                letter.push_str("\r\n");
            }
            letters.lock().unwrap().push(letter);
            writing.write_all(b"250 taken\r\n").await.ok();
        }
    }
}

fn mailer(url: &str, timeouts: Timeouts) -> Result<SmtpMailer, SmtpUrlError> {
    SmtpMailer::parse(&url.into(), sender(), Arc::new(StoppedClock::new(noon())), timeouts)
}

async fn outcome(answers: &'static [(&'static str, &'static str)]) -> Result<(), MailError> {
    Server::start(answers).await.mailer(Timeouts::default()).send(letter(1)).await
}

fn temporary(code: u16) -> MailError {
    MailError::Temporary(format!("the mail server answered {code}"))
}

fn permanent(code: u16) -> MailError {
    MailError::Permanent(format!("the mail server answered {code}"))
}

// The server needs a thread of its own: closing a connection waits for its answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_arrives_as_it_was_written() {
    let server = Server::start(&[]).await;
    let urdu = Letter {
        subject: "پاکستان قازقستان فورم".to_owned(), text: "محترم ساتھی،\n.\n..\nخوش آمدید۔\n".to_owned(), ..letter(1)
    };
    server.mailer(Timeouts::default()).send(urdu.clone()).await.unwrap();
    let received = server.received();
    let message = MessageParser::default().parse(received[0].as_bytes()).unwrap();
    assert_eq!(message.subject(), Some(urdu.subject.as_str()));
    assert_eq!(super::super::folder::text_of(&message).unwrap(), urdu.text.trim_end());
    assert_eq!(message.message_id(), Some("00000000-0000-0000-0000-000000000001@example.org"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_retry_at_another_time_is_the_same_message() {
    let server = Server::start(&[]).await;
    let clock = Arc::new(StoppedClock::new(noon()));
    let shown = Arc::<StoppedClock>::clone(&clock);
    let mailer = SmtpMailer::parse(&server.url.as_str().into(), sender(), shown, Timeouts::default()).unwrap();
    let dated = Letter { id: app::port::uuid_v7_from(noon(), 1, [0; 4]), ..letter(1) };
    mailer.send(dated.clone()).await.unwrap();
    clock.advance(TimeDelta::hours(1));
    mailer.send(dated).await.unwrap();
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0], received[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_one_after_the_other_share_a_connection() {
    let server = Server::start(&[]).await;
    let mailer = server.mailer(Timeouts::default());
    for number in 0..5 {
        mailer.send(letter(number)).await.unwrap();
    }
    assert_eq!(server.received().len(), 5);
    assert!(*server.connections.lock().unwrap() <= 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailbox_that_does_not_exist_is_for_good() {
    assert_eq!(outcome(&[("RCPT", "550 5.1.1 no such user")]).await, Err(permanent(550)));
    assert_eq!(outcome(&[("RCPT", "553 5.1.3 bad address")]).await, Err(permanent(553)));
    assert_eq!(outcome(&[("DATA", "554 5.7.1 refused")]).await, Err(permanent(554)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_pass_is_temporary() {
    assert_eq!(outcome(&[("RCPT", "451 4.7.1 greylisted")]).await, Err(temporary(451)));
    assert_eq!(outcome(&[("MAIL", "452 4.3.1 disk full")]).await, Err(temporary(452)));
    assert_eq!(outcome(&[("MAIL", "530 5.7.0 authentication required")]).await, Err(temporary(530)));
    assert_eq!(outcome(&[("EHLO", "502 not implemented")]).await, Err(temporary(502)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_password_loses_no_letter_and_is_not_repeated() {
    let server = Server::start(&[("AUTH", "535 5.7.8 hunter2 refused")]).await;
    let url = server.url.replace("smtp://", "smtp://forum:hunter2@");
    let mailer = mailer(&url, Timeouts::default()).unwrap();
    let error = mailer.send(letter(1)).await.unwrap_err();
    assert_eq!(error, temporary(535));
    assert!(!format!("{mailer:?} {error:?} {error}").contains("hunter2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_not_there_is_temporary() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let outcome = mailer(&format!("smtp://{address}"), Timeouts::default()).unwrap().send(letter(1)).await;
    assert_eq!(outcome, Err(MailError::Temporary("no answer from the mail server".to_owned())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_server_holds_nobody_up() {
    let (short, long) = (Duration::from_millis(20), Duration::from_secs(2));
    for (answer, letter_time, expected) in [(short, long, "no answer from the mail server"), (long, short, "the mail server took too long")]
    {
        let server = Server::start(&[("RCPT", "")]).await;
        let outcome = server.mailer(Timeouts { answer, letter: letter_time }).send(letter(1)).await;
        assert_eq!(outcome, Err(MailError::Temporary(expected.to_owned())));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_with_an_answer_unread_is_not_used_again() {
    for silent in ["MAIL", "RCPT", "DATA"] {
        let server = Server::start(Vec::leak(vec![(silent, "")])).await;
        let mailer = server.mailer(Timeouts { answer: Duration::from_millis(20), letter: Duration::from_mins(1) });
        for _ in 0..2 {
            assert!(matches!(mailer.send(letter(1)).await, Err(MailError::Temporary(_))));
        }
        assert_eq!(*server.connections.lock().unwrap(), 2, "{silent}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_tls_gets_no_letter_where_tls_is_required() {
    let server = Server::start(&[]).await;
    let mailer = mailer(&format!("{}?tls=required", server.url), Timeouts::default()).unwrap();
    assert!(matches!(mailer.send(letter(1)).await, Err(MailError::Temporary(_))));
    assert!(server.received().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_do_not_cross_the_network_unprotected() {
    for url in [
        "smtp://mail.example.org",
        "smtp://user:pass@mail.example.org:25",
        "smtp://mail.example.org?tls=opportunistic",
        "smtp://localhost@mail.example.org",
        "smtp://mail.example.org/localhost",
        "smtp://localhost.example.org",
        "smtp://127.0.0.1.example.org",
        "smtp://192.0.2.1",
    ] {
        assert_eq!(mailer(url, Timeouts::default()).err(), Some(SmtpUrlError::Unprotected), "{url}");
    }
    for url in [
        "smtps://user:p%40ss@mail.example.org",
        "smtp://mail.example.org?tls=required",
        "smtp://localhost:1025",
        "smtp://127.0.0.1:1025",
        "smtp://[::1]:1025",
    ] {
        assert!(mailer(url, Timeouts::default()).is_ok(), "{url}");
    }
    for url in ["", "mail.example.org", "http://mail.example.org", "smtps://", "SMTP://mail.example.org?tls=x"] {
        assert_eq!(mailer(url, Timeouts::default()).err(), Some(SmtpUrlError::Malformed), "{url}");
    }
}
