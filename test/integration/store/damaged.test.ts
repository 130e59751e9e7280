import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../electron/store/open-store.ts';
import { loadDriver } from '../../../electron/store/sqlite/driver.ts';
import { StoreRefused, storeTrouble } from '../../../electron/store/trouble.ts';
import { ComponentId } from '../../../shared/model/ids.ts';
import { bareStore } from '../../harness/bare-store.ts';
import { bundleChild } from '../../harness/bundle-child.ts';
import { movableClock } from '../../harness/movable-clock.ts';
import {
  anEntry,
  anEvent,
  anIncident,
  anItem,
  anOverride,
  aWatch,
  NIGHT,
  quietLog,
} from '../../harness/store-values.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const PAGE = 4_096;
const NOBODY = 65_534;

async function open(path: string) {
  const opened = await openStore({ path, clock: movableClock(NIGHT), log: quietLog });
  onTestFinished(() => opened.store.close());
  return opened;
}

/** A closed database with an open incident, a page that waits, and `events` events of history. */
async function filled(events = 2_000): Promise<string> {
  const path = join(tempFolder(), 'watchbell.db');
  const { store } = await open(path);
  await store.commit([
    anEntry({
      watches: [aWatch({ incident: anIncident() })],
      incidents: [anIncident()],
      outbox: [anItem('inc-1/1')],
      overrides: [anOverride('o-1')],
      values: { quiet: null, beats: 7 },
    }),
  ]);
  await store.commit([
    anEntry({
      events: Array.from({ length: events }, (_, number) => anEvent({ text: `event ${number} ${'x'.repeat(100)}` })),
    }),
  ]);
  await store.close();
  return path;
}

function overwrite(path: string, at: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, at, at + length);
  writeFileSync(path, bytes);
}

const asideOf = (path: string) => `${path}.damaged-2026-11-21`;

test.each<{ what: string; spoil: (path: string) => void }>([
  { what: 'is full of garbage', spoil: (path) => writeFileSync(path, 'garbage '.repeat(5_000)) },
  { what: 'has a wrong header', spoil: (path) => overwrite(path, 0, 16) },
  { what: 'holds three letters', spoil: (path) => writeFileSync(path, 'abc') },
  { what: 'has a header that lies about the size of its pages', spoil: (path) => overwrite(path, 16, 8) },
])(
  'a database that $what is set aside byte for byte, a new one works, and a notice says what is not known any more',
  async ({ spoil }) => {
    const path = await filled();
    spoil(path);
    const bytes = readFileSync(path);
    const { store, notices } = await open(path);
    expect(notices).toEqual([expect.stringContaining(asideOf(path))]);
    expect(notices[0]).toMatch(/Nothing in it could be read: open incidents, .* NOT known/);
    expect(readFileSync(asideOf(path)).equals(bytes)).toBe(true);
    expect((await store.restore()).watches).toEqual([]);
    expect((await store.commit([anEntry({ events: [anEvent()] })]))[0]?.seq).toBe(1);
  },
);

test.each<{ what: string; spoil: (path: string) => void }>([
  {
    what: 'was cut off in the middle of a page',
    spoil: (path) => truncateSync(path, statSync(path).size - 20 * PAGE - 100),
  },
  { what: 'has garbage in its history', spoil: (path) => overwrite(path, statSync(path).size - 10 * PAGE, 3 * PAGE) },
])('a database that $what is set aside, and incidents, pages and overrides go on in the new one', async ({ spoil }) => {
  const path = await filled();
  spoil(path);
  const { store, notices } = await open(path);
  expect(notices).toEqual([expect.stringMatching(/Carried over: 1 components, 1 incidents, 1 pages, 1 overrides/)]);
  const restored = await store.restore();
  expect(restored.watches).toEqual([aWatch({ incident: anIncident() })]);
  expect(restored.outbox.map(({ page }) => page.id)).toEqual(['inc-1/1']);
  expect(restored.overrides).toEqual([anOverride('o-1')]);
  expect(restored.values.get('beats')).toBe(7);
  expect(await store.events({ limit: 9 })).toEqual([]);
  await store.close();
  expect((await open(path)).notices).toEqual([]);
});

test('events of the new database go on with the numbers of the damaged one', async () => {
  const path = await filled(500);
  overwrite(path, statSync(path).size - 6 * PAGE, PAGE);
  const { store, notices } = await open(path);
  expect(notices).toHaveLength(1);
  expect((await store.commit([anEntry({ events: [anEvent()] })]))[0]?.seq).toBe(501);
});

test('the log of a damaged database is set aside with it, under its name', async () => {
  const path = await filled();
  const { store } = await open(path);
  await store.commit([anEntry({ values: { newest: 1 } })]);
  const copy = join(tempFolder(), 'watchbell.db');
  for (const end of ['', '-wal']) cpSync(path + end, copy + end);
  writeFileSync(copy, 'garbage '.repeat(5_000));
  await open(copy);
  expect(readFileSync(`${asideOf(copy)}-wal`).equals(readFileSync(`${path}-wal`))).toBe(true);
});

test('a log without its database is set aside as well: SQLite alone would throw it away', async () => {
  const path = await filled();
  const { store } = await open(path);
  await store.commit([anEntry({ values: { newest: 1 } })]);
  const copy = join(tempFolder(), 'watchbell.db');
  cpSync(`${path}-wal`, `${copy}-wal`);
  const { notices } = await open(copy);
  expect(notices).toEqual([expect.stringContaining('only the log is left')]);
  expect(statSync(`${asideOf(copy)}-wal`).size).toBe(statSync(`${path}-wal`).size);
});

test('two damaged databases on one day do not overwrite each other', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  for (const garbage of ['first', 'second', 'third']) {
    writeFileSync(path, garbage.repeat(1_000));
    const { store } = await open(path);
    await store.close();
  }
  expect(['', '-2', '-3'].map((end) => readFileSync(asideOf(path) + end, 'utf8').slice(0, 5))).toEqual([
    'first',
    'secon',
    'third',
  ]);
});

test('a database whose maker died while making it is made again, without a word', async () => {
  const maker = join(tempFolder(), 'maker.db');
  const path = join(tempFolder(), 'watchbell.db');
  const handle = (await loadDriver()).open(maker);
  handle.exec('PRAGMA cache_size = 1; BEGIN IMMEDIATE; CREATE TABLE half (a)');
  handle.exec(
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO half SELECT hex(zeroblob(500)) FROM n',
  );
  for (const end of ['', '-journal']) cpSync(maker + end, path + end);
  handle.close();
  const { store, notices } = await open(path);
  expect(notices).toEqual([]);
  expect((await store.commit([anEntry({ events: [anEvent()] })]))[0]?.seq).toBe(1);
});

test('a database that we may not read is set aside; one of our own that lost its permissions gets them back', async () => {
  const mine = await filled();
  chmodSync(mine, 0o000);
  expect((await open(mine)).notices).toEqual([]);
  expect(statSync(mine).mode & 0o777).toBe(0o600);

  const folder = tempFolder();
  const script = await bundleChild('test/harness/children/opening.ts', folder);
  const data = join(folder, 'data');
  mkdirSync(data);
  const path = join(data, 'watchbell.db');
  symlinkSync('/etc/shadow', path); // the one file that is nobody's but root's on every machine; its contents are never asked for
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    chmodSync(folder, 0o755);
    chownSync(data, NOBODY, NOBODY);
  }
  const child = spawn(process.execPath, [script, path, ...(asRoot ? [String(NOBODY)] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const said = JSON.parse(await text(child.stdout));
  await gone;
  expect(said).toEqual({ opened: true, notices: [expect.stringContaining('permission denied')] });
  expect(readdirSync(data)).toContain('watchbell.db.damaged-2026-11-21');
});

test('damage that is met later is told apart from a full disk', async () => {
  const path = await filled(20_000);
  const { store } = await bareStore(path);
  overwrite(path, 100 * PAGE, 600 * PAGE);
  const error = await store.events({ text: 'nowhere', limit: 1 }).catch((reason: unknown) => reason);
  expect(storeTrouble(error)).toBe('damaged');
});

test.each<{ what: string; make: (path: string) => Promise<void> | void; refusal: string; words: RegExp }>([
  { what: 'a folder', make: (path) => void mkdirSync(path), refusal: 'unusable', words: /is a folder/ },
  {
    what: 'a database of another program',
    make: async (path) => {
      const handle = (await loadDriver()).open(path);
      handle.exec('CREATE TABLE bookmarks (url TEXT)');
      handle.close();
    },
    refusal: 'foreign',
    words: /not one of Watchbell/,
  },
  {
    what: 'a database of a newer version',
    make: async (path) => {
      renameSync(await filled(1), path);
      const handle = (await loadDriver()).open(path);
      handle.exec("INSERT INTO schema_version VALUES (99, 'from the future', 0)");
      handle.close();
    },
    refusal: 'newer',
    words: /newer Watchbell .*version is 99.*Install the newer Watchbell/,
  },
])('$what in the place of the database is refused with a remedy, and left alone', async ({ make, refusal, words }) => {
  const path = join(tempFolder(), 'watchbell.db');
  await make(path);
  const before = statSync(path);
  const error = await open(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreRefused);
  expect(error).toMatchObject({ refusal, message: expect.stringMatching(words) });
  expect(statSync(path)).toMatchObject({ ino: before.ino, size: before.size, mtimeMs: before.mtimeMs });
  expect(readdirSync(dirname(path)).filter((name) => name.includes('damaged'))).toEqual([]);
});

test('a folder that cannot be made is refused with a remedy', async () => {
  const file = join(tempFolder(), 'file');
  writeFileSync(file, '');
  await expect(open(join(file, 'data', 'watchbell.db'))).rejects.toMatchObject({
    refusal: 'unusable',
    message: expect.stringMatching(/cannot keep its data in .*Make the folder writable, or name another/),
  });
});

test('a component that was watched before is watched after its database was replaced', async () => {
  const path = join(tempFolder(), 'watchbell.db');
  writeFileSync(path, 'garbage '.repeat(5_000));
  const { store } = await open(path);
  const watch = aWatch({ componentId: ComponentId.parse('mail') });
  await store.commit([anEntry({ watches: [watch] })]);
  await store.close();
  expect((await (await open(path)).store.restore()).watches).toEqual([watch]);
});
