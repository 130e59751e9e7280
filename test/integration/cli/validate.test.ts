/** `watchbell validate` and `watchbell schema`: every mistake at its place, as editors make it a link. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { bundledCommandLine, runCommand } from '../../harness/command.ts';
import { writeConfig } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { fileOf } from '../../harness/watch-story.ts';

const script = bundledCommandLine();

describe('validate', () => {
  it('says that a right file is right, and what is in it', async () => {
    const folder = tempFolder();
    const config = writeConfig(folder, fileOf());
    expect(await runCommand(script(), ['validate', '--config', config], { folder })).toEqual({
      code: 0,
      out: [`${config} is right: 1 components, 1 checks, 2 people, 4 channels, 1 schedules, 1 policies`],
      err: [],
    });
  });

  it('takes a path from where it was started, and the one in the XDG config folder when none is named', async () => {
    const folder = tempFolder();
    writeConfig(folder, fileOf());
    expect((await runCommand(script(), ['validate', '-c', 'watchbell.yaml'], { folder })).code).toBe(0);
    const { code, err } = await runCommand(script(), ['validate'], { folder });
    expect(code).toBe(2);
    expect(err).toEqual([
      expect.stringContaining(`There is no configuration at ${join(folder, '.config/watchbell/watchbell.yaml')}`),
    ]);
    const elsewhere = { folder, env: { XDG_CONFIG_HOME: join(folder, 'xdg') } };
    expect((await runCommand(script(), ['validate'], elsewhere)).err[0]).toContain(
      join(folder, 'xdg/watchbell/watchbell.yaml'),
    );
  });

  it('lists all mistakes of a broken file, each with file, line and column', async () => {
    const folder = tempFolder();
    const config = writeConfig(
      folder,
      'version: 1\ncomponents:\n  - id: shop\n    chekcs: []\npeople:\n  - { id: kim, name: Kim, channels: [] }\n',
    );
    const { code, out, err } = await runCommand(script(), ['validate', '--config', config], { folder });
    expect([code, out]).toEqual([2, []]);
    expect(err).toEqual([
      `${config}:4:5: components[0].chekcs: unknown field \`chekcs\`; did you mean \`checks\`?`,
      `${config}:6:37: people[0].channels: a person without a channel cannot be paged; name at least one`,
    ]);
  });

  it('shows warnings of a file that is right, and still ends with 0', async () => {
    const folder = tempFolder();
    const schedules = [
      {
        ...fileOf().schedules?.[0],
        overrides: [{ kind: 'remove', person: 'boss', from: '2026-01-05T09:00', to: '2026-01-06T09:00' }],
      },
    ];
    const people = [...(fileOf().people ?? []), { id: 'boss', name: 'Boss', channels: ['boss-hook'] }];
    const config = writeConfig(folder, stringify({ ...fileOf(), schedules, people }));
    const { code, err } = await runCommand(script(), ['validate', '--config', config], { folder });
    expect(code).toBe(0);
    expect(err).toEqual([expect.stringMatching(`^warning: ${config}:\\d+:\\d+: .*never applies`)]);
  });

  it.each([
    { what: 'a folder', path: '.', says: 'is not a file' },
    { what: 'nothing', path: 'no.yaml', says: 'There is no configuration at' },
  ])('given $what ends with 2 and a remedy', async ({ path, says }) => {
    const folder = tempFolder();
    const { code, err } = await runCommand(script(), ['validate', '--config', path], { folder });
    expect([code, err]).toEqual([2, [expect.stringContaining(says)]]);
  });
});

describe('schema', () => {
  it('is a JSON Schema that knows the fields of the file', async () => {
    const { code, out, err } = await runCommand(script(), ['schema'], { folder: tempFolder() });
    expect([code, err]).toEqual([0, []]);
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      $schema: expect.stringContaining('json-schema.org'),
      properties: { components: expect.anything(), schedules: expect.anything() },
    });
  });
});
