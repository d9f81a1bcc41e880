import { useState } from 'react';
import { classes } from './classes';
import { SeatIcon } from './icons';

/** An event's picture, or a plain stand-in when there is none or it does not load. It only decorates. */
export function EventPicture({ src, className }: { src: string | null | undefined; className?: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (!src || broken === src) {
    return (
      <div aria-hidden="true" className={classes('grid place-items-center bg-primary-soft text-primary', className)}>
        <SeatIcon className="size-16" />
      </div>
    );
  }
  return <img src={src} alt="" loading="lazy" decoding="async" onError={() => setBroken(src)} className={classes('object-cover', className)} />;
}
