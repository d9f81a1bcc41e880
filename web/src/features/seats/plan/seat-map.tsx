import { useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react';
import type { Availability } from '@/api/availability';
import type { Event } from '@/api/schema';
import { useT, type TextKey, type Translate } from '@/i18n';
import { classes } from '@/ui/classes';
import { formatMoney, spokenMoney } from '@/ui/money';
import { seatWords } from '@/ui/seats/seat-look';
import { houseOf, type Block, type House } from '@/ui/plan/house';
import { MapLegend } from './map-legend';
import { Minimap, type MinimapHandle } from './minimap';
import type { SectionFacts } from './paint';
import { numbersOf, placeOf, type Point } from './places';
import { tierOf, tiersOf, type Tier } from './prices';
import { BLOCKED, BOOKED, CHOSEN, FREE, HELD, statesOf, type States } from './states';
import { Surface } from './surface';
import { ZoomButtons } from './zoom-buttons';
import { isWhole } from './view';

/** Lets the page move the plan to where the reader is. */
export interface SeatMapHandle {
  showSection: (id: string) => void;
}

interface SeatMapProps {
  event: Event;
  seats: Availability;
  chosen: readonly string[];
  /** The chosen seats are held: nothing can be chosen. */
  held: boolean;
  onSeat: (seat: string, section: string, row: string) => void;
  onSection: (id: string) => void;
  ref: Ref<SeatMapHandle>;
}

type Hovered = { seat: number; at: Point } | undefined;

function factsOf(event: Event, seats: Availability, tiers: readonly Tier[], t: Translate) {
  const known = new Map(seats.sections.map((section) => [section.id, section]));
  return ({ section }: Block): SectionFacts => {
    const { free = 0, capacity = 0 } = known.get(section.id) ?? {};
    return {
      tier: tierOf(tiers, section.price_minor),
      freeShare: capacity > 0 ? free / capacity : 0,
      name: section.name,
      price: formatMoney(section.price_minor, event.currency),
      free: free === 0 ? t('seats.noneFree') : t('seats.someFree', { count: free }),
    };
  };
}

/** "Stalls, row A, seat 12, 45.00 EUR, free". */
function described(event: Event, house: House, states: States, seat: number, held: boolean, t: Translate): string {
  const place = placeOf(house, seat);
  if (!place) return '';
  const state = states[seat] ?? FREE;
  const mine = held ? 'seats.heldForYou' : seatWords.chosen;
  const said: Record<number, TextKey> = {
    [FREE]: seatWords.free, [HELD]: seatWords.held, [BOOKED]: seatWords.booked, [BLOCKED]: seatWords.blocked, [CHOSEN]: mine,
  };
  const { section } = place.block;
  return t('seats.seatIs', {
    seat: t('shell.seatName', { section: section.name, row: place.line.label, seat: place.name }),
    price: spokenMoney(section.price_minor, event.currency),
    state: t(said[state] ?? 'seats.chosenAndLost'),
  });
}

/** The surface on the canvas, for as long as there is one. What it calls back is always what was given last. */
function useSurface(house: House, states: States, facts: (block: Block) => SectionFacts, props: SeatMapProps, hover: (hovered: Hovered) => void, minimap: { current: MinimapHandle | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useRef<Surface>(undefined);
  const latest = useRef({ props, states, facts });
  const [all, setAll] = useState(true);
  useEffect(() => {
    latest.current = { props, states, facts };
  });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const made = new Surface(element, { house, states: latest.current.states, facts: latest.current.facts }, {
      onSeat: (seat) => {
        const place = placeOf(house, seat);
        const state = latest.current.states[seat];
        if (place && (state === FREE || state === CHOSEN || state === undefined || state > CHOSEN)) {
          latest.current.props.onSeat(place.id, place.block.section.id, place.line.label);
        }
      },
      onBlock: ({ section }) => latest.current.props.onSection(section.id),
      onHover: (seat, at) => hover(seat === undefined ? undefined : { seat, at }),
      onView: (view, size) => {
        setAll(isWhole(view, house, size));
        minimap.current?.showView(view, size);
      },
    });
    surface.current = made;
    return () => made.stop();
  }, [house, hover, minimap]);
  useEffect(() => surface.current?.change(states, facts), [states, facts]);
  return { canvas, surface, all };
}

/** The plan of the house, drawn: sections from far, seats from near. What it shows can also be chosen by steps. */
export function SeatMap(props: SeatMapProps) {
  const { event, seats, chosen, held, ref } = props;
  const t = useT();
  const house = useMemo(() => houseOf(event), [event]);
  const numbers = useMemo(() => numbersOf(house), [house]);
  const tiers = useMemo(() => tiersOf(event.seating.sections), [event]);
  const states = useMemo(() => statesOf(house, numbers, { notFree: seats.notFree, chosen, held }), [house, numbers, seats.notFree, chosen, held]);
  const facts = useMemo(() => factsOf(event, seats, tiers, t), [event, seats, tiers, t]);
  const [hovered, setHovered] = useState<Hovered>();
  const minimap = useRef<MinimapHandle>(null);
  const { canvas, surface, all } = useSurface(house, states, facts, props, setHovered, minimap);
  useImperativeHandle(ref, () => ({
    showSection: (id) => {
      const block = house.blocks.find(({ section }) => section.id === id);
      if (block) surface.current?.showBlock(block);
    },
  }), [house, surface]);

  return (
    <>
      <MapLegend event={event} tiers={tiers} held={held} />
      {/* A plan is not mirrored: left and right are where they are in the house. */}
      <div dir="ltr" className="relative h-[min(62dvh,34rem)] min-h-72 overflow-hidden rounded-xl border border-line bg-sunken">
        <div role="img" aria-label={t('seats.mapPicture')} className="size-full">
          <canvas
            ref={canvas}
            className={classes('block size-full cursor-grab select-none active:cursor-grabbing', all ? 'touch-pan-y' : 'touch-none')}
          />
        </div>
        <Minimap ref={minimap} house={house} facts={facts} hidden={all} onMove={(point) => surface.current?.centre(point)} />
        <ZoomButtons onZoom={(factor) => surface.current?.zoom(factor)} onAll={() => surface.current?.showAll()} />
        {hovered && (
          <p
            aria-hidden="true"
            dir="auto"
            className="pointer-events-none absolute z-10 max-w-60 -translate-x-1/2 rounded-lg bg-ink px-3 py-1.5 text-sm font-semibold text-canvas shadow-raised"
            style={tipPlace(hovered.at)}
          >
            {described(event, house, states, hovered.seat, held, t)}
          </p>
        )}
      </div>
      <p className="mt-2 text-sm text-muted">{t('seats.mapHint')}</p>
    </>
  );
}

/** Above the seat; below it where there is no room above. */
function tipPlace({ x, y }: Point) {
  return { left: `clamp(7.5rem, ${x}px, calc(100% - 7.5rem))`, top: y > 70 ? y - 64 : y + 24 };
}
