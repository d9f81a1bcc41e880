//! Several nodes that share events: leases in Redis, commands forwarded over NATS, and what is
//! left when either of them fails. Each test that harms a server has one of its own.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(
    clippy::disallowed_methods,
    reason = "the test servers are named by the environment"
)]

#[path = "journey/nats.rs"]
mod nats;

#[path = "ownership/lying_redis.rs"]
mod lying_redis;
#[path = "ownership/redis_server.rs"]
mod redis_server;

#[path = "ownership/nodes.rs"]
mod nodes;
#[path = "ownership/sale.rs"]
mod sale;

#[path = "ownership/forwarding.rs"]
mod forwarding;
#[path = "ownership/leases.rs"]
mod leases;
#[path = "ownership/redis_conditions.rs"]
mod redis_conditions;
#[path = "ownership/strangers.rs"]
mod strangers;
