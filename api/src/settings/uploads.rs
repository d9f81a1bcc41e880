//! Where uploaded pictures are kept.

use std::fmt;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey as Key};
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use url::Url;

use super::BadSetting;
use super::source::Source;

/// How long one try to reach a store may take, and how long all of them together.
const ONE_TRY: Duration = Duration::from_secs(10);
const ALL_TRIES: Duration = Duration::from_secs(15);

/// A folder, or a bucket of any store that speaks S3.
#[derive(Clone)]
pub enum Uploads {
    /// A folder of this machine, or one that several share.
    Folder(PathBuf),
    /// A bucket, and what stands before the names in it.
    Bucket(Arc<AmazonS3>, Path),
}

impl fmt::Debug for Uploads {
    /// A bucket's keys are never printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Self::Bucket(_, prefix) => f.debug_tuple("Bucket").field(prefix).finish(),
        }
    }
}

pub(super) fn uploads(source: &Source, data_dir: &FilePath) -> Result<Uploads, BadSetting> {
    let bad = || {
        let reason = "must be s3://bucket/prefix, or file:///folder";
        BadSetting::new("UPLOADS_URL", reason)
    };
    let Some(text) = source.get("UPLOADS_URL") else {
        return Ok(Uploads::Folder(data_dir.join("uploads")));
    };
    let url = Url::parse(&text).map_err(|_| bad())?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match (url.scheme(), url.host_str()) {
        ("file", None) if plain => url.to_file_path().map(Uploads::Folder).map_err(|()| bad()),
        ("s3", Some(bucket)) if plain && !bucket.is_empty() && url.port().is_none() => {
            let prefix = Path::from_url_path(url.path()).map_err(|_| bad())?;
            Ok(Uploads::Bucket(
                Arc::new(self::bucket(source, bucket)?),
                prefix,
            ))
        }
        _ => Err(bad()),
    }
}

/// With what is set here, and else with what programs of its kind find in the environment, such as
/// the role of the machine.
fn bucket(source: &Source, name: &str) -> Result<AmazonS3, BadSetting> {
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(name);
    for (name, key) in [
        ("AWS_REGION", Key::Region),
        ("AWS_ACCESS_KEY_ID", Key::AccessKeyId),
        ("AWS_SECRET_ACCESS_KEY", Key::SecretAccessKey),
        ("AWS_SESSION_TOKEN", Key::Token),
    ] {
        if let Some(value) = source.get(name) {
            builder = builder.with_config(key, value);
        }
    }
    let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    for (given, missing) in [(keys[0], keys[1]), (keys[1], keys[0])] {
        if source.get(given).is_some() && source.get(missing).is_none() {
            let reason = format!("must be set together with {given}");
            return Err(BadSetting::new(missing, reason));
        }
    }
    let mut options = ClientOptions::new().with_timeout(ONE_TRY);
    if let Some(endpoint) = endpoint(source)? {
        options = options.with_allow_http(endpoint.starts_with("http://"));
        builder = builder.with_endpoint(endpoint);
    }
    let retry = RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: 2,
        retry_timeout: ALL_TRIES,
    };
    builder
        .with_client_options(options)
        .with_retry(retry)
        .build()
        .map_err(|error| BadSetting::new("UPLOADS_URL", one_line(&error.to_string())))
}

fn endpoint(source: &Source) -> Result<Option<String>, BadSetting> {
    let Some(text) = source.get("AWS_ENDPOINT_URL") else {
        return Ok(None);
    };
    let url = Url::parse(&text).ok();
    let known = url.filter(|url| ["http", "https"].contains(&url.scheme()) && url.has_host());
    match known {
        Some(_) => Ok(Some(text.trim_end_matches('/').to_owned())),
        None => {
            let reason = "must be an http or https address";
            Err(BadSetting::new("AWS_ENDPOINT_URL", reason))
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
