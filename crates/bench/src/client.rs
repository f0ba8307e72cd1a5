//! A client with one connection that is kept open. As little as possible: the client must not be what is measured.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Client {
    pub async fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::new() })
    }

    /// Sends one request; the status and how long the body was. `headers` are whole lines.
    pub async fn request(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<(u16, usize)> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        );
        self.stream.write_all(head.as_bytes()).await?;
        self.stream.write_all(body.as_bytes()).await?;
        let end = loop {
            if let Some(end) = self.read.windows(4).position(|w| w == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(self.read.get(..end).unwrap_or_default()).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).context("a status")?;
        let length: usize = head
            .lines()
            .find_map(|l| l.strip_prefix("content-length:"))
            .and_then(|l| l.trim().parse().ok())
            .context("an answer with a length")?;
        while self.read.len() < end + length {
            self.more().await?;
        }
        self.read.drain(..end + length);
        Ok((status, length))
    }

    async fn more(&mut self) -> Result<()> {
        let mut part = [0_u8; 16 * 1024];
        let n = self.stream.read(&mut part).await?;
        if n == 0 {
            bail!("the product hung up");
        }
        self.read.extend_from_slice(part.get(..n).unwrap_or_default());
        Ok(())
    }
}

/// The status of one request on a connection of its own; nothing while nobody listens.
pub async fn get_once(port: u16, path: &str) -> Option<u16> {
    let mut client = Client::connect(port).await.ok()?;
    client.request("GET", path, "", "").await.ok().map(|(status, _)| status)
}
