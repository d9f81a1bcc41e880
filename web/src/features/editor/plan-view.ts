// Where the plan lies in its frame in the editor, and how large.
import type { House } from '@/ui/plan/house';

/** Between the plan and the frame, in pixels. */
const MARGIN = 12;
const HIGHEST = 460;
const LOWEST = 220;
/** As large as a seat is ever drawn, in pixels. */
const LARGEST = 24;

export interface PlanView {
  /** Of the frame, in pixels. */
  width: number;
  height: number;
  /** The pixels of a seat. */
  scale: number;
  /** Where the plan's corner is in the frame. */
  left: number;
  top: number;
}

/** The plan as large as its frame takes it, in the middle of what it leaves free. */
export function planView({ width: across, height: down }: Pick<House, 'width' | 'height'>, width: number): PlanView {
  const wide = Math.min((width - 2 * MARGIN) / across, LARGEST);
  const height = Math.min(Math.max(down * wide + 2 * MARGIN, LOWEST), HIGHEST);
  const scale = Math.max(Math.min(wide, (height - 2 * MARGIN) / down), 0.01);
  return { width, height, scale, left: (width - across * scale) / 2, top: (height - down * scale) / 2 };
}
