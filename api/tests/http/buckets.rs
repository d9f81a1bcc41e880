//! Pictures of events, in a bucket of a store that speaks S3.

use reqwest::Method;
use seatlog::pictures::Pictures;
use seatlog::settings::{Settings, Source};
use sqlx::PgPool;

use crate::harness::House;
use crate::uploads::{form, path_of, picture, upload};

/// Settings for a bucket of the store that `dev/servers` starts.
fn settings(bucket: &str, key: &str) -> String {
    #[expect(clippy::disallowed_methods, reason = "where the test servers are")]
    let endpoint = std::env::var("TEST_S3_URL").expect("TEST_S3_URL: see dev/servers");
    format!(
        "UPLOADS_URL = \"s3://{bucket}/of/events\"\nAWS_ENDPOINT_URL = \"{endpoint}\"
         AWS_ACCESS_KEY_ID = \"{key}\"\nAWS_SECRET_ACCESS_KEY = \"S3RVER\""
    )
}

fn pictures(settings: &str) -> Pictures {
    let settings = Settings::read(&Source::of_file(settings).unwrap()).unwrap();
    Pictures::new(&settings.uploads)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_picture_in_a_bucket_is_shown_by_every_node(pool: PgPool) {
    let settings = settings("pictures", "S3RVER");
    let house = House::open_with(pool, &settings).await;
    let sent = upload(&house, Some(&house.admin), form(picture(1_700, 10))).await;
    assert_eq!(sent.status, 201, "{sent:?}");
    let path = path_of(&sent.text("image_url"), "http://localhost:8080");
    let other = pictures(&settings);
    let name = path
        .strip_prefix("/uploads/images/")
        .unwrap()
        .parse()
        .unwrap();
    assert!(other.find(&name).await.unwrap().is_some());
    let shown = house.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(shown.status(), 200);
    assert_eq!(shown.headers()["content-type"], "image/jpeg");
    let shown = image::load_from_memory(&shown.bytes().await.unwrap()).unwrap();
    assert_eq!(shown.width(), 1_600);
    let missing = format!("/uploads/images/{}-640.jpg", "0".repeat(64));
    let missing = house.request(Method::GET, &missing).send().await.unwrap();
    assert_eq!(missing.status(), 404);
}

#[tokio::test]
async fn wrong_keys_and_missing_buckets_are_found_out_before_anything_is_uploaded() {
    pictures(&settings("pictures", "S3RVER"))
        .check()
        .await
        .unwrap();
    for (bucket, key) in [("pictures", "NOBODY"), ("no-such-bucket", "S3RVER")] {
        let refused = pictures(&settings(bucket, key)).check().await.unwrap_err();
        assert!(!refused.passes(), "{bucket}: {refused}");
        assert!(!refused.to_string().contains('\n'), "{refused}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn while_the_store_does_not_answer_uploads_are_told_to_come_again(pool: PgPool) {
    // Nothing listens on the discard port of this machine.
    let nowhere = "UPLOADS_URL = \"s3://pictures\"\nAWS_ENDPOINT_URL = \"http://127.0.0.1:9\"
                   AWS_ACCESS_KEY_ID = \"x\"\nAWS_SECRET_ACCESS_KEY = \"x\"";
    assert!(pictures(nowhere).check().await.unwrap_err().passes());
    let house = House::open_with(pool, nowhere).await;
    let sent = upload(&house, Some(&house.admin), form(picture(4, 4))).await;
    assert_eq!(sent.refused(), (503, "busy"));
}
