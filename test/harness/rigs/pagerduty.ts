import { ChannelFile } from '../../../shared/model/channel.ts';
import { problem, startPagerDutyEmulator } from '../pagerduty-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function pagerDutyRig(): Promise<Rig> {
  const routingKey = SECRETS[6];
  const pagerDuty = await startPagerDutyEmulator({ routingKey });
  return {
    settings: ChannelFile.parse({ id: 'pd', type: 'pagerduty', routingKey, baseUrl: pagerDuty.url }),
    hang: () => {
      pagerDuty.behave({ kind: 'hang' });
      return pagerDuty.arrived(pagerDuty.requests.length + 1);
    },
    refuse: () => pagerDuty.behave({ kind: 'answer', ...problem(["'payload.source' is missing or blank"]) }),
    echo: () => pagerDuty.behave({ kind: 'answer', ...problem([ECHO], 500) }),
    taken: () => pagerDuty.alerts().length,
    close: pagerDuty.close,
  };
}
