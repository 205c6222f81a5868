//! How long a connection may keep us waiting, by what it is in the middle of.
//!
//! The library's own timer cannot tell a connection that is silent between two requests from one that sends a head a byte at a time,
//! and it does not run at all until it has made out which version of HTTP is spoken.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::Notify,
    time::Instant,
};

use super::Limits;

/// What is known of one connection.
pub struct Pace {
    state: Mutex<State>,
    /// Told when a deadline has come nearer; one that has moved away is seen when the earlier one passes.
    nearer: Notify,
    /// Told when a request has arrived.
    served: Notify,
    limits: Limits,
}

struct State {
    /// Requests whose answer has not been written to its end.
    running: usize,
    served: bool,
    /// Whether frames come between requests too, as in HTTP/2.
    multiplexed: bool,
    quiet_since: Instant,
    /// When the first byte of the next head came.
    heard_at: Option<Instant>,
    moved_at: Instant,
}

impl Pace {
    pub fn new(limits: Limits) -> Arc<Self> {
        let now = Instant::now();
        let state = State { running: 0, served: false, multiplexed: false, quiet_since: now, heard_at: None, moved_at: now };
        Arc::new(Self { state: Mutex::new(state), nearer: Notify::new(), served: Notify::new(), limits })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the other end has kept us waiting for too long, as things stand.
    pub fn deadline(&self) -> Instant {
        let state = self.state();
        match *state {
            State { running: 1.., moved_at, .. } => moved_at + self.limits.stall,
            State { served: false, quiet_since, .. } => quiet_since + self.limits.head,
            State { multiplexed: false, heard_at: Some(heard_at), .. } => heard_at + self.limits.head,
            State { quiet_since, .. } => quiet_since + self.limits.keep_alive,
        }
    }

    /// Returns when the deadline has passed.
    pub async fn overdue(&self) {
        loop {
            let deadline = self.deadline();
            if deadline <= Instant::now() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep_until(deadline) => {}
                () = self.nearer.notified() => {}
            }
        }
    }

    /// A request has arrived; it is at work until the returned value is dropped.
    pub fn begin(self: &Arc<Self>, multiplexed: bool) -> Running {
        let mut state = self.state();
        state.running += 1;
        state.served = true;
        state.multiplexed = multiplexed;
        state.heard_at = None;
        state.moved_at = Instant::now();
        self.served.notify_one();
        Running(Arc::clone(self))
    }

    /// Waits for the first request.
    pub async fn served(&self) {
        self.served.notified().await;
    }

    fn read(&self) {
        let mut state = self.state();
        let now = Instant::now();
        state.moved_at = now;
        if state.running == 0 && state.heard_at.is_none() {
            state.heard_at = Some(now);
            self.nearer.notify_one();
        }
    }

    fn wrote(&self) {
        self.state().moved_at = Instant::now();
    }
}

/// A request at work.
pub struct Running(Arc<Pace>);

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.running -= 1;
        if state.running == 0 {
            state.quiet_since = Instant::now();
            state.heard_at = None;
            self.0.nearer.notify_one();
        }
    }
}

/// The body of an answer, at work until its last byte is taken.
pub struct Answer {
    body: Body,
    _running: Running,
}

impl Answer {
    pub fn new(body: Body, running: Running) -> Self {
        Self { body, _running: running }
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream that notes when bytes move, and holds what belongs to the connection for as long as it lives, upgraded or not.
pub struct Paced<H> {
    stream: TcpStream,
    pace: Arc<Pace>,
    _held: H,
}

impl<H> Paced<H> {
    pub fn new(stream: TcpStream, pace: Arc<Pace>, held: H) -> Self {
        Self { stream, pace, _held: held }
    }
}

impl<H: Unpin> AsyncRead for Paced<H> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if buffer.filled().len() > before {
            self.pace.read();
        }
        Poll::Ready(Ok(()))
    }
}

impl<H: Unpin> AsyncWrite for Paced<H> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.pace.wrote();
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, slices))?;
        self.pace.wrote();
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
