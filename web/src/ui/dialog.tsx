import { useEffect, useId, useRef, type ReactNode } from 'react';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal window. The browser keeps the focus inside and gives it back; Escape closes. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onCancel={(cancel) => {
        cancel.preventDefault();
        onClose();
      }}
      className="max-h-[90dvh] w-[min(42rem,calc(100vw-2rem))] overflow-auto rounded-2xl border border-line bg-surface p-6 shadow-raised"
    >
      <h2 id={id} className="mb-3 text-xl font-bold wrap-anywhere">{title}</h2>
      {children}
    </dialog>
  );
}
