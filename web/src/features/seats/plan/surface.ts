// The canvas of the plan, its view, and what moves it. React only says what there is to show.
import { listenToGestures } from './gestures';
import type { Block, House } from '@/ui/plan/house';
import type { Scene } from './paint';
import { onThemeChange, paletteOf } from './palette';
import { blockAt, cornerOf, placeOf, seatAt, type Point } from './places';
import { changedSeats, type States } from './states';
import { Tiles } from './tiles';
import * as views from './view';
import { FINGER_FROM, MOUSE_FROM, SEATS_FROM, type Size, type View } from './view';

/** How long the way to another view takes, for those who like movement. */
const MOVE_MS = 220;
/** The time in a frame for drawing what is new. */
const DRAW_MS = 3;

export interface SurfaceListener {
  onSeat: (seat: number) => void;
  onBlock: (block: Block) => void;
  onHover: (seat: number | undefined, at: Point) => void;
  /** Called for every frame: what is seen of the plan. */
  onView: (view: View, size: Size, house: House) => void;
}

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export class Surface {
  private size: Size = { width: 0, height: 0 };
  private view: View | undefined;
  private scene: Scene;
  private readonly tiles = new Tiles(() => this.scene);
  private frame = 0;
  private turning = false;
  private drawn = false;
  private moving: { from: View; to: View; since: number } | undefined;
  private hovered: number | undefined;
  private readonly stops: (() => void)[];

  constructor(
    private readonly canvas: HTMLCanvasElement,
    shown: Omit<Scene, 'palette' | 'font'>,
    private readonly listener: SurfaceListener,
  ) {
    this.scene = { ...shown, palette: paletteOf(canvas), font: getComputedStyle(canvas).fontFamily || 'sans-serif' };
    const resized = new ResizeObserver(() => this.measure());
    resized.observe(canvas);
    this.stops = [
      () => resized.disconnect(),
      onThemeChange(() => {
        this.scene = { ...this.scene, palette: paletteOf(canvas) };
        this.tiles.forget();
        this.ask();
      }),
      listenToGestures(canvas, {
        pan: (dx, dy) => this.turn((view) => views.panned(view, dx, dy, this.scene.house, this.size)),
        zoom: (factor, at) => this.zoomBy(factor, at),
        rest: () => {
          this.turning = false;
          this.ask();
        },
        tap: (at, finger) => this.tap(at, finger),
        hover: (at) => this.hover(at),
      }),
    ];
    this.measure();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    for (const stop of this.stops) stop();
  }

  /** Seats are in other states: only the parts that change are drawn anew. */
  change(states: States, facts: Scene['facts']): void {
    const { house, states: before } = this.scene;
    this.scene = { ...this.scene, states, facts };
    const far = this.view !== undefined && this.view.scale < SEATS_FROM;
    for (const block of house.blocks) if (far || block.count === 0) this.tiles.spoil(block);
    for (const seat of far ? [] : changedSeats(before, states)) {
      const place = placeOf(house, seat);
      if (place) this.tiles.spoil({ ...cornerOf(place, seat), width: 1, height: 1 });
    }
    this.ask();
  }

  zoom(factor: number): void {
    const from = this.moving?.to ?? this.view;
    if (from) this.go(views.zoomed(from, factor, { x: this.size.width / 2, y: this.size.height / 2 }, this.scene.house, this.size));
  }

  showAll(): void {
    this.go(views.whole(this.scene.house, this.size));
  }

  showBlock(block: Block): void {
    this.go(views.onBlock(block, this.scene.house, this.size));
  }

  /** Brings a point of the plan to the middle, at once. */
  centre(point: Point): void {
    if (this.view) this.turn((view) => views.centred(point, view.scale, this.scene.house, this.size));
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    const all = !this.view || views.isWhole(this.view, this.scene.house, this.size);
    this.size = { width, height };
    this.view = all || !this.view ? views.whole(this.scene.house, this.size) : views.kept(this.view, this.scene.house, this.size);
    const ratio = Math.min(devicePixelRatio, 2);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    // At once: a canvas that changes its size is empty until it is drawn.
    cancelAnimationFrame(this.frame);
    this.draw();
  }

  private ask(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private turn(next: (view: View) => View): void {
    if (!this.view) return;
    this.moving = undefined;
    this.view = next(this.view);
    this.ask();
  }

  private zoomBy(factor: number, at: Point): boolean {
    if (!this.view) return false;
    const next = views.zoomed(this.view, factor, at, this.scene.house, this.size);
    if (next.scale === this.view.scale) return factor > 1;
    this.turning = true;
    this.turn(() => next);
    return true;
  }

  private go(to: View): void {
    if (!this.view) return;
    if (still()) this.turn(() => to);
    else {
      this.moving = { from: this.view, to, since: performance.now() };
      this.ask();
    }
  }

  private tap(at: Point, finger: boolean): void {
    if (!this.view) return;
    const { house } = this.scene;
    const point = views.toPlan(this.view, at);
    const block = blockAt(house, point);
    const near = this.view.scale >= (finger ? FINGER_FROM : MOUSE_FROM);
    if (block && block.count > 0 && !near) {
      const closer = views.onBlock(block, house, this.size);
      const scale = Math.max(closer.scale, finger ? FINGER_FROM * 1.3 : MOUSE_FROM * 1.5);
      this.go(scale > closer.scale ? views.centred(point, scale, house, this.size) : closer);
    }
    const seat = near ? seatAt(house, point, finger ? 0.1 : 0.05) : undefined;
    if (seat !== undefined) this.listener.onSeat(seat);
    else if (block) this.listener.onBlock(block);
  }

  private hover(at: Point | undefined): void {
    const near = this.view !== undefined && this.view.scale >= SEATS_FROM;
    const seat = at && near && this.view ? seatAt(this.scene.house, views.toPlan(this.view, at), 0.05) : undefined;
    if (seat === this.hovered) return;
    this.hovered = seat;
    this.canvas.style.cursor = seat === undefined ? 'grab' : 'pointer';
    this.listener.onHover(seat, at ?? { x: 0, y: 0 });
  }

  private draw(): void {
    const pen = this.canvas.getContext('2d', { alpha: false });
    if (!pen || !this.view) return;
    if (this.moving) {
      const part = (performance.now() - this.moving.since) / MOVE_MS;
      this.view = views.between(this.moving.from, this.moving.to, part);
      if (part >= 1) this.moving = undefined;
    }
    const moving = this.turning || this.moving !== undefined;
    const more = this.tiles.draw(pen, this.view, this.size, this.canvas.width / this.size.width, moving, DRAW_MS);
    if (!this.drawn) performance.mark('seat-map-drawn');
    this.drawn = true;
    this.listener.onView(this.view, this.size, this.scene.house);
    if (more || this.moving) this.ask();
  }
}
