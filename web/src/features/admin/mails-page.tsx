import { useState } from 'react';
import { useMails, useRetryMail } from '@/api/operations';
import { problemOf } from '@/api/problem';
import type { Mail } from '@/api/schema';
import { useT, type TextKey } from '@/i18n';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatCount } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { Cell, RowHeading, Table } from '@/ui/table';
import { sayDone, sayFailed } from '@/ui/toasts';
import { Loaded } from './loaded';
import { MailDialog } from './mail-dialog';

const states: Record<Mail['status'], ['good' | 'bad' | 'plain', TextKey, TextKey]> = {
  pending: ['plain', 'admin.mailPending', 'admin.mailPendingMeans'],
  sending: ['plain', 'admin.mailSending', 'admin.mailSendingMeans'],
  sent: ['good', 'admin.mailSent', 'admin.mailSentMeans'],
  ambiguous: ['bad', 'admin.mailAmbiguous', 'admin.mailAmbiguousMeans'],
  dead: ['bad', 'admin.mailDead', 'admin.mailDeadMeans'],
};

const templates: Record<Mail['template'], TextKey> = {
  confirmation: 'admin.mailConfirmation', admin_copy: 'admin.mailAdminCopy', cancellation: 'admin.mailCancellation',
  verify_email: 'admin.mailVerify', reset_password: 'admin.mailReset', password_changed: 'admin.mailPasswordChanged',
};

export function MailsPage() {
  const t = useT();
  const filter = useUrlFilter();
  const trail = useCursorTrail();
  const mails = useMails({ status: filter.get('status'), cursor: trail.cursor });
  const title = t('admin.mails');
  return (
    <>
      <PageTitle title={title} />
      <SelectField label={t('admin.show')} className="mb-6 max-w-xl" value={filter.get('status')} onChange={(change) => filter.set('status', change.target.value)}>
        <option value="">{t('admin.all')}</option>
        {Object.entries(states).map(([status, [, word, meaning]]) => <option key={status} value={status}>{`${t(word)}: ${t(meaning)}`}</option>)}
      </SelectField>
      <Loaded of={mails} what={t('admin.theMails')} failed={t('admin.mailsUnshowable')} empty={t('admin.noMails')}>
        {({ items, next_cursor }) => (
          <>
            <Table
              caption={title}
              columns={[{ title: t('admin.mailTo') }, { title: t('admin.kind') }, { title: t('admin.status') }, { title: t('admin.tries'), numeric: true }, { title: t('admin.sent') }, { title: t('admin.actions') }]}
            >
              {items.map((mail) => <MailRow key={mail.id} mail={mail} />)}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </>
  );
}

function MailRow({ mail }: { mail: Mail }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const retry = useRetryMail();
  const [look, word] = states[mail.status];
  const { to } = mail;
  const retryNow = () =>
    retry.mutate(mail.id, {
      onSuccess: () => sayDone(t('admin.mailRetried', { to })),
      onError: (error) => sayFailed(t('admin.mailNotRetried', { to, reason: problemOf(error).message })),
    });
  return (
    <tr>
      <RowHeading><span className="break-all">{to}</span></RowHeading>
      <Cell>{t(templates[mail.template])}</Cell>
      <Cell>
        <Badge look={look}>{t(word)}</Badge>
        {mail.last_error && mail.status !== 'sent' && <p className="mt-1 max-w-64 text-xs break-words">{mail.last_error}</p>}
      </Cell>
      <Cell numeric>{formatCount(mail.attempts)}</Cell>
      <Cell className="whitespace-nowrap">
        {mail.sent_at ? <Moment at={mail.sent_at} /> : t('admin.notYet')}
        {mail.next_attempt_at && <div className="text-xs text-muted">{t('admin.nextTry')} <Moment at={mail.next_attempt_at} /></div>}
      </Cell>
      <Cell>
        <div className="flex gap-2">
          <Button size="small" aria-label={t('admin.viewMail', { to })} onClick={() => setOpen(true)}>{t('admin.view')}</Button>
          {(mail.status === 'dead' || mail.status === 'ambiguous') && (
            <Button size="small" busy={retry.isPending} aria-label={t('admin.retryMail', { to })} onClick={retryNow}>{t('shell.tryAgain')}</Button>
          )}
        </div>
        {open && <MailDialog mail={mail} onClose={() => setOpen(false)} />}
      </Cell>
    </tr>
  );
}
