import { execFile } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../electron/config/read-file.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

describe('reading the configuration file', () => {
  it('gives its text, also through a link', async () => {
    const folder = tempFolder();
    await writeFile(join(folder, 'real.yaml'), 'version: 1\n# ü\n');
    await symlink('real.yaml', join(folder, 'link.yaml'));
    expect(await readConfigFile(join(folder, 'link.yaml'))).toEqual({ kind: 'text', text: 'version: 1\n# ü\n' });
  });

  it('says that there is none', async () => {
    const folder = tempFolder();
    expect(await readConfigFile(join(folder, 'no.yaml'))).toEqual({ kind: 'absent' });
    expect(await readConfigFile(join(folder, 'no', 'no.yaml'))).toEqual({ kind: 'absent' });
  });

  it('takes an empty file for an empty text', async () => {
    const path = join(tempFolder(), 'a.yaml');
    await writeFile(path, '');
    expect(await readConfigFile(path)).toEqual({ kind: 'text', text: '' });
  });

  it.each<{ story: string; make: (path: string) => Promise<unknown>; says: RegExp }>([
    { story: 'a folder', make: (path) => mkdir(path), says: /is not a file; name the configuration file itself$/ },
    {
      story: 'a named pipe that nobody writes to',
      make: (path) => promisify(execFile)('mkfifo', [path]),
      says: /is not a file/,
    },
    {
      story: 'Latin-1',
      make: (path) => writeFile(path, Buffer.from([0x61, 0xfc])),
      says: /is not UTF-8 text; save it as UTF-8$/,
    },
    { story: 'a gigabyte, without reading it', make: gigabyte, says: /is longer than 1 MB/ },
    { story: 'a link to itself', make: (path) => symlink(path, path), says: /cannot be read: ELOOP/ },
  ])('refuses $story', async ({ make, says }) => {
    const path = join(tempFolder(), 'a.yaml');
    await make(path);
    expect(await readConfigFile(path)).toEqual({ kind: 'unreadable', reason: expect.stringMatching(says) });
  });
});

async function gigabyte(path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, 1024 ** 3);
}
