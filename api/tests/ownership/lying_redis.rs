//! What looks like a Redis, and gives every lock to everyone who asks.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct LyingRedis {
    url: String,
}

impl LyingRedis {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("redis://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve(connection));
            }
        });
        Self { url }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

async fn serve(connection: TcpStream) {
    let (reading, mut writing) = connection.into_split();
    let mut reading = BufReader::new(reading);
    while let Some(command) = next(&mut reading).await {
        if writing
            .write_all(answer(&command).as_bytes())
            .await
            .is_err()
        {
            return;
        }
    }
}

/// A command: an array of texts.
async fn next(reading: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Vec<String>> {
    let mut words = vec![];
    for _ in 0..number(reading, '*').await? {
        let mut word = vec![0; number(reading, '$').await?];
        reading.read_exact(&mut word).await.ok()?;
        let mut end = [0; 2];
        reading.read_exact(&mut end).await.ok()?;
        words.push(String::from_utf8(word).unwrap());
    }
    Some(words)
}

async fn number(reading: &mut (impl AsyncBufReadExt + Unpin), mark: char) -> Option<usize> {
    let mut line = String::new();
    reading.read_line(&mut line).await.ok()?;
    line.strip_prefix(mark)?.trim().parse().ok()
}

fn answer(command: &[String]) -> String {
    let words: Vec<_> = command.iter().map(String::as_str).collect();
    match words[..] {
        // The script that claims leases: its first key is the counter, then come locks.
        ["EVALSHA", _, keys, "lock:fence", ref rest @ ..] => {
            let locks = keys.parse::<usize>().unwrap() - 1;
            let [node, life, ..] = rest[locks..] else {
                panic!("a claim without a node: {words:?}");
            };
            let held = format!("{node} 1");
            let each = format!("*2\r\n${}\r\n{held}\r\n:{life}\r\n", held.len());
            format!("*{locks}\r\n{}", each.repeat(locks))
        }
        ["EVALSHA", ..] => ":0\r\n".to_owned(),
        ["PING"] => "+PONG\r\n".to_owned(),
        _ => "+OK\r\n".to_owned(),
    }
}
