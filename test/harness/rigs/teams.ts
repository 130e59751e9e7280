import { ChannelFile } from '../../../shared/model/channel.ts';
import { problem, startTeamsEmulator } from '../teams-emulator.ts';
import { ECHO, type Rig, SECRETS } from './rig.ts';

export async function teamsRig(): Promise<Rig> {
  const teams = await startTeamsEmulator({ signature: SECRETS[1] });
  return {
    settings: ChannelFile.parse({ id: 'chat', type: 'teams', webhookUrl: teams.webhookUrl }),
    hang: () => {
      teams.behave({ kind: 'hang' });
      return teams.arrived(teams.requests.length + 1);
    },
    refuse: () =>
      teams.behave({ kind: 'answer', ...problem(404, 'WorkflowNotFound', 'The workflow could not be found.') }),
    echo: () => teams.behave({ kind: 'answer', ...problem(500, 'InternalServerError', ECHO) }),
    taken: () => teams.received.length,
    close: teams.close,
  };
}
