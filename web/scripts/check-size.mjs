// Fails the build when the first page would load more JavaScript than a phone should have to.
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const limitBytes = 150_000;
const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const html = await readFile(`${dist}index.html`, 'utf8');
const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path);

/** What files take on the way, in bytes. */
async function sizeOf(paths) {
  const sizes = await Promise.all(paths.map(async (path) => gzipSync(await readFile(dist + path)).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

// The texts come in one language: the longest counts.
const texts = {};
for (const file of await readdir(`${dist}assets`)) {
  const language = /^text-(\w+)-(shell|events|problems)-/.exec(file)?.[1];
  if (language) (texts[language] ??= []).push(`assets/${file}`);
}
const textBytes = Math.max(...await Promise.all(Object.values(texts).map(sizeOf)));
const totalBytes = await sizeOf(scripts) + textBytes;

console.log(`first page: ${scripts.length} scripts, ${(totalBytes / 1000).toFixed(1)} kB gzipped (texts: ${(textBytes / 1000).toFixed(1)}) of ${limitBytes / 1000} kB`);
if (scripts.length === 0 || !(textBytes > 0) || totalBytes > limitBytes) process.exit(1);
