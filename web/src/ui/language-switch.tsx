import { chooseLanguage, language, useT } from '@/i18n';
import { isLanguage, languages } from '@/i18n/languages';

/** The language of the pages, each by its own name: whoever cannot read the page can read that. */
export function LanguageSwitch() {
  const t = useT();
  return (
    <select
      aria-label={t('shell.language')}
      value={language()}
      onChange={({ target }) => {
        if (isLanguage(target.value)) void chooseLanguage(target.value);
      }}
      className="h-9 rounded-lg border border-line-strong bg-surface px-2 text-sm"
    >
      {Object.entries(languages).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
    </select>
  );
}
