// A block whose rows bend around the stage, or that is turned: from where a seat would lie in a straight block to where it lies, and back.

export interface Spot {
  x: number;
  y: number;
}

export interface Box extends Spot {
  width: number;
  height: number;
}

export interface Bend {
  /** The block as it would lie straight. */
  straight: Box;
  out: (spot: Spot) => Spot;
  into: (spot: Spot) => Spot;
  /** Around the block as it lies, in order. */
  outline: readonly Spot[];
}

/** How many pieces the bent edges are drawn in. */
const PIECES = 24;
/** The front row reaches at most this far around to each side, so that its ends do not meet. */
const FARTHEST = 2.8;

const turned = ({ x, y }: Spot, around: Spot, angle: number): Spot => {
  const [dx, dy, cos, sin] = [x - around.x, y - around.y, Math.cos(angle), Math.sin(angle)];
  return { x: around.x + dx * cos - dy * sin, y: around.y + dx * sin + dy * cos };
};

/** How far the middle row is from what the rows bend around: the widest row spans the angle, and the front row exists. */
function radiusOf({ width, height }: Box, curve: number, reach: number): number {
  return Math.max(reach / (curve * Math.PI / 180), height / 2 + width / 2 / FARTHEST);
}

/** `curve` and `rotation` in degrees; `reach` is the length of the widest row. */
export function bendOf(straight: Box, curve: number, rotation: number, reach: number): Bend {
  const middle = { x: straight.x + straight.width / 2, y: straight.y + straight.height / 2 };
  const radius = curve > 0 ? radiusOf(straight, curve, reach) : 0;
  const centre = { x: middle.x, y: middle.y - radius };
  const angle = rotation * Math.PI / 180;
  const out = (spot: Spot): Spot => {
    if (radius === 0) return turned(spot, middle, angle);
    const away = spot.y - centre.y;
    const around = (spot.x - centre.x) / away;
    return turned({ x: centre.x + away * Math.sin(around), y: centre.y + away * Math.cos(around) }, middle, angle);
  };
  const into = (spot: Spot): Spot => {
    const back = turned(spot, middle, -angle);
    if (radius === 0) return back;
    const [dx, dy] = [back.x - centre.x, back.y - centre.y];
    const away = Math.hypot(dx, dy);
    return { x: centre.x + Math.atan2(dx, dy) * away, y: centre.y + away };
  };
  return { straight, out, into, outline: outlineOf(straight, out) };
}

function outlineOf({ x, y, width, height }: Box, out: (spot: Spot) => Spot): Spot[] {
  const along = Array.from({ length: PIECES + 1 }, (_, piece) => x + (width * piece) / PIECES);
  return [
    ...along.map((at) => out({ x: at, y })),
    ...along.reverse().map((at) => out({ x: at, y: y + height })),
  ];
}

/** The box around some spots. */
export function boxAround(spots: readonly Spot[]): Box {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of spots) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
