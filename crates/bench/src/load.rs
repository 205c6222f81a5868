//! Asks as many clients do at once, each waiting for its answer before it asks again.

use std::{
    net::SocketAddr,
    num::NonZeroUsize,
    time::{Duration, Instant},
};

use bytes::Bytes;
use hdrhistogram::Histogram;
use http::{HeaderValue, Method, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::failure::Failure;

/// No answer is waited for longer than this, in microseconds.
const LONGEST: u64 = 60_000_000;

/// One request that is asked again and again.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub token: Option<HeaderValue>,
    pub body: Bytes,
}

/// How it is asked.
#[derive(Debug, Clone)]
pub struct Plan {
    pub connections: NonZeroUsize,
    pub warm_up: Duration,
    pub lasts: Duration,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    pub requests: u64,
    pub lasted: Duration,
    pub median: Duration,
    pub p99: Duration,
}

impl Figures {
    pub fn per_second(&self) -> f64 {
        as_float(self.requests) / self.lasted.as_secs_f64()
    }
}

#[expect(clippy::cast_precision_loss, reason = "no count here comes near 2^52")]
pub fn as_float(count: u64) -> f64 {
    count as f64
}

/// Asks for as long as is said. The first answer that is no answer ends everything.
pub async fn ask(address: SocketAddr, requests: &[Asked], plan: &Plan, lasts: Duration) -> Result<Figures, Failure> {
    let begun = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..plan.connections.get() {
        let requests = requests.to_vec();
        let connections = plan.connections.get();
        clients.spawn(async move {
            let mut client = Client::connect(address, number).await?;
            let mut histogram = Histogram::<u64>::new_with_max(LONGEST, 3).map_err(|error| Failure::Other(error.to_string()))?;
            let mut next = number;
            while begun.elapsed() < lasts {
                // Each client walks through the requests in steps of its own, so that two seldom ask for the same at once.
                let Some(asked) = requests.get(next % requests.len()) else { break };
                next += connections;
                let sent = Instant::now();
                client.ask(asked).await?;
                histogram.saturating_record(u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
            Ok::<_, Failure>(histogram)
        });
    }
    let mut all = Histogram::<u64>::new_with_max(LONGEST, 3).map_err(|error| Failure::Other(error.to_string()))?;
    while let Some(client) = clients.join_next().await {
        let histogram = client.map_err(|error| Failure::Other(error.to_string()))??;
        all.add(&histogram).map_err(|error| Failure::Other(error.to_string()))?;
    }
    Ok(Figures {
        requests: all.len(),
        lasted: begun.elapsed(),
        median: Duration::from_micros(all.value_at_quantile(0.5)),
        p99: Duration::from_micros(all.value_at_quantile(0.99)),
    })
}

/// The answer to the first of the requests.
pub async fn sample(address: SocketAddr, requests: &[Asked]) -> Result<Bytes, Failure> {
    let asked = requests.first().ok_or_else(|| Failure::Other("nothing is asked".to_owned()))?;
    Client::connect(address, 0).await?.ask(asked).await
}

/// One connection that stays open.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: HeaderValue,
    number: usize,
    asked: usize,
}

impl Client {
    pub async fn connect(address: SocketAddr, number: usize) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await.map_err(Failure::at(address))?;
        stream.set_nodelay(true).map_err(Failure::at(address))?;
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let host = HeaderValue::from_str(&address.to_string()).map_err(|error| Failure::Other(error.to_string()))?;
        Ok(Self { sender, host, number, asked: 0 })
    }

    /// Asks and reads the whole answer, which must be one without errors.
    pub async fn ask(&mut self, asked: &Asked) -> Result<Bytes, Failure> {
        self.asked += 1;
        // A stranger is allowed few requests a minute, so that each comes from an address of its own, as behind a proxy.
        let stranger = format!("10.{}.{}.{}", self.number % 256, self.asked / 256 % 256, self.asked % 256);
        let mut request = Request::builder()
            .method(asked.method.clone())
            .uri(&asked.path)
            .header(header::HOST, &self.host)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-forwarded-for", stranger);
        if let Some(token) = &asked.token {
            request = request.header(header::AUTHORIZATION, token);
        }
        let request = request.body(Full::new(asked.body.clone())).map_err(|error| Failure::Other(error.to_string()))?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        let says = |text: &[u8]| body.windows(text.len()).any(|window| window == text);
        let refused = says(br#""errors":["#) || says(br#""userErrors":[{"#);
        if !status.is_success() || refused {
            return Err(Failure::Other(format!("{} answers {status}: {}", asked.path, String::from_utf8_lossy(&body))));
        }
        Ok(body)
    }
}
