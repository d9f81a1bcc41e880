import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Plugin, Rolldown } from 'vite';

const source = new URL('./service-worker.js', import.meta.url);

/** What a ticket's page needs besides the bundle. */
const around = ['/', '/favicon.svg', '/manifest.webmanifest', '/theme.js'];

/** What is kept: the pages of the tickets, the list of events that one starts at, and their texts. */
const kept = /\/features\/tickets\/tickets?-page\.tsx$|\/i18n\/\w+\/(shell|problems|events|tickets)\.json$/;

/** The files of the bundle that the kept pages need, and what those import. */
function neededOf(bundle: Rolldown.OutputBundle): string[] {
  const needed = new Set<string>();
  const take = (file: string): void => {
    const chunk = bundle[file];
    if (needed.has(file) || chunk?.type !== 'chunk') return;
    needed.add(file);
    chunk.imports.forEach(take);
  };
  for (const [file, chunk] of Object.entries(bundle)) {
    if (file.endsWith('.css')) needed.add(file);
    else if (chunk.type === 'chunk' && (chunk.isEntry || kept.test(chunk.facadeModuleId ?? ''))) take(file);
  }
  return [...needed].map((file) => `/${file}`).toSorted();
}

/** Writes the service worker with the files that it keeps. */
export function serviceWorker(): Plugin {
  return {
    name: 'seatlog-service-worker',
    apply: 'build',
    async generateBundle(_, bundle) {
      const files = neededOf(bundle);
      const text = await readFile(source, 'utf8');
      const name = `seatlog-${createHash('sha256').update(files.join() + text).digest('hex').slice(0, 12)}`;
      const worker = text.replace('__FILES__', JSON.stringify([...around, ...files])).replace('__NAME__', JSON.stringify(name));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: worker });
    },
  };
}
