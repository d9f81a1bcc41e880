//! The names of all settings, for whoever reads them and for `seatlog --help`.

/// Every setting: name, default, meaning. `seatlog --help` prints this table.
pub const TABLE: [(&str, &str, &str); 42] = [
    (
        "DATABASE_URL",
        "unset",
        "PostgreSQL; unset: the program runs a private one in DATA_DIR",
    ),
    (
        "REDIS_URL",
        "unset",
        "which node owns which event; unset: one node only",
    ),
    (
        "NATS_URL",
        "unset",
        "messages between nodes, and to the notifier; unset: it follows the log",
    ),
    (
        "SMTP_URL",
        "unset",
        "smtp:// or smtps://; unset: mails are .eml files in DATA_DIR/mail",
    ),
    (
        "MAIL_FROM",
        "Seatlog <noreply@localhost>",
        "sender of all mails",
    ),
    (
        "ADMIN_EMAIL",
        "unset",
        "gets a copy of each confirmation; unset: every admin does",
    ),
    (
        "BIND",
        "127.0.0.1:8080",
        "address and port of pages, API and documentation",
    ),
    (
        "PUBLIC_URL",
        "http://localhost:8080",
        "what users type; used in mails and links",
    ),
    (
        "JWT_SECRET",
        "generated",
        "32 bytes or more; two, comma separated: first signs, both verify",
    ),
    (
        "AUDIT_KEY",
        "generated",
        "signs checkpoints of the log, 64 hexadecimal digits; two: first signs, both are believed",
    ),
    (
        "CHECKPOINT_DIR",
        "DATA_DIR/checkpoints",
        "where signed checkpoints are written as files",
    ),
    (
        "RATE_LIMITS",
        "on",
        "off lifts the limits per account and address (load tests)",
    ),
    (
        "TRUSTED_PROXIES",
        "unset",
        "addresses or networks whose X-Forwarded-For is believed",
    ),
    (
        "DATA_DIR",
        ".data",
        "private PostgreSQL, mails, uploaded pictures, generated secrets",
    ),
    (
        "UPLOADS_URL",
        "DATA_DIR/uploads",
        "uploaded pictures: file:///folder, or s3://bucket/prefix of any S3-compatible store",
    ),
    (
        "AWS_ENDPOINT_URL",
        "unset",
        "the S3-compatible store; unset: Amazon's",
    ),
    ("AWS_REGION", "us-east-1", "its region"),
    (
        "AWS_ACCESS_KEY_ID",
        "unset",
        "its key; unset: the role of the machine",
    ),
    ("AWS_SECRET_ACCESS_KEY", "unset", "its secret"),
    ("AWS_SESSION_TOKEN", "unset", "its token, for passing keys"),
    (
        "SEATLOG_ADMIN_EMAIL",
        "unset",
        "created as admin at start if no such account exists",
    ),
    ("SEATLOG_ADMIN_PASSWORD", "unset", "its password"),
    ("HOLD_TTL_SECS", "600", "life of a hold, in seconds"),
    (
        "HOLD_MAX_SECS",
        "1800",
        "how long a hold can be extended to, in seconds",
    ),
    ("LOG_FORMAT", "text", "text or json"),
    (
        "RUST_LOG",
        "info",
        "what is logged, such as info,seatlog=debug",
    ),
    (
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "unset",
        "collector that traces are sent to, by OTLP over HTTP; unset: none are recorded",
    ),
    (
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "unset",
        "the same with its path, which is v1/traces otherwise",
    ),
    (
        "OTEL_EXPORTER_OTLP_HEADERS",
        "unset",
        "what is sent with them: name=value, comma separated",
    ),
    ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "unset", "the same"),
    (
        "OTEL_EXPORTER_OTLP_TIMEOUT",
        "10000",
        "how long the collector may take, in milliseconds",
    ),
    ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "unset", "the same"),
    (
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "there is no other",
    ),
    ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "unset", "the same"),
    (
        "OTEL_EXPORTER_OTLP_COMPRESSION",
        "none",
        "there is no other",
    ),
    ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "unset", "the same"),
    ("OTEL_TRACES_EXPORTER", "otlp", "none: no traces after all"),
    ("OTEL_SDK_DISABLED", "false", "true: no traces after all"),
    ("OTEL_SERVICE_NAME", "seatlog", "its name in traces"),
    (
        "OTEL_RESOURCE_ATTRIBUTES",
        "unset",
        "what else traces say of it: name=value, comma separated",
    ),
    (
        "OTEL_TRACES_SAMPLER",
        "parentbased_always_on",
        "which requests are traced: always_on, always_off, traceidratio, or parentbased_ one of them",
    ),
    (
        "OTEL_TRACES_SAMPLER_ARG",
        "1",
        "which share of them with traceidratio, from 0 to 1",
    ),
];
