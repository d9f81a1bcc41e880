import { useEffect, useImperativeHandle, useRef, useState, type PointerEvent, type Ref } from 'react';
import { classes } from '@/ui/classes';
import type { House } from '@/ui/plan/house';
import { paintGrounds, type Scene } from './paint';
import { onThemeChange, paletteOf } from './palette';
import type { Point } from './places';
import type { Size, View } from './view';

/** Its longer side, in pixels. */
const LONGEST = 96;

export interface MinimapHandle {
  /** Moves the frame; without React, since it happens with every frame that is drawn. */
  showView: (view: View, size: Size) => void;
}

interface MinimapProps {
  house: House;
  facts: Scene['facts'];
  hidden: boolean;
  onMove: (point: Point) => void;
  ref: Ref<MinimapHandle>;
}

/** The whole plan, small, with a frame around what is seen. For the eye and the mouse alone. */
export function Minimap({ house, facts, hidden, onMove, ref }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [theme, setTheme] = useState(0);
  const scale = LONGEST / Math.max(house.width, house.height);
  const [width, height] = [Math.ceil(house.width * scale), Math.ceil(house.height * scale)];

  useEffect(() => onThemeChange(() => setTheme((count) => count + 1)), []);
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (!element || !pen) return;
    element.width = width * 2;
    element.height = height * 2;
    const scene = { house, states: new Uint8Array(), palette: paletteOf(element), font: '', facts };
    paintGrounds(pen, { left: 0, top: 0, width, height, scale, ratio: 2 }, scene);
  }, [house, facts, width, height, scale, theme]);
  useImperativeHandle(ref, () => ({
    showView: ({ x, y, scale: shown }, size) => {
      const style = frame.current?.style;
      if (!style) return;
      const left = Math.max(x, 0);
      const top = Math.max(y, 0);
      style.transform = `translate(${left * scale}px, ${top * scale}px)`;
      style.width = `${(Math.min(x + size.width / shown, house.width) - left) * scale}px`;
      style.height = `${(Math.min(y + size.height / shown, house.height) - top) * scale}px`;
    },
  }), [house, scale]);

  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 0) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    onMove({ x: (event.clientX - left) / scale, y: (event.clientY - top) / scale });
  };
  return (
    <div
      aria-hidden="true"
      className={classes('absolute top-2 start-2 touch-none overflow-hidden rounded-lg border border-line-strong bg-sunken shadow-card', hidden && 'invisible')}
      style={{ width, height }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={move}
    >
      <canvas ref={canvas} className="block size-full" />
      <div ref={frame} className="absolute top-0 start-0 border-2 border-accent" />
    </div>
  );
}
