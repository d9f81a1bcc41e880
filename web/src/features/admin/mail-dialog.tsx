import { useState } from 'react';
import { useMailContent } from '@/api/operations';
import type { Mail, MailContent } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Loaded } from './loaded';

/** A mail as its reader gets it, as HTML or as the plain text that goes with it. */
export function MailDialog({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  const t = useT();
  const content = useMailContent(mail.id);
  return (
    <Dialog title={t('admin.mailTitle', { to: mail.to })} onClose={onClose}>
      <Loaded of={content} what={t('admin.theMail')} failed={t('admin.mailUnshowable')}>
        {(found) => <Content mail={found} />}
      </Loaded>
      <div className="mt-6 flex justify-end"><Button onClick={onClose}>{t('shell.close')}</Button></div>
    </Dialog>
  );
}

function Content({ mail }: { mail: MailContent }) {
  const t = useT();
  const [form, setForm] = useState<'text' | 'html'>('text');
  return (
    <>
      <p className="mb-3 font-semibold wrap-anywhere"><bdi>{mail.subject}</bdi></p>
      <div role="group" aria-label={t('admin.mailForm')} className="mb-3 flex gap-2">
        {(['text', 'html'] as const).map((each) => (
          <Button key={each} size="small" look={form === each ? 'primary' : 'secondary'} aria-pressed={form === each} onClick={() => setForm(each)}>
            {t(each === 'text' ? 'admin.plainText' : 'admin.asHtml')}
          </Button>
        ))}
      </div>
      {form === 'text' && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long mail is scrolled by the arrow keys
        <div role="region" aria-label={t('admin.mailText')} tabIndex={0} className="max-h-[50dvh] overflow-auto rounded-lg bg-sunken p-4 font-mono text-sm whitespace-pre-wrap">
          {mail.text}
        </div>
      )}
      {/* Without a word in `sandbox` the frame has an origin of its own, and runs, submits and opens nothing. */}
      {form === 'html' && <iframe title={t('admin.mailPreview')} sandbox="" srcDoc={mail.html} className="h-[50dvh] w-full rounded-lg border border-line bg-paper" />}
    </>
  );
}
