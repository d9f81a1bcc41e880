import { writeFile } from 'node:fs/promises';
import { generate, generatedFile } from './api-schema.mjs';

await writeFile(generatedFile, await generate());
