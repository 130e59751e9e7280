/** The status page as files in a folder: real files, and everything that may already lie there. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createExporter, type Edition } from '../../../electron/links/status-export/exporter.ts';
import { type FileSet, writeSet } from '../../../electron/links/status-export/write-set.ts';
import { movableClock } from '../../harness/clock.ts';
import { rememberingLog } from '../../harness/log.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const set = (files: Record<string, string>): FileSet => new Map(Object.entries(files));
const ONE = { 'index.html': 'one', 'incident/a.html': 'a', 'style.css': 'css' };

const listed = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => !lstatSync(join(folder, name)).isDirectory())
    .sort();

describe('a set of files', () => {
  it('is written whole, into a folder that need not be there, and leaves nothing unfinished', async () => {
    const folder = join(tempFolder(), 'srv', 'status');
    expect(await writeSet(folder, set(ONE))).toBeNull();
    expect(listed(folder)).toEqual(['.watchbell-status.json', 'incident/a.html', 'index.html', 'style.css']);
    expect(readFileSync(join(folder, 'incident/a.html'), 'utf8')).toBe('a');
  });

  it('replaces what changed, removes what is gone, and does not touch what is the same', async () => {
    const folder = tempFolder();
    await writeSet(folder, set(ONE));
    utimesSync(join(folder, 'style.css'), 1, 1);
    expect(await writeSet(folder, set({ 'index.html': 'two', 'style.css': 'css', 'incident/b.html': 'b' }))).toBeNull();
    expect(listed(folder)).toEqual(['.watchbell-status.json', 'incident/b.html', 'index.html', 'style.css']);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('two');
    expect(statSync(join(folder, 'style.css')).mtimeMs).toBe(1_000);
  });

  it('leaves what is not ours alone, beside it or in its place', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'robots.txt'), 'theirs');
    await writeSet(folder, set(ONE));
    await writeSet(folder, set({ 'index.html': 'two' }));
    expect(readFileSync(join(folder, 'robots.txt'), 'utf8')).toBe('theirs');
    writeFileSync(join(folder, 'style.css'), 'theirs');
    expect(await writeSet(folder, set(ONE))).toBe(
      `${join(folder, 'style.css')} is there already and is not ours; name an empty folder`,
    );
    expect([readFileSync(join(folder, 'style.css'), 'utf8'), readFileSync(join(folder, 'index.html'), 'utf8')]).toEqual(
      ['theirs', 'two'],
    );
  });

  it('never follows a link: neither a folder, nor a file, nor a draft', async () => {
    const [folder, elsewhere] = [tempFolder(), tempFolder()];
    symlinkSync(elsewhere, join(folder, 'incident'));
    expect(await writeSet(folder, set(ONE))).toBe(
      `${join(folder, 'incident')} leads elsewhere; remove it, or name another folder`,
    );
    const other = tempFolder();
    writeFileSync(join(elsewhere, 'target'), 'theirs');
    symlinkSync(join(elsewhere, 'target'), join(other, '.index.html.new'));
    expect(await writeSet(other, set({ 'index.html': 'one' }))).toBeNull();
    symlinkSync(join(elsewhere, 'nothing'), join(other, 'style.css'));
    expect(await writeSet(other, set(ONE))).toContain('is not ours');
    expect(listed(elsewhere)).toEqual(['target']);
    expect(readFileSync(join(elsewhere, 'target'), 'utf8')).toBe('theirs');
  });

  it.each(['../evil.html', '/etc/evil', 'a/b/c.html', '.hidden', 'incident/../x', 'incident/.x', 'a\\b', '', 'x\0y'])(
    'has no file called %j',
    async (path) => {
      const folder = tempFolder();
      expect(await writeSet(folder, set({ [path]: 'evil' }))).toContain('is no name for a file');
      expect(listed(folder)).toEqual([]);
    },
  );

  it('believes no list that names something elsewhere', async () => {
    const folder = join(tempFolder(), 'status');
    mkdirSync(folder);
    writeFileSync(join(folder, '..', 'precious'), 'x');
    writeFileSync(join(folder, '.watchbell-status.json'), JSON.stringify({ version: 1, files: ['../precious'] }));
    expect(await writeSet(folder, set({ 'index.html': 'one' }))).toBeNull();
    expect(existsSync(join(folder, '..', 'precious'))).toBe(true);
  });

  it('that cannot be written is refused with the reason', async () => {
    const folder = join(tempFolder(), 'file');
    writeFileSync(folder, '');
    expect(await writeSet(folder, set(ONE))).toBe(`${folder} cannot be written to (EEXIST)`);
  });
});

async function exporting({ folder = tempFolder() as string | null } = {}) {
  const clock = movableClock();
  const log = rememberingLog();
  const place = { folder };
  const page = { news: 'calm', exists: true };
  const made: string[] = [];
  const exporter = createExporter({
    clock,
    log,
    wanted: () => (place.folder === null ? null : { folder: place.folder, every: 60_000 }),
    edition: (which): Promise<Edition | null> =>
      Promise.resolve(
        page.exists
          ? {
              news: `${which} ${page.news}`,
              files: () => {
                made.push(`${which} ${page.news}`);
                return Promise.resolve(set({ 'index.html': `${which} ${page.news} at ${clock.now()}` }));
              },
            }
          : null,
      ),
  });
  /** Files are the system's own business: what is done is done when the exporter says so. */
  const pass = async (ms: number) => {
    await clock.advance(ms);
    await written(exporter);
  };
  return { clock, log, place, page, made, exporter, pass };
}

/** Whatever was begun is over. */
const written = (exporter: { idle(): Promise<void> }) => exporter.idle();

describe('the files', () => {
  it('are written at the start, soon after a change, every now and then, and a last time', async () => {
    const { page, made, exporter, pass, place } = await exporting();
    await exporter.settle();
    expect(made).toEqual(['now calm']);
    exporter.look();
    exporter.look();
    await pass(2_000);
    expect(made, 'nothing has changed').toHaveLength(1);
    page.news = 'down';
    exporter.look();
    await pass(2_000);
    expect(made).toEqual(['now calm', 'now down']);
    await pass(60_000);
    expect(made).toEqual(['now calm', 'now down', 'now down']);
    await exporter.close();
    expect(made.at(-1)).toBe('last down');
    expect(readFileSync(join(place.folder ?? '', 'index.html'), 'utf8')).toContain('last down');
    exporter.look();
    await pass(600_000);
    expect(made).toHaveLength(4);
  });

  it('that cannot be written are said once, tried again, and watched over', async () => {
    const { place, log, exporter, pass, clock } = await exporting();
    const folder = place.folder ?? '';
    mkdirSync(join(folder, 'index.html'));
    await exporter.settle();
    await pass(60_000);
    await pass(60_000);
    expect(exporter.state()).toMatchObject({ writtenAt: null, problem: expect.stringContaining('is not ours') });
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    place.folder = tempFolder();
    await exporter.settle();
    expect(exporter.state()).toEqual({ folder: place.folder, writtenAt: clock.now(), problem: null });
  });

  it('are nowhere when none are wanted', async () => {
    const { made, exporter, pass } = await exporting({ folder: null });
    await exporter.settle();
    exporter.look();
    await pass(600_000);
    await exporter.close();
    expect([made, exporter.state()]).toEqual([[], null]);
  });

  it('of a page that is not wanted any more stay as they are', async () => {
    const { page, made, exporter, pass } = await exporting();
    await exporter.settle();
    page.exists = false;
    await pass(120_000);
    await exporter.close();
    expect(made).toHaveLength(1);
  });
});
