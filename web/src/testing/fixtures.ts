import type {
  AuditedFact, Booking, Event, EventReport, Hold, Mail, Projection, Queue, SalesBucket, SeatMap, SectionReport, SummaryReport, User,
} from '@/api/schema';

export const maria: User = { id: 'u-maria', email: 'maria@example.org', name: 'Maria Rossi', role: 'user', email_verified: true };
export const boss: User = { id: 'u-boss', email: 'boss@example.org', name: 'Boss Bianchi', role: 'admin', email_verified: true };
export const clerk: User = { id: 'u-clerk', email: 'clerk@example.org', name: 'Clerk Verdi', role: 'staff', email_verified: true };

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** An opera with two rows of stalls and a standing area. */
export function anEvent(changes: Partial<Event> = {}): Event {
  return {
    id: 'e-nabucco', name: 'Nabucco', description: 'By Giuseppe Verdi.', starts_at: inDays(30), ends_at: null,
    venue: 'Arena di Verona', image_url: null, currency: 'EUR', sales_open_at: null, sales_close_at: null,
    max_seats_per_user: 4, waiting_room: null, status: 'published', capacity: 56, free: 55, price_from_minor: 2500, version: 1, draft: false,
    seating: {
      sections: [
        { id: 'ST', name: 'Stalls', kind: 'reserved', price_minor: 4500, rows: [{ label: 'A', seats: 3 }, { label: 'B', seats: ['1', '2', '2A'] }] },
        { id: 'GA', name: 'Standing', kind: 'general', price_minor: 2500, capacity: 50 },
      ],
    },
    ...changes,
  };
}

export function aSeatMap(changes: Partial<SeatMap> = {}): SeatMap {
  return {
    position: 7, capacity: 56, free: 55,
    sections: [{ id: 'ST', free: 5, capacity: 6 }, { id: 'GA', free: 50, capacity: 50 }],
    booked: ['ST-A-2'], held: [], blocked: [],
    ...changes,
  };
}

export function aBooking(changes: Partial<Booking> = {}): Booking {
  return {
    id: 'b-1', reference: 'SL7K2M9P', event_id: 'e-nabucco', user_id: maria.id, status: 'confirmed',
    seats: [{ seat: 'ST-A-1', section: 'ST', price_minor: 4500 }], total_minor: 4500, currency: 'EUR',
    booked_at: inDays(-1), position: 8, event_name: 'Nabucco', starts_at: inDays(30), venue: 'Arena di Verona', image_url: null,
    ...changes,
  };
}

export const inSeconds = (seconds: number) => inDays(seconds / 86_400);

/** Two stalls side by side, for ten minutes. */
export function aHold(changes: Partial<Hold> = {}): Hold {
  return {
    id: 'h-1', event_id: 'e-nabucco', user_id: maria.id, total_minor: 9000, currency: 'EUR', held_at: inSeconds(0), expires_at: inSeconds(600),
    seats: [{ seat: 'ST-A-1', section: 'ST', price_minor: 4500 }, { seat: 'ST-A-3', section: 'ST', price_minor: 4500 }],
    ...changes,
  };
}

/** A place in the waiting room of a sale that has opened: the twelfth from the front. */
export function aQueue(changes: Partial<Queue> = {}): Queue {
  return {
    state: 'waiting', place: 42, position: 12, estimated_wait_secs: 240, admitted_until: null, ask_again_secs: 60,
    opens_at: inSeconds(-90), admit_per_minute: 3,
    order: { commitment: 'c0'.repeat(32), seed: '5e'.repeat(32), drawn_at: inSeconds(-90), drawn_places: 40 },
    ...changes,
  };
}

export const aSummary: SummaryReport = {
  bookings: 12, cancelled_bookings: 2, seats_sold: 31, events: 3, users: 9,
  revenue: [{ currency: 'EUR', amount_minor: 123_450 }, { currency: 'JPY', amount_minor: 9_000 }],
  position: 80, as_of: inDays(0),
};

export function anEventReport(changes: Partial<EventReport> = {}): EventReport {
  return {
    event_id: 'e-nabucco', name: 'Nabucco', starts_at: inDays(30), status: 'published', capacity: 56, seats_sold: 14,
    bookings: 6, revenue_minor: 63_000, currency: 'EUR', occupancy: 0.25,
    ...changes,
  };
}

export function aBucket(bucket_start: string, seats: number, currency = 'EUR'): SalesBucket {
  const revenue_minor = seats * 4500;
  return { bucket_start, bookings: Math.sign(seats), seats, revenue_minor, revenue: [{ currency, amount_minor: revenue_minor }] };
}

export function aSectionReport(changes: Partial<SectionReport> = {}): SectionReport {
  return {
    section: 'ST', name: 'Stalls', capacity: 6, seats_sold: 3, occupancy: 0.5, price_minor: 4500, revenue_minor: 13_500, lost_seats: 2, lost_minor: 9_000, currency: 'EUR',
    ...changes,
  };
}

export function aFact(changes: Partial<AuditedFact> = {}): AuditedFact {
  return {
    position: 7, stream: 'e-nabucco', stream_type: 'Event', sequence: 3, type: 'SeatsBooked', version: '1', recorded_at: '2027-01-01T00:00:00Z',
    actor_id: maria.id, command_id: 'c-1', correlation_id: null, payload: { seats: ['ST-A-1'] } as unknown as AuditedFact['payload'], hash: 'ab12',
    ...changes,
  };
}

export function aMail(changes: Partial<Mail> = {}): Mail {
  return {
    id: 'm-1', to: maria.email, template: 'confirmation', status: 'sent', attempts: 1, last_error: null, sent_at: inDays(-1), created_at: inDays(-1), next_attempt_at: null,
    ...changes,
  };
}

export function aProjection(changes: Partial<Projection> = {}): Projection {
  return { name: 'bookings', position: 80, head: 80, lag: 0, lag_ms: 0, state: 'running', error: null, ...changes };
}

/** One page of a list, the last one unless a cursor follows. */
export function listOf<Item>(items: Item[], next_cursor: string | null = null) {
  return { items, next_cursor };
}

/** One page of a report, as of a moment of the log. */
export function reportOf<Item>(items: Item[], position = 80) {
  return { ...listOf(items), position, as_of: '2027-01-09T12:00:00Z' };
}
