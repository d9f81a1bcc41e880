import { useT } from '@/i18n';
import { TextField } from '@/ui/field';
import type { House } from '@/ui/plan/house';
import type { DraftSection, Layout } from './draft';
import { put } from './edits';
import type { Plan } from './use-plan';

/** Where a section stands, in numbers: all that can be dragged can also be typed. */
export function PlaceFields({ section, index, house, plan }: { section: DraftSection; index: number; house: House; plan: Plan }) {
  const t = useT();
  const { key, layout } = section;
  const block = house.blocks[index];
  const straight = block?.bend?.straight ?? block;
  const now: Required<Layout> = {
    x: layout?.x ?? Math.round(((straight?.x ?? 0) + house.corner.x) * 10),
    y: layout?.y ?? Math.round(((straight?.y ?? 0) + house.corner.y) * 10),
    rotation: layout?.rotation ?? 0,
    curve: layout?.curve ?? 0,
  };
  const field = (name: keyof Layout, unit: number, least: number, most: number) => ({
    type: 'number', min: least, max: most, step: unit === 1 ? 5 : 0.5,
    value: String(now[name] / unit),
    error: plan.errorAt(`${index}.layout.${name}`),
    onChange: (event: { target: { value: string } }) => {
      const value = Math.round(Number(event.target.value) * unit);
      if (Number.isFinite(value)) plan.change(put(key, () => ({ [name]: value })), `${key}.layout.${name}`);
    },
  });
  return (
    <fieldset className="mt-4 grid gap-4 sm:grid-cols-4">
      <legend className="mb-2 font-semibold">{t('editor.onThePlan')}</legend>
      <TextField label={t('editor.fromLeftEdge')} {...field('x', 10, 0, 5_000)} />
      <TextField label={t('editor.fromTop')} {...field('y', 10, 0, 5_000)} />
      <TextField label={t('editor.rotation')} {...field('rotation', 1, -180, 180)} />
      <TextField label={t('editor.curve')} {...field('curve', 1, 0, 180)} />
    </fieldset>
  );
}
