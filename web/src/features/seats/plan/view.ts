// What part of the plan is seen, and how large.
import type { Block, House } from '@/ui/plan/house';
import type { Point } from './places';

/** The plan's point in the top left corner, and the pixels of one unit. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

/** From here on seats are drawn one by one, below only sections, in pixels of a unit. */
export const SEATS_FROM = 5;
/** From here on a seat is large enough to be met by a mouse, and by a finger. */
export const MOUSE_FROM = 7;
export const FINGER_FROM = 15;
/** As large as a plan is ever shown, and as a section is when it is gone to. */
const LARGEST = 44;
const LARGEST_BY_ITSELF = 30;
/** How far the plan's edge may be drawn into the picture, in pixels. */
const MARGIN = 12;

function scaleFor({ width, height }: Size, size: Size): number {
  return Math.min((size.width - 2 * MARGIN) / width, (size.height - 2 * MARGIN) / height);
}

/** The smallest scale that makes sense: all is seen. */
export function leastScale(house: House, size: Size): number {
  return Math.max(Math.min(scaleFor(house, size), LARGEST_BY_ITSELF), 0.05);
}

function within(at: number, length: number, scale: number, room: number): number {
  const pixels = length * scale;
  if (pixels + 2 * MARGIN <= room) return (length - room / scale) / 2;
  return Math.min(Math.max(at, -MARGIN / scale), length - (room - MARGIN) / scale);
}

/** The nearest view that keeps the plan in the picture. */
export function kept({ x, y, scale }: View, house: House, size: Size): View {
  const held = Math.min(Math.max(scale, leastScale(house, size)), LARGEST);
  return { x: within(x, house.width, held, size.width), y: within(y, house.height, held, size.height), scale: held };
}

export function whole(house: House, size: Size): View {
  return kept({ x: 0, y: 0, scale: leastScale(house, size) }, house, size);
}

export function isWhole(view: View, house: House, size: Size): boolean {
  return view.scale <= leastScale(house, size) * 1.001;
}

/** A section as large as it fits, and at least so large that its seats are seen. */
export function onBlock(block: Block, house: House, size: Size): View {
  const scale = Math.min(Math.max(scaleFor(block, size), SEATS_FROM * 1.6), LARGEST_BY_ITSELF);
  return centred({ x: block.x + block.width / 2, y: block.y + block.height / 2 }, scale, house, size);
}

export function centred({ x, y }: Point, scale: number, house: House, size: Size): View {
  return kept({ x: x - size.width / 2 / scale, y: y - size.height / 2 / scale, scale }, house, size);
}

export function panned({ x, y, scale }: View, dx: number, dy: number, house: House, size: Size): View {
  return kept({ x: x - dx / scale, y: y - dy / scale, scale }, house, size);
}

/** Larger or smaller, while what is at one point of the picture stays there. */
export function zoomed(view: View, factor: number, at: Point, house: House, size: Size): View {
  const least = leastScale(house, size);
  const scale = Math.min(Math.max(view.scale * factor, least), LARGEST);
  return kept({ x: view.x + at.x / view.scale - at.x / scale, y: view.y + at.y / view.scale - at.y / scale, scale }, house, size);
}

export function toPlan({ x, y, scale }: View, at: Point): Point {
  return { x: x + at.x / scale, y: y + at.y / scale };
}

/** On the way from one view to another; the scale grows evenly to the eye. */
export function between(from: View, to: View, part: number): View {
  if (part >= 1) return to;
  const scale = from.scale * (to.scale / from.scale) ** part;
  // The same share of the way for the corner as for the size of what is seen, so that the fixed point stays fixed.
  const span = 1 / to.scale - 1 / from.scale;
  const share = Math.abs(span) < 1e-9 ? part : (1 / scale - 1 / from.scale) / span;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, scale };
}
