import { ChannelFile } from '../../../shared/model/channel.ts';
import { startVonageEmulator, verdict } from '../vonage-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function vonageSmsRig(): Promise<Rig> {
  const account = { apiKey: 'abcd1234', apiSecret: SECRETS[3] };
  const vonage = await startVonageEmulator(account);
  const parties = { from: 'Pager', to: '+447700900123' };
  return {
    settings: ChannelFile.parse({ id: 'sms', type: 'vonage-sms', ...account, ...parties, baseUrl: vonage.url }),
    hang: () => {
      vonage.behave({ kind: 'hang' });
      return vonage.arrived(vonage.requests.length + 1);
    },
    refuse: () => vonage.behave({ kind: 'answer', ...verdict('7', 'Number barred') }),
    echo: () => vonage.behave({ kind: 'answer', ...verdict('5', ECHO) }),
    taken: () => vonage.received.length,
    close: vonage.close,
  };
}
