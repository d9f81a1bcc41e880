// How a seat looks on the canvas and in the legend: every state has a shape of its own, whatever the eye makes of colours.
import type { Palette } from './palette';
import { SEAT } from './places';
import { BLOCKED, BOOKED, CHOSEN, FREE, HELD, LOST } from './states';

type Pen = CanvasRenderingContext2D;

/** Below this a check mark or a cross would be a blot, in device pixels. */
const DETAIL_FROM = 9;

function check(pen: Pen, x: number, y: number, reach: number) {
  pen.beginPath();
  pen.moveTo(x - reach * 0.5, y);
  pen.lineTo(x - reach * 0.1, y + reach * 0.4);
  pen.lineTo(x + reach * 0.5, y - reach * 0.4);
  pen.stroke();
}

function cross(pen: Pen, x: number, y: number, reach: number) {
  pen.beginPath();
  pen.moveTo(x - reach, y - reach);
  pen.lineTo(x + reach, y + reach);
  pen.moveTo(x + reach, y - reach);
  pen.lineTo(x - reach, y + reach);
  pen.stroke();
}

/** Draws a seat into the square of `unit` pixels whose top left corner is at `left`, 0. */
export function drawSeat(pen: Pen, left: number, unit: number, state: number, palette: Palette, tier: number): void {
  const x = left + unit / 2;
  const y = unit / 2;
  const reach = (unit * SEAT) / 2;
  pen.lineWidth = Math.max(unit * 0.09, 1);
  pen.lineCap = 'round';
  pen.strokeStyle = palette.quiet;
  pen.fillStyle = palette.tiers[tier] ?? palette.ink;
  switch (state) {
    case FREE:
      pen.beginPath();
      pen.arc(x, y, reach, 0, 2 * Math.PI);
      pen.fill();
      break;
    case HELD:
      pen.strokeRect(x - reach * 0.6, y - reach * 0.6, reach * 1.2, reach * 1.2);
      break;
    case BOOKED:
      cross(pen, x, y, reach * 0.45);
      break;
    case BLOCKED:
      pen.beginPath();
      pen.moveTo(x - reach * 0.45, y);
      pen.lineTo(x + reach * 0.45, y);
      pen.stroke();
      break;
    case CHOSEN:
      pen.fillStyle = palette.chosen;
      pen.fillRect(left + unit * 0.02, unit * 0.02, unit * 0.96, unit * 0.96);
      pen.strokeStyle = palette.onChosen;
      pen.lineWidth = Math.max(unit * 0.13, 1.2);
      if (unit >= DETAIL_FROM) check(pen, x, y, reach);
      break;
    case LOST:
      pen.strokeStyle = palette.chosen;
      pen.lineWidth = Math.max(unit * 0.11, 1.2);
      pen.strokeRect(left + unit * 0.1, unit * 0.1, unit * 0.8, unit * 0.8);
      if (unit >= DETAIL_FROM) cross(pen, x, y, reach * 0.5);
      break;
  }
}

/** Every look that a seat can have, in rows of equal seats: a run of seats is copied at once. */
export interface Sprites {
  sheet: HTMLCanvasElement;
  /** Device pixels of one seat's square, and of the way from seat to seat. */
  unit: number;
  pitch: number;
  /** How many seats a row has. */
  run: number;
}

const OTHERS = [HELD, BOOKED, BLOCKED, CHOSEN, LOST];

/** About as wide as a row of the sheet is, in device pixels. */
const RUN_PIXELS = 1_024;

/** In which row of the sheet a look stands: the free seats of each price first. */
export function spriteOf(state: number, tier: number, tiers: number): number {
  return state === FREE ? tier : tiers + OTHERS.indexOf(state);
}

export function spritesOf(pitch: number, palette: Palette): Sprites | undefined {
  const sheet = document.createElement('canvas');
  const tiers = palette.tiers.length;
  const unit = Math.max(Math.round(pitch), 1);
  const run = Math.max(Math.floor(RUN_PIXELS / pitch), 1);
  sheet.width = Math.ceil(run * pitch) + unit;
  sheet.height = unit * (tiers + OTHERS.length);
  const pen = sheet.getContext('2d');
  if (!pen) return undefined;
  const drawRun = (row: number, state: number, tier: number) => {
    pen.setTransform(1, 0, 0, 1, 0, row * unit);
    drawSeat(pen, 0, unit, state, palette, tier);
    for (let at = 1; at < run; at += 1) pen.drawImage(sheet, 0, row * unit, unit, unit, Math.round(at * pitch), 0, unit, unit);
  };
  palette.tiers.forEach((_, tier) => drawRun(tier, FREE, tier));
  OTHERS.forEach((state, at) => drawRun(tiers + at, state, 0));
  return { sheet, unit, pitch, run };
}
