// What the plan and the checkout say.
import { counted, formatCount } from '@/ui/numbers';

export const words = {
  map: {
    title: 'Seat map',
    picture: 'The plan of the house. The same seats can be chosen below, by section, row and seat.',
    hint: 'Drag to move, turn the wheel or pinch to zoom, click a seat to choose it.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    showAll: 'Show the whole plan',
    overview: 'Part of the plan that is shown',
    shapes: 'What the shapes mean',
    prices: 'What the colours mean',
    free: 'Free',
    held: 'Held by others',
    booked: 'Taken',
    blocked: 'Not for sale',
    chosen: 'Chosen',
    yours: 'Held for you',
    lost: 'Chosen, and lost to somebody else',
    freeOf: (free: number) => (free === 0 ? 'sold out' : `${formatCount(free)} free`),
    priceRange: (least: string, most: string) => `${least} to ${most}`,
  },
  steps: {
    title: (section: string) => `Seats in ${section}`,
    row: 'Row',
    rowOption: (label: string, free: number, seats: number) => `Row ${label}, ${formatCount(free)} of ${formatCount(seats)} free`,
    hint: 'With the keyboard: left and right walk along the row, up and down go to the next row, Space chooses.',
  },
  best: {
    title: 'Best available',
    hint: 'One click holds the best seats that are free, side by side as long as any row still has them.',
    hintAnonymous: 'One click chooses the best seats that are free, side by side as long as any row still has them.',
    where: 'Where',
    anywhere: 'Anywhere',
    label: 'How many seats',
    button: (quantity: number) => `Best ${counted(quantity, 'seat')}`,
    more: 'More seats',
    moreSubmit: 'Take the best',
    moreLabel: 'Number of seats',
    releaseFirst: 'To choose other seats, release these first.',
  },
  lost: {
    title: (seats: number) => (seats === 1 ? 'A seat you chose is gone' : `${formatCount(seats)} seats you chose are gone`),
    booked: 'somebody else has booked it',
    held: 'somebody else holds it now',
    blocked: 'the organiser took it off sale',
    remove: (seats: number) => (seats === 1 ? 'Remove it' : 'Remove them'),
    nearest: (seats: number) => (seats === 1 ? 'Take the nearest free seat instead' : 'Take the nearest free seats instead'),
  },
  warning: {
    title: 'Your time is running out',
    text: (seats: string, event: string) => `${seats} for ${event} are held for you only for a short time more.`,
    more: 'Give me more time',
    close: 'Go on without',
    lastTime: 'They have been held as long as seats can be held. Book them now, or they go back on sale.',
  },
  extended: {
    by: (seconds: number) => `You have ${duration(seconds)} more.`,
    full: 'You have the full time again.',
    not: 'Seats cannot be held any longer than this.',
  },
  closed: {
    title: 'These seats can no longer be booked',
    text: (until: string) => `The sale ended while they were held for you, and nothing was booked. They are let go at ${until}, or now if you wish.`,
    release: 'Release',
  },
};

/** "3 minutes", "40 seconds": whole minutes from two minutes on. */
export function duration(seconds: number): string {
  return seconds >= 120 ? counted(Math.floor(seconds / 60), 'minute') : counted(seconds, 'second');
}
