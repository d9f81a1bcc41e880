import { useCallback, useReducer } from 'react';
import { useSearchParams } from 'react-router';
import type { Availability } from '@/api/availability';
import { useHolding } from '@/api/holds';
import type { Liveness } from '@/api/live-seats';
import type { Event, Section } from '@/api/schema';
import { existingSeats, sectionOf, sectionOfSeat } from '@/api/seat-names';
import { EmptyState } from '@/ui/states';
import { BestAvailable } from './best-available';
import { ChoiceBar } from './choice-bar';
import { choiceFromSearch, choosing, nothing, quantityOf, type Choice } from './choice';
import { GeneralSectionPanel } from './general-section';
import { ReservedSectionPanel } from './reserved-section';
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

interface SeatChooserProps {
  event: Event;
  seats: Availability;
  liveness: Liveness;
}

export function SeatChooser({ event, seats, liveness }: SeatChooserProps) {
  const [search] = useSearchParams();
  const [{ choice, limitMet }, dispatch] = useReducer(choosing, null, () => ({
    choice: initialChoice(event, search), limit: event.max_seats_per_user, limitMet: false,
  }));
  const choose = (next: Choice) => dispatch({ choose: next });
  // The same function each time, so that choosing a seat does not draw a thousand others anew.
  const toggle = useCallback((seat: string) => dispatch({ toggle: seat }), []);
  const holding = useHolding(event.id);
  const hold = holding.step === 'held' ? holding.hold : undefined;
  const chosen = hold ? hold.seats.map(({ seat }) => seat) : choice.by === 'seats' ? choice.seats : [];
  const [shown, show] = useShownSection(event, chosen[0]);

  if (seats.free === 0 && quantityOf(choice) === 0 && holding.step === 'none') {
    return <EmptyState title="Sold out"><p>If somebody cancels or lets held seats go, they appear here.</p></EmptyState>;
  }
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <SectionList event={event} seats={seats} liveness={liveness} shown={shown?.id} onShow={show} />
        <BestAvailable event={event} held={hold !== undefined} onChoose={choose} />
        {shown?.kind === 'reserved' && (
          <ReservedSectionPanel
            key={shown.id}
            event={event}
            section={shown}
            notFree={seats.notFree}
            chosen={chosen}
            held={hold !== undefined}
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
          notFree={seats.notFree}
          limitMet={limitMet}
          onChange={choose}
          onHeld={({ seats: [first] }) => {
            const section = first && sectionOfSeat(event, first.seat);
            if (section) show(section.id);
          }}
        />
      </div>
      {(hold ?? quantityOf(choice) > 0) && <ChoiceBar event={event} choice={choice} hold={hold} />}
    </div>
  );
}
