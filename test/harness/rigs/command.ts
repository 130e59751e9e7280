import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChannelFile } from '../../../shared/model/channel.ts';
import { until } from '../desktop/until.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

/** Does what the file `behaviour` beside it says. */
const SCRIPT = `
case "$(cat behaviour)" in
  well) cat >> taken; echo handed over ;;
  hang) touch hanging; sleep 600 ;;
  refuse) echo "no such pager" >&2; exit 1 ;;
  echo) echo "$WORDS" >&2; exit 75 ;;
esac
`;

export async function commandRig(): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'watchbell-'));
  const behave = (behaviour: string) => writeFileSync(join(folder, 'behaviour'), behaviour);
  behave('well');
  const exists = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return null;
    }
  };
  return {
    settings: ChannelFile.parse({
      id: 'own',
      type: 'command',
      command: ['/bin/sh', '-c', SCRIPT],
      cwd: folder,
      env: { WORDS: ECHO, TOKEN: SECRETS[1], OTHERS: SECRETS[3] },
    }),
    async hang() {
      behave('hang');
      await until('it hangs', () => exists('hanging') !== null);
    },
    refuse: () => behave('refuse'),
    echo: () => behave('echo'),
    taken: () =>
      exists('taken')
        ?.split('\n')
        .filter((line) => line !== '').length ?? 0,
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
