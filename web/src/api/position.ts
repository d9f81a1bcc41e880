// Read your own writes: a read that follows a command asks for a read model that has seen the command.

/** How long a command is worth waiting for; afterwards every read model has long seen it, or has halted. */
const MEMORY_MS = 60_000;

let last = { position: 0, at: 0 };

/** The log position in a header: that of a command's last fact. */
export function positionOf(header: unknown): number | undefined {
  const position = Number(header);
  return Number.isSafeInteger(position) && position > 0 ? position : undefined;
}

/** Remembers the log position that a command answered with. */
export function rememberPosition(position: number | undefined): void {
  if (position === undefined) return;
  last = { position: Math.max(position, last.position), at: Date.now() };
}

/** The position that the next read must have reached, if a command went before it. */
export function wantedPosition(): number | undefined {
  return last.position > 0 && Date.now() - last.at < MEMORY_MS ? last.position : undefined;
}

/** Forgets what was remembered; for tests, and when the session changes. */
export function forgetPosition(): void {
  last = { position: 0, at: 0 };
}
