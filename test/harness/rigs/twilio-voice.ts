import { ChannelFile } from '../../../shared/model/channel.ts';
import { problem, startTwilioEmulator } from '../twilio-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function twilioVoiceRig(): Promise<Rig> {
  const account = { accountSid: 'AC0123456789', authToken: SECRETS[2] };
  const twilio = await startTwilioEmulator(account);
  const numbers = { from: '+447700900999', to: '+447700900123' };
  return {
    settings: ChannelFile.parse({ id: 'call', type: 'twilio-voice', ...account, ...numbers, baseUrl: twilio.url }),
    hang: () => {
      twilio.behave({ kind: 'hang' });
      return twilio.arrived(twilio.requests.length + 1);
    },
    refuse: () =>
      twilio.behave({ kind: 'answer', ...problem(400, 21_217, 'Phone number does not appear to be valid') }),
    echo: () => twilio.behave({ kind: 'answer', ...problem(500, 20_500, ECHO) }),
    taken: () => twilio.calls.length,
    close: twilio.close,
  };
}
