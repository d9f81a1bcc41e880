// The one place that knows where the API's description lies and how types are made of it.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Written from the server's own code, whose test fails when it is stale. */
const source = at('../../api/openapi.json');

/** The committed file that the types are written to. */
export const generatedFile = at('../src/api/schema.gen.ts');

/** The text that the committed file has to hold. */
export async function generate() {
  const document = JSON.parse(await readFile(source, 'utf8'));
  const banner = '// Generated from the API\'s openapi.json by `npm run gen:api`. Not edited by hand.\n\n';
  return banner + astToString(await openapiTS(document));
}
