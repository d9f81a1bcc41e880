//! Clients that are slow, greedy or out to confuse, over bare connections.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::Method;
use seatlog::open_files;
use serde_json::json;
use sqlx::PgPool;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::harness::{House, send};
use crate::people::Person;

/// Longer than the server waits for anybody who is slow to begin.
const LONG: Duration = Duration::from_secs(60);

async fn connect(house: &House) -> TcpStream {
    TcpStream::connect(house.address).await.unwrap()
}

/// From another address of this machine.
async fn connect_from(house: &House, from: [u8; 4]) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((from, 0))).unwrap();
    socket.connect(house.address).await.unwrap()
}

/// Everything until the server closes.
async fn to_the_end(mut stream: TcpStream) -> String {
    let mut heard = Vec::new();
    let read = timeout(LONG, stream.read_to_end(&mut heard)).await;
    // A server that closes while something is unread resets the connection.
    let _ = read.expect("the server closes");
    String::from_utf8_lossy(&heard).into_owned()
}

/// Sends something and hears all that comes back.
async fn say(house: &House, text: impl AsRef<[u8]>) -> String {
    let mut stream = connect(house).await;
    // The server may have heard enough before all is said.
    let _ = stream.write_all(text.as_ref()).await;
    to_the_end(stream).await
}

/// A connection that has been used: from then on the server waits long for the next request,
/// however slow this machine is.
async fn used_connection_from(house: &House, from: [u8; 4]) -> TcpStream {
    let mut stream = connect_from(house, from).await;
    let request = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut heard = Vec::new();
    while !heard.ends_with(b"\r\n\r\n") {
        heard.push(stream.read_u8().await.unwrap());
    }
    stream
}

/// The statuses of the answers.
fn statuses(heard: &str) -> Vec<&str> {
    let starts = heard.split("HTTP/1.1 ").skip(1);
    starts.map(|answer| &answer[..3]).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn who_does_not_finish_the_head_of_a_request_is_let_go(pool: PgPool) {
    let house = House::open(pool).await;
    let silent = to_the_end(connect(&house).await);
    let half = say(
        &house,
        "GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\nx-slow: ",
    );
    let (silent, half) = tokio::join!(silent, half);
    assert_eq!(statuses(&silent), ["408"], "{silent}");
    assert_eq!(statuses(&half), ["408"], "{half}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_head_has_an_end(pool: PgPool) {
    let house = House::open(pool).await;
    let head = |more: &str| format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\n{more}\r\n");
    let close = "connection: close\r\n";
    assert_eq!(statuses(&say(&house, head(close)).await), ["200"]);
    let long = format!("x-long: {}\r\n{close}", "x".repeat(200_000));
    let many = "x-many: 1\r\n".repeat(200) + close;
    for (name, more) in [("one long line", long), ("many lines", many)] {
        let heard = say(&house, head(&more)).await;
        assert_eq!(statuses(&heard), ["431"], "{name}: {heard}");
    }
    let target = format!(
        "GET /{} HTTP/1.1\r\nhost: localhost\r\n\r\n",
        "x".repeat(200_000)
    );
    assert_eq!(statuses(&say(&house, target).await), ["431"]);
    assert_eq!(house.get("/events", None).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn where_a_request_ends_is_never_a_matter_of_opinion(pool: PgPool) {
    let house = House::open(pool).await;
    let smuggled = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nhost: localhost\r\n";
    for (name, framing) in [
        (
            "two lengths",
            "content-length: 0\r\ncontent-length: 5\r\n".to_owned(),
        ),
        (
            "a length and chunks",
            "content-length: 5\r\ntransfer-encoding: chunked\r\n".to_owned(),
        ),
        (
            "chunks and a length",
            "transfer-encoding: chunked\r\ncontent-length: 5\r\n".to_owned(),
        ),
        ("a signed length", "content-length: +5\r\n".to_owned()),
        ("a list of lengths", "content-length: 0, 0\r\n".to_owned()),
        (
            "a coding that is none",
            "transfer-encoding: xchunked\r\n".to_owned(),
        ),
        (
            "twice chunked",
            "transfer-encoding: chunked, chunked\r\n".to_owned(),
        ),
        ("a folded line", "content-length: 0\r\n x: y\r\n".to_owned()),
        (
            "a space before the colon",
            "content-length : 5\r\n".to_owned(),
        ),
    ] {
        let heard = say(&house, format!("{head}{framing}\r\n0\r\n\r\n{smuggled}")).await;
        let told = statuses(&heard);
        assert!(!told.contains(&"200"), "{name}: {heard}");
        assert!(told.contains(&"400"), "{name}: {heard}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn one_address_has_only_so_many_connections_and_others_have_theirs(pool: PgPool) {
    assert!(open_files::raise_limit() >= 4_000, "raise ulimit -Hn");
    let house = House::open(pool).await;
    let mut kept = Vec::new();
    for _ in 0..1_000 {
        kept.push(used_connection_from(&house, [127, 0, 0, 2]).await);
    }
    let one_too_many = connect_from(&house, [127, 0, 0, 2]).await;
    assert_eq!(to_the_end(one_too_many).await, "", "it is told nothing");
    let request = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let mut other = connect_from(&house, [127, 0, 0, 3]).await;
    other.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(statuses(&to_the_end(other).await), ["200"]);
    // Those that it has still work, and their end makes room.
    let mut last = kept.pop().unwrap();
    last.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(statuses(&to_the_end(last).await), ["200"]);
    // They are heard to end before they are counted out.
    let let_in = async {
        loop {
            let mut again = connect_from(&house, [127, 0, 0, 2]).await;
            let sent = again.write_all(request.as_bytes()).await;
            let heard = to_the_end(again).await;
            if sent.is_ok() && !heard.is_empty() {
                return heard;
            }
        }
    };
    let heard = timeout(Duration::from_secs(10), let_in).await;
    assert_eq!(statuses(&heard.expect("there is room")), ["200"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_address_follows_seats_only_so_often(pool: PgPool) {
    assert!(open_files::raise_limit() >= 4_000, "raise ulimit -Hn");
    let house = House::open(pool).await;
    let path = format!("/events/{}/seats/live", house.event().await);
    let mut kept = Vec::new();
    for _ in 0..500 {
        let stream = house.call(Method::GET, &path, None).send().await.unwrap();
        assert_eq!(stream.status(), 200);
        kept.push(stream);
    }
    let refused = send(house.call(Method::GET, &path, None)).await;
    assert_eq!(refused.refused(), (429, "too-many-requests"));
    assert_eq!(refused.header("retry-after"), "15");
    let map = house.get(&path.replace("/live", ""), None).await;
    assert_eq!(map.status, 200, "who gets no stream may ask");
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_waits_for_the_body_of_a_stranger_whose_key_leaves_nothing(pool: PgPool) {
    let house = House::open(pool).await;
    for path in ["/events", "/uploads/images", "/bookings/check"] {
        let head = format!(
            "POST /api/v1{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/json\r\nidempotency-key: key\r\ncontent-length: 9\r\n\r\n"
        );
        let heard = say(&house, head).await;
        assert_eq!(statuses(&heard), ["401"], "{path}: {heard}");
    }
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM idempotency_keys")
        .fetch_one(&house.pool)
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_of_admins_more_is_taken_than_of_others(pool: PgPool) {
    let house = House::open(pool).await;
    let head = |path: &str, by: &Person| {
        let authorization = by.authorization();
        format!(
            "POST /api/v1{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             authorization: {authorization}\r\nidempotency-key: key\r\n\
             content-type: application/json\r\ncontent-length: 2000000\r\n\r\n"
        )
    };
    for path in ["/events", "/uploads/images"] {
        let heard = say(&house, head(path, &house.ada)).await;
        assert_eq!(statuses(&heard), ["413"], "{path}: {heard}");
    }
    let large = head("/events", &house.admin) + &" ".repeat(2_000_000);
    let heard = say(&house, large).await;
    assert_eq!(statuses(&heard), ["400"], "read, and found to be no JSON");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_body_is_never_unpacked(pool: PgPool) {
    let house = House::open(pool).await;
    // A thousand to one: 8 kB become 8 MB.
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packer, &vec![b' '; 8_000_000]).unwrap();
    let bomb = packer.finish().unwrap();
    for coding in ["gzip", "deflate", "br", "identity, gzip"] {
        for key in [None, Some("bomb")] {
            let call = house
                .call(Method::POST, "/events", Some(&house.admin))
                .header("content-encoding", coding)
                .header("content-type", "application/json")
                .body(bomb.clone());
            let call = match key {
                Some(key) => call.header("idempotency-key", format!("{key}-{}", coding.len())),
                None => call,
            };
            let answer = send(call).await;
            assert_eq!(answer.refused(), (415, "unsupported-media"), "{coding}");
        }
    }
    let plain = house
        .call(Method::POST, "/bookings/check", Some(&house.ada))
        .header("content-encoding", "identity")
        .json(&json!({"seats": ["ST-A-1"]}));
    assert_eq!(send(plain).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn depth_breaks_nothing_wherever_it_comes(pool: PgPool) {
    let house = House::open(pool).await;
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"{"seats":["#, "]}")] {
        let depth = 100_000;
        let middle = if close == "}" { "1" } else { "" };
        let deep = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
        for body in [deep.clone(), format!(r#"{{"seats": {deep}}}"#)] {
            let call = house
                .call(Method::POST, "/bookings/check", Some(&house.ada))
                .header("content-type", "application/json")
                .body(body);
            let answer = send(call).await;
            assert!([400, 413, 422].contains(&answer.status), "{answer:?}");
        }
    }
    assert_eq!(house.get("/events", None).await.status, 200);
}
