import { useCallback, useMemo, useReducer, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Availability } from '@/api/availability';
import { useHolding } from '@/api/holds';
import type { Liveness } from '@/api/live-seats';
import type { Event, Hold, Section } from '@/api/schema';
import { existingSeats, rowOfSeat, sectionOf, sectionOfSeat } from '@/api/seat-names';
import { useSession } from '@/api/session';
import { language, useT } from '@/i18n';
import { Panel } from '@/ui/card';
import { EmptyState } from '@/ui/states';
import { BestAvailable } from './best-available';
import { useCheckout } from './checkout';
import { ChoiceBar } from './choice-bar';
import { choiceFromSearch, choosing, nothing, quantityOf, type Choice } from './choice';
import { GeneralSectionPanel } from './general-section';
import { LivenessBadge } from './liveness-badge';
import { SeatMap, type SeatMapHandle } from './plan/seat-map';
import { RowSteps } from './row-steps';
import { SectionList } from './section-list';
import { YourSeats } from './your-seats';

/** What a link or the way back from logging in names, as far as it can still be had. */
function initialChoice(event: Event, search: URLSearchParams): Choice {
  const choice = choiceFromSearch(search);
  if (choice.by === 'seats') return { by: 'seats', seats: existingSeats(event, choice.seats).slice(0, event.max_seats_per_user) };
  const known = choice.section === undefined || sectionOf(event, choice.section) !== undefined;
  return known && choice.quantity <= event.max_seats_per_user ? choice : nothing;
}

/** The section that is drawn: the one asked for, else where the chosen or held seats are, else the only one. */
function useShownSection(event: Event, firstSeat: string | undefined): [Section | undefined, (id: string) => void] {
  const [search, setSearch] = useSearchParams();
  const id = search.get('section')
    ?? (firstSeat === undefined ? search.get('in') : sectionOfSeat(event, firstSeat)?.id)
    ?? (event.seating.sections.length === 1 ? event.seating.sections[0]?.id : undefined);
  const show = (next: string) =>
    setSearch(
      (previous) => {
        const changed = new URLSearchParams(previous);
        changed.set('section', next);
        return changed;
      },
      { replace: true, preventScrollReset: true },
    );
  return [id === undefined ? undefined : sectionOf(event, id), show];
}

/** The seats that are marked: those held, else those chosen. The same list until it changes: the plan compares it. */
function useChosen(choice: Choice, hold: Hold | undefined): readonly string[] {
  return useMemo(() => {
    if (hold) return hold.seats.map(({ seat }) => seat);
    return choice.by === 'seats' ? choice.seats : [];
  }, [choice, hold]);
}

interface SeatChooserProps {
  event: Event;
  seats: Availability;
  liveness: Liveness;
}

/** The row that the steps show: where the pointer chose last, or where the keyboard went. */
type ShownRow = { section: string; row: string } | undefined;

export function SeatChooser({ event, seats, liveness }: SeatChooserProps) {
  const t = useT();
  const [search] = useSearchParams();
  const [{ choice, limitMet }, dispatch] = useReducer(choosing, null, () => ({
    choice: initialChoice(event, search), limit: event.max_seats_per_user, limitMet: false,
  }));
  const choose = (next: Choice) => dispatch({ choose: next });
  // The same function each time, so that choosing a seat does not draw a whole row anew.
  const toggle = useCallback((seat: string) => dispatch({ toggle: seat }), []);
  const signedIn = useSession().status === 'signed-in';
  const holding = useHolding(event.id);
  const hold = holding.step === 'held' ? holding.hold : undefined;
  const chosen = useChosen(choice, hold);
  const [shown, show] = useShownSection(event, chosen[0]);
  const [row, setRow] = useState<ShownRow>();
  const map = useRef<SeatMapHandle>(null);
  const checkout = useCheckout(event, {
    onChange: choose,
    onHeld: ({ seats: [first] }) => {
      const section = first && sectionOfSeat(event, first.seat);
      if (!section) return;
      show(section.id);
      const label = rowOfSeat(section, first.seat);
      if (label !== undefined) setRow({ section: section.id, row: label });
    },
  });
  const take = (best: Choice) => {
    choose(best);
    if (signedIn && quantityOf(best) <= event.max_seats_per_user) checkout.hold(best);
  };
  const numbered = event.seating.sections.some(({ kind }) => kind === 'reserved');

  if (seats.free === 0 && quantityOf(choice) === 0 && holding.step === 'none') {
    return <EmptyState title={t('shell.soldOut')}><p>{t('seats.soldOutText')}</p></EmptyState>;
  }
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <BestAvailable event={event} held={hold !== undefined} signedIn={signedIn} busy={checkout.busy !== undefined} onTake={take} />
        {numbered && (
          <Panel title={t('seats.mapTitle')} aside={<LivenessBadge liveness={liveness} />}>
            <SeatMap
              // What is painted has words, too: in another language it is painted anew.
              key={language()}
              ref={map}
              event={event}
              seats={seats}
              chosen={chosen}
              held={hold !== undefined}
              onSection={show}
              onSeat={(seat, section, label) => {
                show(section);
                setRow({ section, row: label });
                if (!hold) toggle(seat);
              }}
            />
          </Panel>
        )}
        <SectionList
          event={event}
          seats={seats}
          liveness={numbered ? undefined : liveness}
          shown={shown?.id}
          onShow={(id) => {
            show(id);
            map.current?.showSection(id);
          }}
        />
        {shown?.kind === 'reserved' && (
          <RowSteps
            key={shown.id}
            event={event}
            section={shown}
            notFree={seats.notFree}
            chosen={chosen}
            held={hold !== undefined}
            row={row?.section === shown.id ? row.row : undefined}
            onRow={(label) => setRow({ section: shown.id, row: label })}
            onToggle={toggle}
          />
        )}
        {shown?.kind === 'general' && (
          <GeneralSectionPanel
            key={shown.id}
            event={event}
            section={shown}
            free={seats.sections.find(({ id }) => id === shown.id)?.free ?? 0}
            held={hold !== undefined}
            onChoose={choose}
          />
        )}
      </div>
      <div id="choice" className="scroll-mt-4 lg:sticky lg:top-4">
        <YourSeats
          event={event}
          choice={choice}
          holding={holding}
          checkout={checkout}
          notFree={seats.notFree}
          limitMet={limitMet}
          onChange={choose}
        />
      </div>
      {(hold ?? quantityOf(choice) > 0) && <ChoiceBar event={event} choice={choice} hold={hold} />}
    </div>
  );
}
