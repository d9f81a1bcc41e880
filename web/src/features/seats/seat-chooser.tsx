import { useCallback, useMemo, useReducer } from 'react';
import { useSearchParams } from 'react-router';
import type { Event, SeatMap } from '@/api/schema';
import { existingSeats, sectionOfSeat } from '@/api/seat-names';
import { EmptyState } from '@/ui/states';
import { Basket } from './basket';
import { BestAvailable } from './best-available';
import { ChoiceBar } from './choice-bar';
import { choiceFromSearch, choosing, nothing, quantityOf, type Choice } from './choice';
import { GeneralSectionPanel } from './general-section';
import { sectionOf, unavailabilityOf } from './plan';
import { ReservedSectionPanel } from './reserved-section';
import { SectionList } from './section-list';

/** What a link or the way back from logging in names, as far as it can still be had. */
function initialChoice(event: Event, search: URLSearchParams): Choice {
  const choice = choiceFromSearch(search);
  if (choice.by === 'seats') return { by: 'seats', seats: existingSeats(event, choice.seats).slice(0, event.max_seats_per_user) };
  const known = choice.section === undefined || sectionOf(event, choice.section) !== undefined;
  return known && choice.quantity <= event.max_seats_per_user ? choice : nothing;
}

export function SeatChooser({ event, seatMap }: { event: Event; seatMap: SeatMap }) {
  const [search, setSearch] = useSearchParams();
  const [{ choice, limitMet }, dispatch] = useReducer(choosing, null, () => ({
    choice: initialChoice(event, search), limit: event.max_seats_per_user, limitMet: false,
  }));
  const unavailable = useMemo(() => unavailabilityOf(seatMap), [seatMap]);
  const chosenSeats = choice.by === 'seats' ? choice.seats : [];
  const choose = (next: Choice) => dispatch({ choose: next });
  // The same function each time, so that choosing a seat does not draw a thousand others anew.
  const toggle = useCallback((seat: string) => dispatch({ toggle: seat }), []);

  const firstSeat = chosenSeats[0];
  const shownId = search.get('section')
    ?? (firstSeat === undefined ? search.get('in') : sectionOfSeat(event, firstSeat)?.id)
    ?? (event.seating.sections.length === 1 ? event.seating.sections[0]?.id : undefined);
  const shown = shownId === undefined ? undefined : sectionOf(event, shownId);
  const show = (id: string) =>
    setSearch(
      (previous) => {
        const next = new URLSearchParams(previous);
        next.set('section', id);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  if (seatMap.free === 0 && quantityOf(choice) === 0) {
    return <EmptyState title="Sold out"><p>If somebody cancels, places appear here again.</p></EmptyState>;
  }
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <SectionList event={event} seatMap={seatMap} shown={shown?.id} onShow={show} />
        <BestAvailable event={event} onChoose={choose} />
        {shown?.kind === 'reserved' && (
          <ReservedSectionPanel key={shown.id} event={event} section={shown} unavailable={unavailable} chosen={chosenSeats} onToggle={toggle} />
        )}
        {shown?.kind === 'general' && (
          <GeneralSectionPanel
            key={shown.id}
            event={event}
            section={shown}
            free={seatMap.sections.find(({ id }) => id === shown.id)?.free ?? 0}
            onChoose={choose}
          />
        )}
      </div>
      <Basket event={event} choice={choice} unavailable={unavailable} limitMet={limitMet} onChange={choose} />
      {quantityOf(choice) > 0 && <ChoiceBar event={event} choice={choice} />}
    </div>
  );
}
