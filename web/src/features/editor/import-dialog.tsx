import { useState, type ChangeEvent } from 'react';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextArea, TextField } from '@/ui/field';
import type { Draft } from './draft';
import { readPlan, type FileFault } from './plan-file';

interface ImportDialogProps {
  currency: string;
  onPlan: (draft: Draft, currency: string | undefined) => void;
  onClose: () => void;
}

/** Reads a plan from a file, or from what is pasted. */
export function ImportDialog({ currency, onPlan, onClose }: ImportDialogProps) {
  const t = useT();
  const [text, setText] = useState('');
  const [faults, setFaults] = useState<readonly FileFault[]>([]);
  const choose = async ({ target: { files } }: ChangeEvent<HTMLInputElement>) => {
    const file = files?.[0];
    if (!file) return;
    setText(await file.text());
    setFaults([]);
  };
  const read = () => {
    const plan = readPlan(text, currency);
    if ('draft' in plan) onPlan(plan.draft, plan.currency);
    else setFaults(plan);
  };
  return (
    <Dialog title={t('editor.importTitle')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <TextField label={t('editor.file')} type="file" accept="application/json,.json" onChange={(event) => void choose(event)} />
        <TextArea
          label={t('editor.orPaste')}
          rows={8}
          spellCheck={false}
          value={text}
          error={faults.length > 0 ? t('editor.badFile') : undefined}
          onChange={(event) => setText(event.target.value)}
        />
        {faults.length > 0 && (
          <ul aria-label={t('editor.faults')} className="list-disc ps-5 text-sm">
            {faults.map(({ place, fault, names }) => (
              <li key={place + fault}>{place !== '' && <code className="font-semibold">{place}: </code>}{t(fault, { names })}</li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap gap-3">
          <Button look="primary" aria-disabled={text.trim() === ''} onClick={read}>{t('editor.replacePlan')}</Button>
          <Button onClick={onClose}>{t('editor.close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
