/** `watchbell page --test <person>`: a test page by each of a person's channels, every hop shown. */
import { PersonId } from '../../../shared/model/ids.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import { createSpeaker } from '../../desktop/sound/speaker.ts';
import { forgetful } from '../../engine/memories.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { createTestPage } from '../../engine/test-page.ts';
import { createLinuxNotice } from '../../paging/channels/native-linux.ts';
import { createChannels } from '../../paging/channels/registry.ts';
import { createPrograms } from '../../probes/child.ts';
import { soundVolume } from '../sounding.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

export async function testPageCommand(places: Places, person: string, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  const { config } = loaded;
  const id = PersonId.safeParse(person);
  if (!id.success || !config.people.has(id.data)) {
    const known = [...config.people.keys()];
    const hint = didYouMean(person, known) || `; it has ${known.join(', ') || 'nobody at all'}`;
    terminal.err(`There is nobody called ${JSON.stringify(person)} in ${places.configPath}${hint}`);
    return EXIT.badInput;
  }
  const speaker = createSpeaker({ clock: systemClock, volume: () => soundVolume(config) });
  const channels = createChannels({
    notice: createLinuxNotice({ clock: systemClock }),
    sound: speaker,
    programs: createPrograms(),
  });
  const send = createTestPage({
    clock: systemClock,
    channels,
    memoryOf: forgetful,
    config: () => config,
    state: { deliveries: new Map() },
    write: () => Promise.resolve(),
    touch: () => undefined,
    personName: (other) => config.people.get(other)?.name ?? other,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const { done, hops } = await send({ person: id.data, channel: null }, 'the command line');
  for (const { channelId, delivery, tookMs } of hops) {
    const words = 'reason' in delivery ? delivery.reason : delivery.reference;
    terminal.out(`${delivery.status.padEnd(10)} ${channelId}  ${tookMs} ms${words === undefined ? '' : `: ${words}`}`);
  }
  terminal.err(done.text);
  await channels.close();
  speaker.close();
  return hops.every(({ delivery }) => delivery.status === 'accepted' || delivery.status === 'delivered')
    ? EXIT.well
    : EXIT.wrong;
}
