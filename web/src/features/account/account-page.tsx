import { useState } from 'react';
import { useT } from '@/i18n';
import { useSession } from '@/api/session';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { PageTitle } from '@/ui/page';
import { AddressPanel } from './address-panel';
import { DataPanel } from './data-panel';
import { DeleteAccountDialog } from './delete-account';
import { NamePanel } from './name-panel';
import { PasswordPanel } from './password-panel';
import { SessionsPanel } from './sessions-panel';

export function AccountPage() {
  const t = useT();
  const session = useSession();
  const [leaving, setLeaving] = useState(false);
  // The route lets nobody else in; after the account is deleted, it leads away.
  if (session.status !== 'signed-in') return null;
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t('account.title')} />
      <div className="flex flex-col gap-6">
        <NamePanel user={session.user} />
        <AddressPanel user={session.user} />
        <PasswordPanel user={session.user} />
        <SessionsPanel />
        <DataPanel />
        <Panel title={t('account.deletion')}>
          <p className="mb-4 text-muted">{t('account.deletionText')}</p>
          <Button look="danger" onClick={() => setLeaving(true)}>{t('account.delete')}</Button>
        </Panel>
      </div>
      {leaving && <DeleteAccountDialog onClose={() => setLeaving(false)} />}
    </div>
  );
}
