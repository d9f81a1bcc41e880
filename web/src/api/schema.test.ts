import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Generator {
  generate: () => Promise<string>;
  generatedFile: string;
}

test('the committed types are the ones that the description of the API gives', async () => {
  const script = '../../scripts/api-schema.mjs';
  const { generate, generatedFile } = (await import(script)) as Generator;
  expect(await readFile(generatedFile, 'utf8'), 'stale: run `npm run gen:api`').toBe(await generate());
});
