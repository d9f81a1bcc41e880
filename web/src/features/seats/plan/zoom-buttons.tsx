import type { ReactNode } from 'react';
import { useT } from '@/i18n';

interface ZoomButtonsProps {
  onZoom: (factor: number) => void;
  onAll: () => void;
}

/** Larger, smaller, and everything. */
export function ZoomButtons({ onZoom, onAll }: ZoomButtonsProps) {
  const t = useT();
  return (
    <div className="absolute end-2 bottom-2 flex flex-col gap-1">
      <ZoomButton name={t('seats.zoomIn')} onClick={() => onZoom(1.8)}><path d="M12 5v14M5 12h14" /></ZoomButton>
      <ZoomButton name={t('seats.zoomOut')} onClick={() => onZoom(1 / 1.8)}><path d="M5 12h14" /></ZoomButton>
      <ZoomButton name={t('seats.showAll')} onClick={onAll}><path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" /></ZoomButton>
    </div>
  );
}

function ZoomButton({ name, onClick, children }: { name: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      onClick={onClick}
      className="grid size-11 place-items-center rounded-lg border border-line-strong bg-surface text-ink shadow-card hover:bg-primary-soft"
    >
      <svg aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" className="size-5">{children}</svg>
    </button>
  );
}
