import { useMailContent } from '@/api/operations';
import { problemOf } from '@/api/problem';
import type { Mail } from '@/api/schema';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';

/** A mail as its reader gets it. The HTML part is only shown as text: a page of ours runs nothing from a mail. */
export function MailDialog({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  const content = useMailContent(mail.id);
  return (
    <Dialog title={`Mail to ${mail.to}`} onClose={onClose}>
      {content.isPending && <LoadingLines what="the mail" />}
      {content.isError && (
        <ErrorState title="The mail cannot be shown" message={problemOf(content.error).message} onRetry={() => void content.refetch()} />
      )}
      {content.data && (
        <>
          <p className="mb-3 font-semibold">{content.data.subject}</p>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long mail is scrolled by the arrow keys */}
          <div role="region" aria-label="Text of the mail" tabIndex={0} className="max-h-[50dvh] overflow-auto rounded-lg bg-sunken p-4 font-mono text-sm whitespace-pre-wrap">
            {content.data.text}
          </div>
        </>
      )}
      <div className="mt-6 flex justify-end"><Button onClick={onClose}>Close</Button></div>
    </Dialog>
  );
}
