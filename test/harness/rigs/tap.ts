import { ChannelFile } from '../../../shared/model/channel.ts';
import { startTapEmulator } from '../tap-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function tapRig(): Promise<Rig> {
  const terminal = await startTapEmulator({ password: SECRETS[3] });
  const { host, port } = terminal;
  return {
    settings: ChannelFile.parse({ id: 'pager', type: 'tap', host, port, pager: '5551212', password: SECRETS[3] }),
    hang: () => {
      terminal.behave({ kind: 'hang', at: 'block' });
      return terminal.reached('block');
    },
    refuse: () => terminal.behave({ kind: 'say', at: 'block', text: '511 Invalid Pager ID\r\x1e\r' }),
    echo: () => terminal.behave({ kind: 'say', at: 'block', text: `512 ${ECHO}\r\x1e\r` }),
    taken: () => terminal.received.length,
    close: terminal.close,
  };
}
