// Fails the build when the first page would load more JavaScript than a phone should have to.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const limitBytes = 150_000;
const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const html = await readFile(`${dist}index.html`, 'utf8');
const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path);
let totalBytes = 0;
for (const path of scripts) totalBytes += gzipSync(await readFile(dist + path)).length;

console.log(`first page: ${scripts.length} scripts, ${(totalBytes / 1000).toFixed(1)} kB gzipped of ${limitBytes / 1000} kB`);
if (scripts.length === 0 || totalBytes > limitBytes) process.exit(1);
