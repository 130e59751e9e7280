import { ChannelFile } from '../../../shared/model/channel.ts';
import { problem, startNtfyEmulator } from '../ntfy-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function ntfyRig(): Promise<Rig> {
  const ntfy = await startNtfyEmulator({ authorization: `Bearer ${SECRETS[1]}` });
  return {
    settings: ChannelFile.parse({ id: 'push', type: 'ntfy', baseUrl: ntfy.url, topic: 'oncall', token: SECRETS[1] }),
    hang: () => {
      ntfy.behave({ kind: 'hang' });
      return ntfy.arrived(ntfy.requests.length + 1);
    },
    refuse: () => ntfy.behave({ kind: 'answer', ...problem(403, 40_301, 'forbidden') }),
    echo: () => ntfy.behave({ kind: 'answer', ...problem(500, 50_001, ECHO) }),
    taken: () => ntfy.messages.length,
    close: ntfy.close,
  };
}
