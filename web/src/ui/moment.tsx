import { formatDateTime } from './dates';

/** A moment in the viewer's zone, which the machine-readable attribute keeps in UTC. */
export function Moment({ at, className }: { at: string; className?: string }) {
  return <time dateTime={at} className={className}>{formatDateTime(at)}</time>;
}
