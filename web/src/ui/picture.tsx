import { useState } from 'react';
import { classes } from './classes';
import { SeatIcon } from './icons';

/** A picture that was uploaded is there in two sizes. */
function sizesOf(src: string): string | undefined {
  const [, stem, ending] = /^(.*\/uploads\/images\/[0-9a-f]{64})-1600\.(jpg|webp)$/.exec(src) ?? [];
  return stem && ending ? `${stem}-640.${ending} 640w, ${src} 1600w` : undefined;
}

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
  const srcSet = sizesOf(src);
  return (
    <img
      src={src}
      {...(srcSet && { srcSet, sizes: 'auto, (min-width: 64rem) 40rem, 100vw' })}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setBroken(src)}
      className={classes('object-cover', className)}
    />
  );
}
