import { useId, type ComponentType } from 'react';
import { MoonIcon, ScreenIcon, SunIcon } from './icons';
import { useTheme, type ThemeChoice } from './theme';

const choices: [ThemeChoice, string, ComponentType<{ className?: string }>][] = [
  ['light', 'Light theme', SunIcon],
  ['dark', 'Dark theme', MoonIcon],
  ['system', 'Theme of the system', ScreenIcon],
];

export function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  const name = useId();
  return (
    <fieldset className="flex rounded-lg border border-line-strong">
      <legend className="sr-only">Theme</legend>
      {choices.map(([choice, label, Icon]) => (
        <label
          key={choice}
          title={label}
          className="grid size-9 cursor-pointer place-items-center rounded-lg text-muted has-checked:bg-primary has-checked:text-on-primary has-focus-visible:outline-3 has-focus-visible:outline-primary"
        >
          <input type="radio" name={name} checked={theme === choice} onChange={() => setTheme(choice)} className="sr-only" aria-label={label} />
          <Icon className="size-4" />
        </label>
      ))}
    </fieldset>
  );
}
