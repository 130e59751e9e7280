import { ChannelFile } from '../../../shared/model/channel.ts';
import { said, startSlackEmulator } from '../slack-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function slackRig(): Promise<Rig> {
  const slack = await startSlackEmulator({ token: SECRETS[1] });
  return {
    settings: ChannelFile.parse({ id: 'chat', type: 'slack', webhookUrl: slack.webhookUrl }),
    hang: () => {
      slack.behave({ kind: 'hang' });
      return slack.arrived(slack.requests.length + 1);
    },
    refuse: () => slack.behave({ kind: 'answer', ...said(404, 'no_service') }),
    echo: () => slack.behave({ kind: 'answer', ...said(500, ECHO) }),
    taken: () => slack.received.length,
    close: slack.close,
  };
}
