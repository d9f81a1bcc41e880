import { formatDateTime, formatSpan } from './dates';

/** A moment in the viewer's zone, which the machine-readable attribute keeps in UTC. */
export function Moment({ at, className }: { at: string; className?: string }) {
  return <time dateTime={at} className={className}>{formatDateTime(at)}</time>;
}

/** From a moment to another, if that is known. */
export function Span({ from, to }: { from: string; to: string | null | undefined }) {
  return to ? <time dateTime={from}>{formatSpan(from, to)}</time> : <Moment at={from} />;
}
