import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const features = ['account', 'admin', 'auth', 'editor', 'events', 'seats', 'tickets'];

/** A feature may import from `ui/` and `api/`, and from itself; never from another feature or from `app/`. */
const featureBoundary = (feature) => ({
  files: [`src/features/${feature}/**`],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        {
          regex: `^@/(?!(ui|api|testing)/|i18n$|features/${feature}/)`,
          message: 'A feature imports only ui/, api/, i18n and itself.',
        },
        { regex: '^\\.\\./', message: 'Name other folders from the root: @/ui/…, @/api/….' },
      ],
    }],
  },
});

/** `ui/` and `api/` stand below the features and know nothing of them; `ui/` knows no server either; `i18n/` knows nobody. */
const layerBoundary = (layer, forbidden) => ({
  files: [`src/${layer}/**`],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        { regex: `^@/(${forbidden})/`, message: `${layer}/ must not know of this folder.` },
        { regex: '^\\.\\./', message: 'Name other folders from the root: @/….' },
      ],
    }],
  },
});

/** What people read comes from `src/i18n/`; only the program's own name is the same in every language. */
const words = ['JSXText[value=/[a-z]{2}/i]:not([value=/^\\s*Seatlog\\W*$/])',
  'JSXAttribute[name.name=/^(label|title|aria-label|hint|placeholder|caption|alt|what|of|submit)$/] > Literal[value=/[a-z]{2}/i]']
  .map((selector) => ({ selector, message: 'Take the words from t().' }));

/** Pages are also written from right to left: they have a start and an end, no left and right. */
const sides = [{
  selector: 'JSXAttribute[name.name="className"] Literal[value=/(^|[ :])-?(m[lr]|p[lr]|left|right|border-[lr]|rounded-[lr]|text-(left|right))(-|$| )/]',
  message: 'Use the logical class: ms-, pe-, start-, text-end.',
}];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'test-results', 'src/api/schema.gen.ts'] },
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'offline/*.ts', 'vite.config.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ['src/**/*.tsx'],
    extends: [reactHooks.configs.flat['recommended-latest'], jsxA11y.flatConfigs.strict],
  },
  {
    files: ['src/**/*.tsx'],
    // Still in English alone.
    ignores: ['src/features/admin/{create-event-page,edit-event-page,event-form,*-fields}.tsx', '**/*.test.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...words, ...sides] },
  },
  ...features.map(featureBoundary),
  layerBoundary('ui', 'features|app|api'),
  layerBoundary('api', 'features|app|ui'),
  layerBoundary('i18n', 'features|app|ui|api'),
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { ...globals.node, ...globals.browser, ...globals.serviceworker, __FILES__: 'readonly', __NAME__: 'readonly' } } },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
);
