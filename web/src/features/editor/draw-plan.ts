// The plan on a canvas: from far each row as a stroke, nearer each seat, near enough its number too.
import { LINE, type Block, type House, type Line } from '@/ui/plan/house';

type Pen = CanvasRenderingContext2D;

interface Look {
  width: number;
  height: number;
  scale: number;
  /** Where the plan's corner is on the canvas. */
  left: number;
  top: number;
  /** The section that stands out. */
  selected: number;
}

/** From here on seats are drawn one by one, and from here on with their numbers, in pixels of a seat. */
const SEATS_FROM = 3;
const NUMBERS_FROM = 15;
/** A bent row as a stroke has a corner each so many seats. */
const CORNER_EACH = 4;

/** Calls when the theme of the page changes. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function spot({ bend }: Block, x: number, y: number) {
  return bend?.out({ x, y }) ?? { x, y };
}

function ground(pen: Pen, block: Block) {
  pen.beginPath();
  if (block.bend) for (const { x, y } of block.bend.outline) pen.lineTo(x, y);
  else pen.roundRect(block.x, block.y, block.width, block.height, 0.6);
  pen.closePath();
}

function stroke(pen: Pen, block: Block, { x, y, count }: Line) {
  const corners = block.bend ? Math.max(Math.ceil(count / CORNER_EACH), 1) : 1;
  for (let corner = 0; corner <= corners; corner += 1) {
    const at = spot(block, x + (count * corner) / corners, y + 0.5);
    if (corner === 0) pen.moveTo(at.x, at.y);
    else pen.lineTo(at.x, at.y);
  }
}

function seats(pen: Pen, block: Block, { x, y, count }: Line) {
  for (let at = 0; at < count; at += 1) {
    const middle = spot(block, x + at + 0.5, y + 0.5);
    pen.moveTo(middle.x + 0.4, middle.y);
    pen.arc(middle.x, middle.y, 0.4, 0, 2 * Math.PI);
  }
}

function numbers(pen: Pen, block: Block, { row, x, y, count, offset, label, begins, ends }: Line, colours: { seat: string; label: string }) {
  const names = block.section.rows?.[row]?.seats;
  pen.fillStyle = colours.seat;
  for (let at = 0; at < count; at += 1) {
    const middle = spot(block, x + at + 0.5, y + 0.53);
    const name = typeof names === 'object' ? names[offset + at] ?? '' : String(offset + at + 1);
    pen.fillText(name, middle.x, middle.y, 0.72);
  }
  pen.fillStyle = colours.label;
  const [before, behind] = [spot(block, x - 0.8, y + 0.53), spot(block, x + count + 0.8, y + 0.53)];
  if (begins) pen.fillText(label, before.x, before.y, 1.4);
  if (ends) pen.fillText(label, behind.x, behind.y, 1.4);
}

export function drawPlan(canvas: HTMLCanvasElement, house: House, { width, height, scale, left, top, selected }: Look): void {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim() || 'gray';
  const colours = { seat: token('surface'), label: token('muted') };
  pen.setTransform(ratio * scale, 0, 0, ratio * scale, left * ratio, top * ratio);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = `600 0.42px ${style.fontFamily || 'sans-serif'}`;
  house.blocks.forEach((block, index) => {
    ground(pen, block);
    pen.fillStyle = token('surface');
    pen.fill();
    pen.lineWidth = 1 / scale;
    pen.strokeStyle = token(block.count === 0 ? 'line-strong' : 'line');
    pen.stroke();
    const colour = token(index === selected ? 'accent' : 'primary');
    const draw = scale < SEATS_FROM ? stroke : seats;
    pen.beginPath();
    for (const line of block.lines) draw(pen, block, line);
    pen.fillStyle = pen.strokeStyle = colour;
    pen.lineWidth = LINE * 0.55;
    if (scale < SEATS_FROM) pen.stroke();
    else pen.fill();
    if (scale >= NUMBERS_FROM) for (const line of block.lines) numbers(pen, block, line, colours);
  });
}
