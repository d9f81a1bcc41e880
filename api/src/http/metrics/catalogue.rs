//! What each metric means, and those that must be there before anything has happened: an alert on
//! a counter that begins to exist with its first failure does not see that failure.

use metrics::{counter, describe_counter, describe_gauge, describe_histogram};

use crate::embedded_postgres::RESTARTS;
use crate::telemetry::SPANS;

/// Counters, each with its meaning, and with what tells its first series apart.
const COUNTERS: [(&str, &str, &str, &[&str]); 10] = [
    (
        super::REQUESTS,
        "HTTP calls answered, by method, route and status.",
        "",
        &[],
    ),
    (
        super::REFUSALS,
        "Calls that a rule or a limit refused, by the problem they were answered with.",
        "reason",
        &[
            "seat-taken",
            "not-enough-seats",
            "limit-reached",
            "sales-closed",
            "hold-expired",
            "too-many-requests",
            "too-many-attempts",
        ],
    ),
    (
        "seatlog_engine_decided_again_total",
        "Batches of commands that were decided again, by what became of the first decision.",
        "why",
        &["stale", "conflict", "refused", "unknown"],
    ),
    (
        "seatlog_leases_taken_total",
        "Leases of events that this node got.",
        "",
        &[""],
    ),
    (
        "seatlog_leases_lost_total",
        "Leases of events that turned out to be another node's.",
        "",
        &[""],
    ),
    (
        "seatlog_forwarded_commands_total",
        "Commands that were passed on to the owner of their event, by what came of it.",
        "outcome",
        &[
            "answered", "not_mine", "gone", "silent", "unfit", "full", "slow",
        ],
    ),
    (
        "seatlog_mail_attempts_total",
        "Attempts to send a mail, by outcome.",
        "outcome",
        &["sent", "retry", "ambiguous", "dead"],
    ),
    (
        "seatlog_checkpoint_failures_total",
        "Failures to sign a checkpoint of the log.",
        "",
        &[""],
    ),
    (
        SPANS,
        "Spans of traces, by what became of them: sent, dropped where too many waited, or lost with \
         a collector that took none.",
        "outcome",
        &["sent", "dropped", "lost"],
    ),
    (
        RESTARTS,
        "How often the private PostgreSQL ended by itself and was started again.",
        "",
        &[""],
    ),
];

/// Gauges and their meaning.
const GAUGES: [(&str, &str); 18] = [
    (
        "seatlog_log_position",
        "Position of the last fact of the log.",
    ),
    (
        "seatlog_engine_actors_awake",
        "Events whose state is in memory.",
    ),
    (
        "seatlog_leases_held",
        "Leases of events that this node has.",
    ),
    (
        "seatlog_server_up",
        "Whether Redis or NATS answers; not there where none is set.",
    ),
    (
        "seatlog_projection_position",
        "Position of the last fact in a read model.",
    ),
    (
        "seatlog_projection_lag",
        "Facts that a read model is behind the log.",
    ),
    (
        "seatlog_projection_lag_seconds",
        "Age of the first fact that is not in a read model yet.",
    ),
    (
        "seatlog_projection_halted",
        "1: a read model has met a fact that it cannot apply.",
    ),
    (
        "seatlog_relay_position",
        "Position of the last fact that JetStream acknowledged.",
    ),
    (
        "seatlog_seal_position",
        "Position of the last fact that is sealed.",
    ),
    ("seatlog_seal_lag", "Facts that are not sealed yet."),
    (
        "seatlog_checkpoint_position",
        "Facts covered by the last signed checkpoint.",
    ),
    ("seatlog_mails", "Mails that were not sent, by state."),
    (
        "seatlog_mail_oldest_unsent_seconds",
        "Age of the oldest mail that is to be sent.",
    ),
    (
        "seatlog_seat_views",
        "Events whose seats are kept in memory for those who look.",
    ),
    (
        "seatlog_live_listeners",
        "Live streams of seats that are open.",
    ),
    (
        "seatlog_db_pool_connections",
        "Connections of the pool, idle and used.",
    ),
    (
        "seatlog_db_pool_connections_max",
        "The most connections that the pool may have.",
    ),
];

/// Histograms and their meaning.
const HISTOGRAMS: [(&str, &str); 4] = [
    (
        super::DURATION,
        "Time to answer an HTTP call, by method and route.",
    ),
    (
        "seatlog_engine_append_facts",
        "Facts in one append to the log.",
    ),
    (
        "seatlog_engine_append_seconds",
        "Time for one append, until it is durable.",
    ),
    (
        "seatlog_engine_queue_length",
        "Commands that wait for one event, when its actor looks.",
    ),
];

/// Tells the recorder of this process what there is.
pub(super) fn announce() {
    for (name, meaning, label, values) in COUNTERS {
        describe_counter!(name, meaning);
        for value in values {
            match label {
                "" => counter!(name).increment(0),
                label => counter!(name, label => *value).increment(0),
            }
        }
    }
    for (name, meaning) in GAUGES {
        describe_gauge!(name, meaning);
    }
    for (name, meaning) in HISTOGRAMS {
        describe_histogram!(name, meaning);
    }
    super::process::describe();
}
