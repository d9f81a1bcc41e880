import type { Translate } from '@/i18n';
import { z } from '@/ui/zod';

/** What the server asks of a password, as far as a page can tell. */
export const newPassword = (t: Translate) => z.string().min(12, t('account.atLeast12')).max(128, t('account.atMost128'));
