import { ChannelFile } from '../../../shared/model/channel.ts';
import { aMemory } from '../memory.ts';
import { problem, startPushoverEmulator } from '../pushover-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function pushoverRig(): Promise<Rig> {
  const account = { token: SECRETS[4], userKey: 'u'.repeat(30) };
  const pushover = await startPushoverEmulator(account);
  return {
    settings: ChannelFile.parse({ id: 'push', type: 'pushover', ...account, baseUrl: pushover.url }),
    memory: aMemory(),
    hang: () => {
      pushover.behave({ kind: 'hang' });
      return pushover.arrived(pushover.requests.length + 1);
    },
    refuse: () => pushover.behave({ kind: 'answer', ...problem(400, 'user identifier is invalid') }),
    echo: () => pushover.behave({ kind: 'answer', ...problem(500, ECHO) }),
    taken: () => pushover.received.length,
    close: pushover.close,
  };
}
