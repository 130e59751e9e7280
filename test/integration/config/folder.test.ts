import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refreshSchema } from '../../../electron/config/folder.ts';
import { configJsonSchemaText } from '../../../electron/config/json-schema.ts';
import { readConfigFile } from '../../../electron/config/read-file.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

describe('the schema beside the configuration', () => {
  it('from an older version is brought up to date', async () => {
    const folder = tempFolder();
    const schema = join(folder, 'watchbell.schema.json');
    await writeFile(schema, '{}');
    expect(await refreshSchema(join(folder, 'watchbell.yaml'))).toMatchObject({ ok: true });
    expect(await readFile(schema, 'utf8')).toBe(configJsonSchemaText());
  });

  it('is not put where nobody asked for it', async () => {
    const folder = tempFolder();
    expect(await refreshSchema(join(folder, 'watchbell.yaml'))).toMatchObject({ ok: true });
    expect(await readConfigFile(join(folder, 'watchbell.schema.json'))).toEqual({ kind: 'absent' });
  });
});
