// Mouse, wheel and fingers on the plan, as what they mean.
import type { Point } from './places';

export interface Gestures {
  pan: (dx: number, dy: number) => void;
  /** False when there is nothing to zoom, and the wheel may move the page. */
  zoom: (factor: number, at: Point) => boolean;
  /** Fingers or wheel have come to rest. */
  rest: () => void;
  tap: (at: Point, finger: boolean) => void;
  /** The mouse is over a point, or has left. */
  hover: (at: Point | undefined) => void;
}

/** A press that moves less is a tap, in pixels. */
const TAP_WITHIN = 6;
/** A wheel that has not turned for so long has come to rest. */
const WHEEL_REST_MS = 140;
/** A turn of the wheel counted in lines instead of pixels. */
const LINE_PIXELS = 16;

const distance = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y);
const middle = (one: Point, other: Point): Point => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

/** Listens until told to stop. */
export function listenToGestures(element: HTMLElement, gestures: Gestures): () => void {
  const listening = new AbortController();
  const down = new Map<number, Point>();
  let pressed: Point | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };

  const press = (event: PointerEvent) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    down.set(event.pointerId, pointOf(event));
    // A second finger makes it a pinch, which is never a tap.
    pressed = down.size === 1 ? pointOf(event) : undefined;
  };

  const move = (event: PointerEvent) => {
    const at = pointOf(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType === 'mouse') gestures.hover(at);
      return;
    }
    if (pressed && distance(pressed, at) < TAP_WITHIN) return;
    if (pressed) gestures.hover(undefined);
    pressed = undefined;
    down.set(event.pointerId, at);
    const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (!other) {
      gestures.pan(at.x - before.x, at.y - before.y);
      return;
    }
    const [from, to] = [middle(before, other), middle(at, other)];
    gestures.pan(to.x - from.x, to.y - from.y);
    gestures.zoom(distance(at, other) / Math.max(distance(before, other), 1), to);
  };

  const lift = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return;
    if (pressed && event.type === 'pointerup') gestures.tap(pressed, event.pointerType !== 'mouse');
    pressed = undefined;
    if (down.size === 0) gestures.rest();
  };

  const turn = (event: WheelEvent) => {
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1);
    // The trackpad's pinch arrives as a wheel with Control, in smaller steps.
    const factor = Math.exp(-Math.max(Math.min(pixels, 240), -240) * (event.ctrlKey ? 0.01 : 0.0022));
    if (!gestures.zoom(factor, pointOf(event))) return;
    event.preventDefault();
    clearTimeout(resting);
    resting = setTimeout(gestures.rest, WHEEL_REST_MS);
  };

  const options = { signal: listening.signal };
  element.addEventListener('pointerdown', press, options);
  element.addEventListener('pointermove', move, options);
  element.addEventListener('pointerup', lift, options);
  element.addEventListener('pointercancel', lift, options);
  element.addEventListener('pointerleave', () => gestures.hover(undefined), options);
  element.addEventListener('wheel', turn, { ...options, passive: false });
  return () => {
    clearTimeout(resting);
    listening.abort();
  };
}
