// Draws a part of the plan. Far away the sections, with what they cost and what is free; nearer the seats.
import { HEAD, LINE, linesBetween, type Block, type House, type Line } from '@/ui/plan/house';
import type { Palette } from './palette';
import { cornerOf, nameIn, type Point } from './places';
import { spriteOf, type Sprites } from './seat-shapes';
import { FREE, type States } from './states';
import { SEATS_FROM } from './view';

type Pen = CanvasRenderingContext2D;

/** From here on the numbers of the seats, and the labels of the rows, can be read, in pixels of a unit. */
const NUMBERS_FROM = 21;
const LABELS_FROM = 9;

/** What is said of a section on the plan. */
export interface SectionFacts {
  tier: number;
  /** From 0 to 1. */
  freeShare: number;
  name: string;
  price: string;
  free: string;
}

/** All that is needed to draw. */
export interface Scene {
  house: House;
  states: States;
  palette: Palette;
  font: string;
  facts: (block: Block) => SectionFacts;
}

/** A part of the plan in pixels at a scale: what is drawn is moved so that its corner is at 0, 0. */
export interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
  scale: number;
  /** Device pixels of a pixel. */
  ratio: number;
}

/** Half of a block's border lies outside of it, in pixels. */
const BORDER = 2;

function touches({ x, y, width, height }: Block, { left, top, width: wide, height: high, scale }: Part): boolean {
  return x * scale - BORDER < left + wide && (x + width) * scale + BORDER > left
    && y * scale - BORDER < top + high && (y + height) * scale + BORDER > top;
}

/** As much of a text as there is room for. */
function fitted(pen: Pen, text: string, room: number): string {
  if (pen.measureText(text).width <= room) return text;
  let shorter = text;
  while (shorter.length > 1 && pen.measureText(`${shorter}…`).width > room) shorter = shorter.slice(0, -1);
  return shorter.length > 1 ? `${shorter}…` : '';
}

function drawGround(pen: Pen, block: Block, scale: number, { palette, facts }: Scene) {
  const { tier, freeShare } = facts(block);
  pen.beginPath();
  if (block.bend) for (const { x, y } of block.bend.outline) pen.lineTo(x * scale, y * scale);
  else pen.roundRect(block.x * scale, block.y * scale, block.width * scale, block.height * scale, Math.min(scale, 10));
  pen.closePath();
  pen.fillStyle = palette.surface;
  pen.fill();
  if (scale < SEATS_FROM || block.count === 0) {
    pen.globalAlpha = 0.06 + 0.3 * freeShare;
    pen.fillStyle = palette.tiers[tier] ?? palette.line;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = freeShare > 0 ? palette.tiers[tier] ?? palette.line : palette.quiet;
  } else pen.strokeStyle = palette.line;
  pen.lineWidth = 1.5;
  pen.setLineDash(freeShare > 0 ? [] : [4, 4]);
  pen.stroke();
  pen.setLineDash([]);
}

/** Where something of a block is drawn that would be there if it were straight. */
const spotIn = ({ bend }: Block, x: number, y: number): Point => bend?.out({ x, y }) ?? { x, y };

/** The section as a whole: its name, price, and how much is free, as far as there is room. */
function drawFacts(pen: Pen, block: Block, scale: number, { palette, font, facts }: Scene) {
  const { name, price, free } = facts(block);
  const { x, y, width, height } = block.bend?.straight ?? block;
  const room = Math.min(width, block.width) * scale - 8;
  const size = Math.max(Math.min(15, (height * scale) / 3.6, width * scale / 5), 8);
  const spot = spotIn(block, x + width / 2, y + height / 2);
  const middle = spot.x * scale;
  const texts = height * scale > size * 3.6 ? [name, price, free] : [name];
  const first = spot.y * scale - ((texts.length - 1) * size * 1.25) / 2;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  texts.forEach((text, index) => {
    pen.font = `${index === 0 ? 700 : 500} ${index === 0 ? size : size * 0.88}px ${font}`;
    pen.fillStyle = palette.ink;
    pen.fillText(fitted(pen, text, room), middle, first + index * size * 1.25);
  });
}

function drawHead(pen: Pen, block: Block, scale: number, { palette, font, facts }: Scene) {
  const { name, price } = facts(block);
  pen.font = `700 ${Math.min(Math.max(scale * 1.1, 9), 18)}px ${font}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = palette.ink;
  const { x, y, width } = block.bend?.straight ?? block;
  const room = width * scale - 8;
  const spot = spotIn(block, x + width / 2, y + HEAD / 2);
  const long = `${name} · ${price}`;
  const text = pen.measureText(long).width <= room ? long : fitted(pen, name, room);
  pen.fillText(text, spot.x * scale, spot.y * scale);
}

function drawLabels(pen: Pen, block: Block, part: Part, { palette, font }: Scene) {
  const { scale } = part;
  pen.font = `600 ${Math.min(scale * 0.7, 14)}px ${font}`;
  pen.textBaseline = 'middle';
  pen.fillStyle = palette.muted;
  for (const { label, x, y, count, begins, ends } of visibleLines(block, part)) {
    const [before, behind] = [spotIn(block, x - 0.4, y + 0.5), spotIn(block, x + count + 0.4, y + 0.5)];
    pen.textAlign = 'right';
    if (begins) pen.fillText(label, before.x * scale, before.y * scale);
    pen.textAlign = 'left';
    if (ends) pen.fillText(label, behind.x * scale, behind.y * scale);
  }
}

/** Of a bent block all lines: what is seen of each is found seat by seat. */
function visibleLines({ lines, bend }: Block, { top, height, scale }: Part): readonly Line[] {
  return bend ? lines : linesBetween(lines, top / scale - LINE, (top + height) / scale + LINE);
}

/** The seats of a line that are within the part: the first, and the one after the last. */
function visibleSeats({ x, count }: Line, { left, width, scale }: Part): [number, number] {
  return [Math.max(Math.floor(left / scale - x) - 1, 0), Math.min(Math.ceil((left + width) / scale - x) + 1, count)];
}

/** Seats of one state side by side are copied together. */
function drawSeats(pen: Pen, block: Block, part: Part, { states, palette, facts }: Scene, { sheet, unit, pitch, run }: Sprites) {
  const { left, top, scale, ratio } = part;
  const { tier } = facts(block);
  for (const line of visibleLines(block, part)) {
    const y = Math.round((line.y * scale - top) * ratio);
    const [from, to] = visibleSeats(line, part);
    let at = from;
    while (at < to) {
      const state = states[line.first + at] ?? FREE;
      let end = at + 1;
      while (end < to && end - at < run && (states[line.first + end] ?? FREE) === state) end += 1;
      const width = Math.round((end - at - 1) * pitch) + unit;
      const x = Math.round(((line.x + at) * scale - left) * ratio);
      pen.drawImage(sheet, 0, spriteOf(state, tier, palette.tiers.length) * unit, width, unit, x, y, width, unit);
      at = end;
    }
  }
}

/** The seats of a bent block that are within the part, with their top left corners. */
function* seatsWithin(block: Block, { left, top, width, height, scale }: Part): Generator<[Line, number, Point]> {
  const [x0, x1, y0, y1] = [left / scale - 1, (left + width) / scale, top / scale - 1, (top + height) / scale];
  for (const line of block.lines) {
    for (let at = 0; at < line.count; at += 1) {
      const corner = cornerOf({ block, line }, line.first + at);
      if (corner.x > x0 && corner.x < x1 && corner.y > y0 && corner.y < y1) yield [line, at, corner];
    }
  }
}

/** Seats that do not lie side by side are copied one by one. */
function drawBentSeats(pen: Pen, block: Block, part: Part, { states, palette, facts }: Scene, { sheet, unit }: Sprites) {
  const { left, top, scale, ratio } = part;
  const { tier } = facts(block);
  for (const [line, at, { x, y }] of seatsWithin(block, part)) {
    const row = spriteOf(states[line.first + at] ?? FREE, tier, palette.tiers.length) * unit;
    pen.drawImage(sheet, 0, row, unit, unit, Math.round((x * scale - left) * ratio), Math.round((y * scale - top) * ratio), unit, unit);
  }
}

function drawNumbers(pen: Pen, block: Block, part: Part, { states, palette, font }: Scene) {
  const { scale } = part;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = palette.surface;
  pen.font = `600 ${scale * 0.38}px ${font}`;
  const draw = (line: Line, at: number, x: number, y: number) => {
    if (states[line.first + at] !== FREE) return;
    pen.fillText(nameIn(block, line, at), (x + 0.5) * scale, (y + 0.52) * scale, scale * 0.7);
  };
  if (block.bend) {
    for (const [line, at, { x, y }] of seatsWithin(block, part)) draw(line, at, x, y);
    return;
  }
  for (const line of visibleLines(block, part)) {
    const [from, to] = visibleSeats(line, part);
    for (let at = from; at < to; at += 1) draw(line, at, line.x + at, line.y);
  }
}

export function paint(pen: Pen, part: Part, scene: Scene, sprites: Sprites | undefined): void {
  const { left, top, width, height, scale, ratio } = part;
  const inPixels = () => pen.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
  inPixels();
  pen.fillStyle = scene.palette.sunken;
  pen.fillRect(left, top, width, height);
  for (const block of scene.house.blocks) {
    if (!touches(block, part)) continue;
    inPixels();
    drawGround(pen, block, scale, scene);
    if (scale < SEATS_FROM || block.count === 0) {
      drawFacts(pen, block, scale, scene);
      continue;
    }
    drawHead(pen, block, scale, scene);
    if (scale >= LABELS_FROM) drawLabels(pen, block, part, scene);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    if (sprites) (block.bend ? drawBentSeats : drawSeats)(pen, block, part, scene, sprites);
    inPixels();
    if (scale >= NUMBERS_FROM) drawNumbers(pen, block, part, scene);
  }
}

/** Only where the sections are: what is seen for a moment where nothing else is drawn yet. */
export function paintGrounds(pen: Pen, part: Part, scene: Scene): void {
  pen.setTransform(part.ratio, 0, 0, part.ratio, -part.left * part.ratio, -part.top * part.ratio);
  pen.fillStyle = scene.palette.sunken;
  pen.fillRect(part.left, part.top, part.width, part.height);
  for (const block of scene.house.blocks) if (touches(block, part)) drawGround(pen, block, part.scale, scene);
}
