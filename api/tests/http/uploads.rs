//! Pictures of events, in a folder.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;
use sqlx::PgPool;
use tempfile::TempDir;

use crate::harness::{Answer, House, send};
use crate::people::Person;

const PATH: &str = "/uploads/images";

/// A PNG of that many pixels.
pub(crate) fn picture(width: u32, height: u32) -> Vec<u8> {
    let pixels = RgbImage::from_pixel(width, height, Rgb([200, 30, 60]));
    let mut file = std::io::Cursor::new(Vec::new());
    let picture = DynamicImage::from(pixels);
    picture.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

pub(crate) fn form(file: Vec<u8>) -> Form {
    let part = Part::bytes(file).file_name("../../etc/passwd.svg");
    Form::new().part("file", part.mime_str("image/svg+xml").unwrap())
}

pub(crate) async fn upload(house: &House, by: Option<&Person>, form: Form) -> Answer {
    send(house.call(Method::POST, PATH, by).multipart(form)).await
}

/// A server with a folder of its own for pictures.
async fn open(pool: PgPool) -> (House, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let settings = format!(
        "DATA_DIR = {:?}\nPUBLIC_URL = \"https://tickets.example\"",
        folder.path()
    );
    (House::open_with(pool, &settings).await, folder)
}

/// The path of an uploaded picture on this server.
pub(crate) fn path_of(image_url: &str, public_url: &str) -> String {
    let path = image_url.strip_prefix(public_url);
    path.unwrap_or_else(|| panic!("not here: {image_url}"))
        .to_owned()
}

#[sqlx::test(migrations = "../migrations")]
async fn an_uploaded_picture_is_shown_for_ever_and_an_event_takes_its_address(pool: PgPool) {
    let (house, folder) = open(pool).await;
    let sent = upload(&house, Some(&house.admin), form(picture(2_000, 1_000))).await;
    assert_eq!(sent.status, 201, "{sent:?}");
    let url = sent.text("image_url");
    let path = path_of(&url, "https://tickets.example");
    assert_eq!(sent.header("location"), path);
    for (path, width) in [(path.clone(), 1_600), (path.replace("-1600", "-640"), 640)] {
        let shown = house.request(Method::GET, &path).send().await.unwrap();
        let headers = shown.headers().clone();
        assert_eq!(shown.status(), 200);
        assert_eq!(headers["content-type"], "image/jpeg");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        let kept = "public, max-age=31536000, immutable";
        assert_eq!(headers["cache-control"], kept);
        let bytes = shown.bytes().await.unwrap();
        let dimensions = image::load_from_memory(&bytes).unwrap().width();
        assert_eq!(dimensions, width);
        let again = house.request(Method::GET, &path);
        let again = again.header("if-none-match", headers["etag"].clone());
        assert_eq!(again.send().await.unwrap().status(), 304);
        let head = house.request(Method::HEAD, &path).send().await.unwrap();
        assert_eq!(head.headers()["content-length"], bytes.len().to_string());
    }
    assert_eq!(
        std::fs::read_dir(folder.path().join("uploads"))
            .unwrap()
            .count(),
        2
    );
    let event = house.event_with(json!({"image_url": url})).await;
    let event = house.get(&format!("/events/{event}"), None).await;
    assert_eq!(event.text("image_url"), url);
    let same = upload(&house, Some(&house.admin), form(picture(2_000, 1_000))).await;
    assert_eq!(same.text("image_url"), url);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_admins_upload_and_only_pictures(pool: PgPool) {
    let (house, folder) = open(pool).await;
    let good = || form(picture(4, 4));
    let nobody = upload(&house, None, good()).await;
    assert_eq!(nobody.refused(), (401, "unauthenticated"));
    for person in [&house.staff, &house.ada] {
        let refused = upload(&house, Some(person), good()).await;
        assert_eq!(refused.refused(), (403, "forbidden"));
    }
    let admin = Some(&house.admin);
    let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let svg = upload(&house, admin, form(script.to_vec())).await;
    assert_eq!(svg.refused(), (415, "unsupported-media"));
    let large = upload(&house, admin, form(vec![0; 10 * 1024 * 1024 + 8 * 1024])).await;
    assert_eq!(large.refused(), (413, "too-large"));
    let bomb = upload(&house, admin, form(picture(20_001, 1))).await;
    assert_eq!(bomb.refused(), (413, "too-large"));
    assert!(bomb.text("detail").contains("pixels"), "{bomb:?}");

    let none = upload(&house, admin, Form::new()).await;
    assert_eq!(none.refused(), (400, "bad-request"));
    let empty = upload(&house, admin, form(vec![])).await;
    assert_eq!(empty.fields(), ["file"]);
    let two = good().text("name", "x");
    assert_eq!(upload(&house, admin, two).await.fields(), ["file"]);
    let json = house.post(PATH, &house.admin, json!({})).await;
    assert_eq!(json.refused(), (415, "unsupported-media"));
    let request = house.call(Method::POST, PATH, admin);
    let request = request.header("content-type", "multipart/form-data; boundary=x");
    let cut =
        send(request.body("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc")).await;
    assert_eq!(cut.refused(), (400, "bad-request"));
    assert!(!folder.path().join("uploads").exists(), "nothing was kept");
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_but_pictures_can_be_asked_for(pool: PgPool) {
    let (house, folder) = open(pool).await;
    std::fs::write(folder.path().join("secret"), "hush").unwrap();
    let sent = upload(&house, Some(&house.admin), form(picture(4, 4))).await;
    let path = path_of(&sent.text("image_url"), "https://tickets.example");
    let name = path.strip_prefix("/uploads/images/").unwrap();
    for path in [
        "/uploads/images/..%2fsecret",
        "/uploads/images/%2e%2e%2fsecret",
        "/uploads/images/..%5csecret",
        "/uploads/images/%2fetc%2fpasswd",
        "/uploads/images/",
        "/uploads/images",
        "/uploads/",
        "/uploads/secret",
        &format!("/uploads/images/.%2f{name}"),
        &format!("/uploads/images/{name}%00"),
        &format!("/uploads/images/{}", name.replace(".jpg", ".webp")),
    ] {
        let answer = send(house.request(Method::GET, path)).await;
        assert_eq!(answer.refused(), (404, "not-found"), "{path}");
    }
    let wrong = send(house.request(Method::POST, &path)).await;
    assert_eq!(wrong.refused(), (405, "method-not-allowed"));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_upload_that_is_sent_again_with_its_key_is_answered_as_before(pool: PgPool) {
    let (house, _folder) = open(pool).await;
    let keyed = |file: Vec<u8>| {
        let request = house.call(Method::POST, PATH, Some(&house.admin));
        send(
            request
                .header("idempotency-key", "once")
                .multipart(form(file)),
        )
    };
    let first = keyed(picture(4, 4)).await;
    let again = keyed(picture(4, 4)).await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.body, first.body);
    let other = keyed(picture(5, 5)).await;
    assert_eq!(other.refused(), (422, "idempotency-key-reused"));
}
