import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { problemOf } from '@/api/problem';
import { uploadImage } from '@/api/uploads';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { formatShare } from '@/ui/numbers';
import { EventPicture } from '@/ui/picture';
import type { EventDetails } from './event-details';

const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];
const MOST_MIB = 10;

/** A picture on its way to the server: shown from the file until its address is known. */
interface Sending {
  preview: string;
  share: number;
  stop: AbortController;
}

/** The picture of an event: a file that is sent at once, or the address of one. */
export function PictureField() {
  const t = useT();
  const { register, setValue, clearErrors, formState: { errors } } = useFormContext<EventDetails>();
  const address = useWatch<EventDetails, 'image_url'>({ name: 'image_url' });
  const [sending, setSending] = useState<Sending>();
  const [fault, setFault] = useState<string>();
  const latest = useRef<Sending>(undefined);
  useEffect(() => () => latest.current?.stop.abort(), []);

  const show = (next: Sending | undefined) => {
    if (latest.current && latest.current.preview !== next?.preview) URL.revokeObjectURL(latest.current.preview);
    latest.current = next;
    setSending(next);
  };
  const send = async (file: File) => {
    setFault(undefined);
    latest.current?.stop.abort();
    const mine: Sending = { preview: URL.createObjectURL(file), share: 0, stop: new AbortController() };
    show(mine);
    const isMine = () => latest.current?.stop === mine.stop;
    try {
      const url = await uploadImage(file, (share) => {
        if (isMine()) show({ ...mine, share });
      }, mine.stop.signal);
      if (!isMine()) return;
      setValue('image_url', url, { shouldDirty: true });
      clearErrors('image_url');
    } catch (error) {
      if (isMine() && !mine.stop.signal.aborted) setFault(problemOf(error).message);
    }
    if (isMine()) show(undefined);
  };
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (file && !TYPES.includes(file.type)) setFault(t('editor.badPicture'));
    else if (file && file.size > MOST_MIB * 1024 * 1024) setFault(t('editor.largePicture', { most: MOST_MIB }));
    else if (file) void send(file);
    // The same file can be chosen once more.
    target.value = '';
  };
  const shown = sending?.preview ?? (errors.image_url ? '' : address);
  return (
    <div role="group" aria-label={t('editor.picture')} className="grid gap-4 sm:col-span-2 sm:grid-cols-[14rem_minmax(0,1fr)]">
      <EventPicture src={shown} className="aspect-video w-full rounded-xl border border-line" />
      <div className="flex min-w-0 flex-col gap-4">
        <TextField label={t('editor.uploadPicture')} hint={t('editor.pictureHint', { most: MOST_MIB })} error={fault} type="file" accept={TYPES.join()} onChange={choose} />
        {sending && (
          <div className="flex items-center gap-3">
            <progress className="h-2 grow accent-primary" max={1} value={sending.share} aria-label={t('editor.sending')} />
            <span aria-hidden="true" className="text-sm tabular-nums">{formatShare(sending.share)}</span>
            <Button size="small" onClick={() => sending.stop.abort()}>{t('editor.stop')}</Button>
          </div>
        )}
        <TextField label={t('editor.pictureAddress')} type="url" hint={t('editor.addressHint')} error={errors.image_url?.message} {...register('image_url')} />
        {address !== '' && !sending && (
          <div><Button size="small" onClick={() => setValue('image_url', '', { shouldDirty: true, shouldValidate: true })}>{t('editor.noPicture')}</Button></div>
        )}
      </div>
    </div>
  );
}
