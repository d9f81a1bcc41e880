import type { HoldEnd } from '@/api/holds';
import { Button, LinkButton } from '@/ui/button';
import { Notice } from '@/ui/notice';

/** What became of the seats that were held. `onAgain`: they can be chosen anew by one click. */
export function HoldEnded({ end, onAgain }: { end: HoldEnd; onAgain: (() => void) | undefined }) {
  const again = onAgain && <Button size="small" className="mt-2" onClick={onAgain}>Choose the same seats</Button>;
  switch (end) {
    case 'expired':
      return (
        <Notice kind="problem" title="Your time ran out">
          <p>Nothing was booked, and the seats went back on sale. Those that are still free can be held anew.</p>
          {again}
        </Notice>
      );
    case 'released':
      return (
        <Notice kind="info" title="The seats are no longer held for you">
          <p>They were released, perhaps on another page, and are back on sale.</p>
          {again}
        </Notice>
      );
    case 'booked':
      return (
        <Notice kind="info" title="The seats you held are booked">
          <LinkButton size="small" className="mt-2" to="/tickets">See my tickets</LinkButton>
        </Notice>
      );
  }
}
