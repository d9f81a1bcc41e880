import { useId, type ComponentType } from 'react';
import { useT, type TextKey } from '@/i18n';
import { MoonIcon, ScreenIcon, SunIcon } from './icons';
import { useTheme, type ThemeChoice } from './theme';

const choices: [ThemeChoice, TextKey, ComponentType<{ className?: string }>][] = [
  ['light', 'shell.themeLight', SunIcon],
  ['dark', 'shell.themeDark', MoonIcon],
  ['system', 'shell.themeSystem', ScreenIcon],
];

export function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  const name = useId();
  const t = useT();
  return (
    <fieldset className="flex rounded-lg border border-line-strong">
      <legend className="sr-only">{t('shell.theme')}</legend>
      {choices.map(([choice, label, Icon]) => (
        <label
          key={choice}
          title={t(label)}
          className="grid size-9 cursor-pointer place-items-center rounded-lg text-muted has-checked:bg-primary has-checked:text-on-primary has-focus-visible:outline-3 has-focus-visible:outline-primary"
        >
          <input type="radio" name={name} checked={theme === choice} onChange={() => setTheme(choice)} className="sr-only" aria-label={t(label)} />
          <Icon className="size-4" />
        </label>
      ))}
    </fieldset>
  );
}
