// The plan in squares that are drawn once and then only moved: panning costs the same for 10 seats and for 100,000.
import { paint, paintGrounds, type Part, type Scene } from './paint';
import { spritesOf, type Sprites } from './seat-shapes';
import { SEATS_FROM, type Size, type View } from './view';

/** The side of a tile in pixels. */
export const TILE = 256;

/** As many are kept; those seen longest ago go first. */
const MOST_KEPT = 96;

interface Tile {
  canvas: HTMLCanvasElement;
  /** Something in it has changed: it is shown until it is drawn anew. */
  stale: boolean;
}

/** The tiles that a view of a size needs: the first and the last column and row. */
export function tilesIn({ x, y, scale }: View, { width, height }: Size): { left: number; right: number; top: number; bottom: number } {
  const column = (pixels: number) => Math.floor(pixels / TILE);
  return { left: column(x * scale), right: column(x * scale + width - 1), top: column(y * scale), bottom: column(y * scale + height - 1) };
}

/** The tiles of one scale. */
class Layer {
  readonly tiles = new Map<string, Tile>();
  private readonly sprites: Sprites | undefined;

  constructor(readonly scale: number, readonly ratio: number, private readonly scene: () => Scene) {
    this.sprites = scale >= SEATS_FROM ? spritesOf(scale * ratio, scene().palette) : undefined;
  }

  /** Draws a tile if it is missing or stale. */
  render(column: number, row: number): void {
    const key = `${column}:${row}`;
    const tile = this.tiles.get(key) ?? { canvas: this.spare(), stale: true };
    // The newest stand last.
    this.tiles.delete(key);
    this.tiles.set(key, tile);
    if (!tile.stale) return;
    tile.stale = false;
    const side = Math.round(TILE * this.ratio);
    if (tile.canvas.width !== side) tile.canvas.width = tile.canvas.height = side;
    const pen = tile.canvas.getContext('2d', { alpha: false });
    const part: Part = { left: column * TILE, top: row * TILE, width: TILE, height: TILE, scale: this.scale, ratio: this.ratio };
    if (pen) paint(pen, part, this.scene(), this.sprites);
  }

  needs(column: number, row: number): boolean {
    return this.tiles.get(`${column}:${row}`)?.stale ?? true;
  }

  /** A tile that is no longer needed, or a new one. */
  private spare(): HTMLCanvasElement {
    const [oldest] = this.tiles;
    if (!oldest || this.tiles.size < MOST_KEPT) return document.createElement('canvas');
    this.tiles.delete(oldest[0]);
    return oldest[1].canvas;
  }

  /** Copies what is drawn of the view, larger or smaller if the view has another scale. */
  copy(pen: CanvasRenderingContext2D, view: View, size: Size): void {
    const larger = view.scale / this.scale;
    const { left, right, top, bottom } = tilesIn({ ...view, scale: this.scale }, { width: size.width / larger, height: size.height / larger });
    const snap = (pixels: number) => Math.round(pixels * this.ratio);
    const offset = { x: snap(view.x * view.scale), y: snap(view.y * view.scale) };
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        const tile = this.tiles.get(`${column}:${row}`);
        if (!tile) continue;
        const x = snap(column * TILE * larger);
        const y = snap(row * TILE * larger);
        pen.drawImage(tile.canvas, x - offset.x, y - offset.y, snap((column + 1) * TILE * larger) - x, snap((row + 1) * TILE * larger) - y);
      }
    }
  }
}

export class Tiles {
  private layer: Layer | undefined;
  /** The tiles of the scale before, shown until those of this scale are drawn. */
  private before: Layer | undefined;

  constructor(private readonly scene: () => Scene) {}

  /** Everything is drawn anew: other colours, another plan. */
  forget(): void {
    this.layer = undefined;
    this.before = undefined;
  }

  /** What is drawn of a part of the plan is shown until it is drawn anew. */
  spoil({ x, y, width, height }: { x: number; y: number; width: number; height: number }): void {
    const { layer } = this;
    if (!layer) return;
    const { scale } = layer;
    const { left, right, top, bottom } = tilesIn({ x, y, scale }, { width: width * scale + 1, height: height * scale + 1 });
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        const tile = layer.tiles.get(`${column}:${row}`);
        if (tile) tile.stale = true;
      }
    }
  }

  /**
   * Draws the view. What is missing is drawn while there is time, in milliseconds, at least one tile; true when
   * something is still to be done. While the scale changes nothing new is drawn: tiles are shown larger or smaller.
   */
  draw(pen: CanvasRenderingContext2D, view: View, size: Size, ratio: number, moving: boolean, time: number): boolean {
    const until = performance.now() + time;
    if (!this.layer || (!moving && (this.layer.scale !== view.scale || this.layer.ratio !== ratio))) {
      this.before = this.layer ?? this.before;
      this.layer = new Layer(view.scale, ratio, this.scene);
    }
    const { layer } = this;
    const missing = layer.scale === view.scale ? this.work(layer, view, size, until) : false;
    if (!missing && layer.scale === view.scale) this.before = undefined;
    else paintGrounds(pen, { left: view.x * view.scale, top: view.y * view.scale, ...size, scale: view.scale, ratio }, this.scene());
    pen.setTransform(1, 0, 0, 1, 0, 0);
    this.before?.copy(pen, view, size);
    layer.copy(pen, view, size);
    return missing || this.around(layer, view, size, until);
  }

  /** Draws what is seen; true when some of it is still missing. */
  private work(layer: Layer, view: View, size: Size, until: number): boolean {
    const { left, right, top, bottom } = tilesIn(view, size);
    let missing = false;
    let done = 0;
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        if (!layer.needs(column, row)) continue;
        if (done > 0 && performance.now() >= until) missing = true;
        else layer.render(column, row);
        done += 1;
      }
    }
    return missing;
  }

  /** In what time is left, one tile more around what is seen, so that it is there when it comes into sight. */
  private around(layer: Layer, view: View, size: Size, until: number): boolean {
    if (layer.scale !== view.scale) return false;
    const { left, right, top, bottom } = tilesIn(view, size);
    for (let row = top - 1; row <= bottom + 1; row += 1) {
      for (let column = left - 1; column <= right + 1; column += 1) {
        if (!layer.needs(column, row)) continue;
        if (performance.now() < until) layer.render(column, row);
        return true;
      }
    }
    return false;
  }
}
