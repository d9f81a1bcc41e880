import { act } from '@testing-library/react';

/** Stands in for the browser's stream. It says nothing by itself: every test says what comes. */
export class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeStream[] = [];
  readyState = 0;

  constructor(readonly url: string) {
    super();
    FakeStream.opened.push(this);
  }

  close(): void {
    this.readyState = FakeStream.CLOSED;
  }
}

/** The stream that the page follows now. */
function followedStream(): FakeStream {
  const stream = FakeStream.opened.findLast(({ readyState }) => readyState !== FakeStream.CLOSED);
  if (!stream) throw new Error('the page follows no stream');
  return stream;
}

/** The stream begins: from now on the page is told of changes. */
export function streamOpens(): void {
  const stream = followedStream();
  stream.readyState = 1;
  act(() => {
    stream.dispatchEvent(new Event('open'));
  });
}

/** An event of the stream arrives. */
export function streamSays(type: 'snapshot' | 'seats', position: number, data: object): void {
  const stream = followedStream();
  act(() => {
    stream.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId: String(position) }));
  });
}

/** The stream breaks: the browser opens it again, or has given up on it. */
export function streamBreaks(how: 'for a while' | 'for good'): void {
  const stream = followedStream();
  stream.readyState = how === 'for good' ? FakeStream.CLOSED : 0;
  act(() => {
    stream.dispatchEvent(new Event('error'));
  });
}

/** As if the page came to the front, or was left for another. */
export function pageIsHidden(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

/** As if the network went away, or came back. */
export function networkIs(state: 'offline' | 'online'): void {
  Object.defineProperty(navigator, 'onLine', { value: state === 'online', configurable: true });
  act(() => {
    window.dispatchEvent(new Event(state));
  });
}
