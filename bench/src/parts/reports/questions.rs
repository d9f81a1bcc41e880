//! What is asked for: every report of the API, and the same of plain tables.

use rand::Rng;
use rand::rngs::StdRng;

use crate::parts::million::Written;

/// A report.
pub(super) struct Question {
    /// Names it.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) what: &'static str,
    /// Its path; `{event}` and `{user}` stand for anyone's.
    path: &'static str,
    /// Whether what it is about may not have been there.
    pub(super) may_miss: bool,
    /// The same of plain tables: `$1` is a time, `$2` an event, `$3` a buyer.
    pub(super) plain: &'static str,
}

#[rustfmt::skip] // one report each
pub(super) const QUESTIONS: &[Question] = &[
    Question {
        name: "summary", what: "the totals", may_miss: false,
        path: "/reports/summary",
        plain: "SELECT currency, count(*) FILTER (WHERE stands), count(*) FILTER (WHERE NOT stands),
                       sum(seats) FILTER (WHERE stands), sum(total_minor) FILTER (WHERE stands)
                FROM (SELECT *, coalesce(cancelled_at > $1, true) AS stands FROM plain.bookings
                      WHERE booked_at <= $1) b
                GROUP BY currency",
    },
    Question {
        name: "events", what: "100 events with their totals", may_miss: false,
        path: "/reports/events?limit=100",
        plain: "SELECT e.*, count(b.id), sum(b.seats), sum(b.total_minor)
                FROM plain.events e LEFT JOIN plain.bookings b ON b.event_id = e.id
                     AND b.booked_at <= $1 AND coalesce(b.cancelled_at > $1, true)
                GROUP BY e.id ORDER BY e.starts_at, e.id LIMIT 100",
    },
    Question {
        name: "top", what: "the 20 events that earned most", may_miss: false,
        path: "/reports/events?sort=revenue_minor",
        plain: "SELECT e.*, count(b.id), sum(b.seats), sum(b.total_minor) AS revenue
                FROM plain.events e LEFT JOIN plain.bookings b ON b.event_id = e.id
                     AND b.booked_at <= $1 AND coalesce(b.cancelled_at > $1, true)
                GROUP BY e.id ORDER BY revenue DESC NULLS LAST LIMIT 20",
    },
    Question {
        name: "sections", what: "the sections of an event", may_miss: true,
        path: "/reports/events/{event}/sections",
        plain: "SELECT s.section, count(*), sum(s.price_minor)
                FROM plain.bookings b JOIN plain.seats s ON s.booking_id = b.id
                WHERE b.event_id = $2 AND b.booked_at <= $1 AND coalesce(b.cancelled_at > $1, true)
                GROUP BY s.section",
    },
    Question {
        name: "days", what: "sales of 100 days", may_miss: false,
        path: "/reports/sales?bucket=day&limit=100",
        plain: "SELECT day, count(*), sum(seats), sum(minor) FROM (
                    SELECT date_trunc('day', booked_at) AS day, seats, total_minor AS minor
                    FROM plain.bookings WHERE booked_at <= $1
                    UNION ALL
                    SELECT date_trunc('day', cancelled_at), -seats, -total_minor
                    FROM plain.bookings WHERE cancelled_at <= $1) b
                GROUP BY day ORDER BY day LIMIT 100",
    },
    Question {
        name: "hours", what: "sales of an event in 100 hours", may_miss: false,
        path: "/reports/sales?event_id={event}&bucket=hour&limit=100",
        plain: "SELECT hour, count(*), sum(seats), sum(minor) FROM (
                    SELECT date_trunc('hour', booked_at) AS hour, seats, total_minor AS minor
                    FROM plain.bookings WHERE event_id = $2 AND booked_at <= $1
                    UNION ALL
                    SELECT date_trunc('hour', cancelled_at), -seats, -total_minor
                    FROM plain.bookings WHERE event_id = $2 AND cancelled_at <= $1) b
                GROUP BY hour ORDER BY hour LIMIT 100",
    },
    Question {
        name: "cancelled", what: "cancellations of 100 days", may_miss: false,
        path: "/reports/cancellations?bucket=day&limit=100",
        plain: "SELECT date_trunc('day', cancelled_at) AS day, count(*), sum(seats), sum(total_minor)
                FROM plain.bookings WHERE cancelled_at <= $1
                GROUP BY day ORDER BY day LIMIT 100",
    },
    Question {
        name: "lost", what: "holds that ran out in 100 days", may_miss: false,
        path: "/reports/lost-demand?bucket=day&limit=100",
        plain: "SELECT date_trunc('day', expired_at) AS day, count(*), sum(seats)
                FROM plain.lost_holds WHERE expired_at <= $1
                GROUP BY day ORDER BY day LIMIT 100",
    },
    Question {
        name: "lost_events", what: "holds that ran out, by event", may_miss: false,
        path: "/reports/lost-demand/events",
        plain: "SELECT event_id, count(*), sum(seats) AS seats
                FROM plain.lost_holds WHERE expired_at <= $1
                GROUP BY event_id ORDER BY seats DESC LIMIT 20",
    },
    Question {
        name: "history", what: "a buyer's bookings", may_miss: false,
        path: "/reports/users/{user}/bookings",
        plain: "SELECT b.*, e.name, e.starts_at FROM plain.bookings b
                JOIN plain.events e ON e.id = b.event_id
                WHERE b.user_id = $3 AND b.booked_at <= $1 ORDER BY b.booked_at DESC LIMIT 20",
    },
    Question {
        name: "facts", what: "100 facts behind an event's revenue", may_miss: false,
        path: "/reports/facts?figure=revenue_minor&event_id={event}&limit=100",
        plain: "SELECT id, at, minor FROM (
                    SELECT id, booked_at AS at, total_minor AS minor
                    FROM plain.bookings WHERE event_id = $2 AND booked_at <= $1
                    UNION ALL
                    SELECT id, cancelled_at, -total_minor
                    FROM plain.bookings WHERE event_id = $2 AND cancelled_at <= $1) b
                ORDER BY at LIMIT 100",
    },
];

impl Question {
    /// Its path, about any event or buyer.
    pub(super) fn path(&self, written: &Written, dice: &mut StdRng) -> String {
        let event = written.events[dice.random_range(0..written.events.len())];
        let (user, _) = written.users[dice.random_range(0..written.users.len())];
        let path = self.path.replace("{event}", &event.to_string());
        path.replace("{user}", &user.to_string())
    }
}
