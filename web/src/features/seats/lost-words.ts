import type { NotFree } from '@/api/availability';
import type { TextKey } from '@/i18n';

/** Why a seat that was chosen is no longer free. */
export const lostWords: Record<NotFree, TextKey> = { booked: 'seats.lostBooked', held: 'seats.lostHeld', blocked: 'seats.lostBlocked' };
