use super::*;

fn read(values: &[(&str, &str)]) -> Result<Settings, BadSetting> {
    let values = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::read(&Source::default().overlaid(values))
}

#[test]
fn nothing_needs_to_be_set() {
    let settings = read(&[]).unwrap();
    assert_eq!(settings.bind.to_string(), "127.0.0.1:8080");
    assert!(settings.database_url.is_none() && settings.rate_limits);
    assert_eq!(settings.hold_life.ttl_secs, 600);
}

#[test]
fn a_bad_setting_is_named() {
    for (name, value) in [
        ("DATABASE_URL", "mysql://x/y"),
        ("REDIS_URL", "localhost:6379"),
        ("NATS_URL", "x"),
        ("SMTP_URL", "http://x"),
        ("BIND", "8080"),
        ("PUBLIC_URL", "https://example.org/shop"),
        ("PUBLIC_URL", "example.org"),
        ("PUBLIC_URL", "https://example.org/#shop"),
        ("PUBLIC_URL", "https://anna@example.org"),
        ("JWT_SECRET", "short"),
        ("AUDIT_KEY", "secret"),
        ("RATE_LIMITS", "maybe"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("HOLD_TTL_SECS", "0"),
        ("HOLD_MAX_SECS", "599"),
        ("LOG_FORMAT", "xml"),
        ("UPLOADS_URL", "pictures"),
        ("UPLOADS_URL", "https://s3.example.org/bucket"),
        ("UPLOADS_URL", "s3:///pictures"),
        ("UPLOADS_URL", "s3://key@bucket"),
        ("UPLOADS_URL", "s3://bucket?region=x"),
        ("UPLOADS_URL", "file://elsewhere/folder"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
        (
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://user:key@collector:4318",
        ),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "nowhere"),
    ] {
        let error = read(&[(name, value)]).unwrap_err();
        assert_eq!(error.name, name, "{error}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    assert_eq!(
        read(&[("SEATLOG_ADMIN_EMAIL", "a@b.org")])
            .unwrap_err()
            .name,
        "SEATLOG_ADMIN_PASSWORD"
    );
    assert_eq!(
        read(&[("SEATLOG_ADMIN_PASSWORD", "x")]).unwrap_err().name,
        "SEATLOG_ADMIN_EMAIL"
    );
}

#[test]
fn the_public_address_is_known_by_its_scheme_however_it_is_written() {
    for (written, read_as) in [
        (
            "HTTPS://Tickets.Example.org/",
            "https://tickets.example.org",
        ),
        ("http://localhost:8080", "http://localhost:8080"),
    ] {
        let settings = read(&[("PUBLIC_URL", written)]).unwrap();
        assert_eq!(settings.public_url, read_as);
    }
}

#[test]
fn uploads_go_to_a_folder_or_to_a_bucket() {
    let folder = |values: &[(&str, &str)]| match read(values).unwrap().uploads {
        Uploads::Folder(folder) => folder,
        Uploads::Bucket(_, prefix) => panic!("a bucket: {prefix}"),
    };
    assert_eq!(folder(&[]).to_str(), Some(".data/uploads"));
    assert_eq!(
        folder(&[("DATA_DIR", "/srv")]).to_str(),
        Some("/srv/uploads")
    );
    let set = [("UPLOADS_URL", "file:///srv/pictures%20of%20events")];
    assert_eq!(folder(&set).to_str(), Some("/srv/pictures of events"));
    let bucket = [
        ("UPLOADS_URL", "s3://pictures/of/events/"),
        ("AWS_ACCESS_KEY_ID", "who"),
        ("AWS_SECRET_ACCESS_KEY", "a-very-secret-text"),
    ];
    let settings = read(&bucket).unwrap();
    let Uploads::Bucket(_, prefix) = &settings.uploads else {
        panic!("no bucket");
    };
    assert_eq!(prefix.as_ref(), "of/events");
    assert!(!format!("{settings:?}").contains("secret-text"));
}

#[test]
fn what_is_wrong_with_a_bucket_is_named() {
    for (name, value, named) in [
        ("AWS_ENDPOINT_URL", "127.0.0.1:9000", "AWS_ENDPOINT_URL"),
        ("AWS_ENDPOINT_URL", "ftp://x", "AWS_ENDPOINT_URL"),
        ("AWS_ACCESS_KEY_ID", "who", "AWS_SECRET_ACCESS_KEY"),
        ("AWS_SECRET_ACCESS_KEY", "hush", "AWS_ACCESS_KEY_ID"),
    ] {
        let error = read(&[("UPLOADS_URL", "s3://pictures"), (name, value)]).unwrap_err();
        assert_eq!(error.name, named, "{error}");
    }
}

#[test]
fn two_secrets_are_read_in_order_and_never_printed() {
    let (first, second) = ("a".repeat(32), "b".repeat(40));
    let settings = read(&[("JWT_SECRET", &format!("{first},{second}"))]).unwrap();
    assert_eq!(
        settings.jwt_secrets,
        [Secret::new(&first), Secret::new(&second)]
    );
    assert!(!format!("{settings:?}").contains("aaaa"));
}

#[test]
fn the_environment_stands_above_the_file_and_an_unknown_name_in_the_file_is_refused() {
    let file = Source::of_file("bind = \"127.0.0.1:1\"\nHOLD_TTL_SECS = 60").unwrap();
    let settings =
        Settings::read(&file.overlaid([("BIND".to_owned(), "127.0.0.1:2".to_owned())])).unwrap();
    assert_eq!((settings.bind.port(), settings.hold_life.ttl_secs), (2, 60));
    assert_eq!(
        Source::of_file("colour = \"red\"").unwrap_err().name,
        "colour"
    );
    assert_eq!(Source::of_file("x").unwrap_err().name, "seatlog.toml");
}

#[test]
fn a_proxy_range_holds_its_network_only() {
    let settings = read(&[("TRUSTED_PROXIES", "10.1.0.0/16, ::1, 192.0.2.7")]).unwrap();
    let trusted = |text: &str| {
        settings
            .trusted_proxies
            .iter()
            .any(|range| range.contains(text.parse().unwrap()))
    };
    assert!(trusted("10.1.255.3") && trusted("::1") && trusted("192.0.2.7"));
    assert!(trusted("::ffff:10.1.0.1"));
    assert!(!trusted("10.2.0.1") && !trusted("192.0.2.8") && !trusted("::2"));
}

#[test]
fn only_a_settings_own_value_must_be_text() {
    use std::os::unix::ffi::OsStringExt;
    let broken = || std::ffi::OsString::from_vec(vec![0xff]);
    let others = [("LS_COLORS".into(), broken()), (broken(), "x".into())];
    assert_eq!(source::of_environment(others).unwrap(), []);
    let refused = source::of_environment([("DATA_DIR".into(), broken())]).unwrap_err();
    assert!(refused.to_string().contains("DATA_DIR"), "{refused}");
}

const COLLECTOR: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/");

#[test]
fn nothing_is_traced_unless_there_is_a_collector() {
    let traced = |values: &[(&str, &str)]| read(values).unwrap().telemetry;
    let others = [
        ("OTEL_SERVICE_NAME", "tickets"),
        ("OTEL_TRACES_SAMPLER", "always_on"),
        // For other programs of this machine: it does not matter here.
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
    ];
    assert!(traced(&others).is_none());
    for off in [
        ("OTEL_SDK_DISABLED", "true"),
        ("OTEL_TRACES_EXPORTER", "none"),
    ] {
        assert!(traced(&[COLLECTOR, off]).is_none());
    }
    let all = traced(&[COLLECTOR]).unwrap();
    assert_eq!(all.endpoint.as_str(), "http://collector:4318/v1/traces");
    assert_eq!(
        (all.service_name.as_str(), all.timeout.as_secs()),
        ("seatlog", 10)
    );
    let one = traced(&[
        COLLECTOR,
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://t/otlp"),
    ]);
    assert_eq!(one.unwrap().endpoint.as_str(), "https://t/otlp");
}

#[test]
fn what_is_set_for_traces_alone_counts_before_what_is_set_for_all() {
    let telemetry = read(&[
        COLLECTOR,
        ("OTEL_EXPORTER_OTLP_HEADERS", "key=all"),
        (
            "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
            "key=a%20b, x-other = c=d",
        ),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "x"),
        ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "250"),
        (
            "OTEL_RESOURCE_ATTRIBUTES",
            "deployment.environment.name=test",
        ),
    ]);
    let telemetry = telemetry.unwrap().telemetry.unwrap();
    let headers = telemetry.headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| (name.as_str(), value.expose()))
        .collect();
    assert_eq!(headers, [("key", "a b"), ("x-other", "c=d")]);
    assert_eq!(telemetry.timeout.as_millis(), 250);
    assert!(!format!("{telemetry:?}").contains("a b"), "{telemetry:?}");
}

#[test]
fn a_bad_setting_for_traces_is_named() {
    for (name, value) in [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "key"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "a key=value"),
        ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "key=%0d%0ax"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "10s"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "0"),
        ("OTEL_TRACES_EXPORTER", "zipkin"),
        ("OTEL_SDK_DISABLED", "perhaps"),
        ("OTEL_RESOURCE_ATTRIBUTES", "=x"),
        ("OTEL_TRACES_SAMPLER", "sometimes"),
        ("OTEL_TRACES_SAMPLER_ARG", "2"),
    ] {
        let error = read(&[COLLECTOR, (name, value)]).unwrap_err();
        assert_eq!(error.name, name, "{error}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}
