// What one can do on the way from the choice to the booking, and what was refused on it.
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useBookHold } from '@/api/bookings';
import { useHoldSeats, useReleaseHold } from '@/api/holds';
import { forgetHold } from '@/api/kept-holds';
import { problemOf, type ApiProblem } from '@/api/problem';
import type { Event, Hold } from '@/api/schema';
import { t } from '@/i18n';
import { sayDone } from '@/ui/toasts';
import { holdInput, nothing, type Choice } from './choice';

export interface Refused {
  wish: 'held' | 'booked' | 'released';
  problem: ApiProblem;
}

interface Steps {
  onChange: (choice: Choice) => void;
  onHeld: (hold: Hold) => void;
}

export function useCheckout(event: Event, { onChange, onHeld }: Steps) {
  const navigate = useNavigate();
  const holdSeats = useHoldSeats(event.id);
  const book = useBookHold();
  const release = useReleaseHold();
  const [refused, setRefused] = useState<Refused>();
  const refuse = (wish: Refused['wish']) => (error: unknown) => setRefused({ wish, problem: problemOf(error) });

  const showTicket = async (booking: string) => {
    await navigate(`/tickets/${booking}`, { state: { justBooked: true } });
    forgetHold(event.id);
  };
  return {
    refused,
    busy: holdSeats.isPending ? 'holding' as const : book.isPending ? 'booking' as const : release.isPending ? 'releasing' as const : undefined,
    hold: (choice: Choice) => {
      setRefused(undefined);
      holdSeats.mutate(holdInput(choice), {
        onSuccess: ({ answer }) => onHeld(answer),
        onError: (error) => {
          const problem = problemOf(error);
          refuse('held')(error);
          if (problem.slug === 'seat-taken' && choice.by === 'seats') {
            onChange({ by: 'seats', seats: choice.seats.filter((seat) => !problem.seats.includes(seat)) });
          }
        },
      });
    },
    book: (held: Hold) => {
      setRefused(undefined);
      book.mutate(held, {
        onSuccess: (booking) => {
          onChange(nothing);
          void showTicket(booking.id);
        },
        onError: refuse('booked'),
      });
    },
    release: (held: Hold) => {
      setRefused(undefined);
      release.mutate(held, {
        onSuccess: () => {
          onChange(nothing);
          sayDone(t('seats.released'));
        },
        onError: refuse('released'),
      });
    },
  };
}

export type Checkout = ReturnType<typeof useCheckout>;
