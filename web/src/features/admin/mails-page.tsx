import { useState } from 'react';
import { useMails, useRetryMail } from '@/api/operations';
import { problemOf } from '@/api/problem';
import type { Mail } from '@/api/schema';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';
import { sayDone, sayFailed } from '@/ui/toasts';
import { MailDialog } from './mail-dialog';

const states: Record<Mail['status'], ['good' | 'bad' | 'plain', string, string]> = {
  pending: ['plain', 'Pending', 'waits for its next try'],
  sending: ['plain', 'Sending', 'is on its way'],
  sent: ['good', 'Sent', 'was taken by the mail server'],
  ambiguous: ['bad', 'Ambiguous', 'nobody can know whether it was taken'],
  dead: ['bad', 'Dead', 'given up after all tries'],
};

export function MailsPage() {
  const filter = useUrlFilter();
  const trail = useCursorTrail();
  const mails = useMails({ status: filter.get('status'), cursor: trail.cursor });
  return (
    <>
      <PageTitle title="Mails" />
      <SelectField label="Show" className="mb-6 max-w-xl" value={filter.get('status')} onChange={(change) => filter.set('status', change.target.value)}>
        <option value="">All</option>
        {Object.entries(states).map(([status, [, word, meaning]]) => <option key={status} value={status}>{`${word}: ${meaning}`}</option>)}
      </SelectField>
      {mails.isPending && <LoadingLines what="the mails" />}
      {mails.isError && (
        <ErrorState title="The mails cannot be shown" message={problemOf(mails.error).message} onRetry={() => void mails.refetch()} />
      )}
      {mails.data?.items.length === 0 && <EmptyState title="There are no such mails" />}
      {mails.data && mails.data.items.length > 0 && (
        <>
          <Table
            caption="Mails"
            columns={[{ title: 'To' }, { title: 'Kind' }, { title: 'Status' }, { title: 'Tries', numeric: true }, { title: 'Sent' }, { title: 'Actions' }]}
          >
            {mails.data.items.map((mail) => <MailRow key={mail.id} mail={mail} />)}
          </Table>
          <Pager trail={trail} nextCursor={mails.data.next_cursor} of="mails" />
        </>
      )}
    </>
  );
}

function MailRow({ mail }: { mail: Mail }) {
  const [open, setOpen] = useState(false);
  const retry = useRetryMail();
  const [look, word] = states[mail.status];
  const retryNow = () =>
    retry.mutate(mail.id, {
      onSuccess: () => sayDone(`The mail to ${mail.to} is tried again.`),
      onError: (error) => sayFailed(`The mail to ${mail.to} is not tried again. ${problemOf(error).message}`),
    });
  return (
    <tr>
      <RowHeading>{mail.to}</RowHeading>
      <Cell>{mail.template.replaceAll(/[_-]/g, ' ')}</Cell>
      <Cell>
        <Badge look={look}>{word}</Badge>
        {mail.last_error && mail.status !== 'sent' && <p className="mt-1 max-w-64 text-xs break-words">{mail.last_error}</p>}
      </Cell>
      <Cell numeric>{mail.attempts}</Cell>
      <Cell className="whitespace-nowrap">{mail.sent_at ? <Moment at={mail.sent_at} /> : 'Not yet'}</Cell>
      <Cell>
        <div className="flex gap-2">
          <Button size="small" aria-label={`View the mail to ${mail.to}`} onClick={() => setOpen(true)}>View</Button>
          {(mail.status === 'dead' || mail.status === 'ambiguous') && (
            <Button size="small" busy={retry.isPending} aria-label={`Try the mail to ${mail.to} again`} onClick={retryNow}>Try again</Button>
          )}
        </div>
        {open && <MailDialog mail={mail} onClose={() => setOpen(false)} />}
      </Cell>
    </tr>
  );
}
