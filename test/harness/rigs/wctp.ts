import { ChannelFile } from '../../../shared/model/channel.ts';
import { confirmation, failure, startWctpEmulator, xml } from '../wctp-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function wctpRig(): Promise<Rig> {
  const sender = { senderId: 'pager@example.org', securityCode: SECRETS[3] };
  const gateway = await startWctpEmulator(sender);
  return {
    settings: ChannelFile.parse({ id: 'pager', type: 'wctp', url: gateway.url, ...sender, recipient: '5551212' }),
    hang: () => {
      gateway.behave({ kind: 'hang' });
      return gateway.arrived(gateway.requests.length + 1);
    },
    refuse: () => gateway.behave({ kind: 'answer', ...xml(confirmation(failure(403, 'Invalid recipientID'))) }),
    echo: () => gateway.behave({ kind: 'answer', ...xml(confirmation(failure(604, ECHO))) }),
    taken: () => gateway.received.length,
    close: gateway.close,
  };
}
