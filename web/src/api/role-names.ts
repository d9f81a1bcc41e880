import { t, type TextKey } from '@/i18n';
import type { Role } from './schema';

const names: Record<Role, TextKey> = { user: 'shell.roleUser', staff: 'shell.roleStaff', admin: 'shell.roleAdmin' };

/** A role in the words of the page. */
export function roleName(role: Role): string {
  return t(names[role]);
}
