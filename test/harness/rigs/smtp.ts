import { ChannelFile } from '../../../shared/model/channel.ts';
import { makeIdentity } from '../certificates.ts';
import { startSmtpEmulator } from '../smtp-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function smtpRig(): Promise<Rig> {
  const login = { user: 'pager@example.org', password: SECRETS[3] };
  const identity = makeIdentity({ name: 'mail.example.org', for: ['127.0.0.1'] }, null);
  const { host, port, ...server } = await startSmtpEmulator({ security: 'starttls', identity, login });
  const parties = { from: login.user, to: 'kim@example.org' };
  return {
    settings: ChannelFile.parse({ id: 'mail', type: 'smtp', host, port, verifyTls: false, login, ...parties }),
    hang: () => {
      server.behave({ kind: 'hang', at: 'message' });
      return server.reached('message');
    },
    refuse: () => server.behave({ kind: 'say', at: 'RCPT', text: '550 5.1.1 no such mailbox' }),
    echo: () => server.behave({ kind: 'say', at: 'message', text: `451 ${ECHO}` }),
    taken: () => server.received.length,
    close: server.close,
  };
}
