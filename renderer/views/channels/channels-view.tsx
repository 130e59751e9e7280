/**
 * How each person can be reached: what each channel can do here, whether it worked last time, and a test that shows every hop.
 */
import { useMemo } from 'react';
import type { ChannelView } from '../../../shared/contract/view.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { World } from '../../app/mirror.ts';
import { useWords, useWorld } from '../../app/parts.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ChannelCard } from './channel-card.tsx';
import { TestPage } from './test-page.tsx';

const peopleOf = (world: World) => world.people;
const channelsOf = (world: World) => world.channels;

export function ChannelsView() {
  const words = useWords();
  const people = useWorld(peopleOf);
  const channels = useWorld(channelsOf);
  const byId = useMemo(() => new Map(channels.map((channel) => [channel.id, channel])), [channels]);
  const shared = channels.filter((channel) => channel.people.length === 0);
  return (
    <>
      <h1 tabIndex={-1} className="view-title">
        {words.views.channels}
      </h1>
      {people.length === 0 && channels.length === 0 && (
        <EmptyState title={words.channels.none} hint={words.channels.noneHint} />
      )}
      {people.map((person) => (
        <section key={person.id} className="section" aria-label={person.name}>
          <h2>{person.name}</h2>
          <Channels
            channels={person.channels.map((id) => byId.get(id)).filter((channel) => channel !== undefined)}
            person={person.id}
          />
          {person.channels.length > 1 && (
            <TestPage question={{ person: person.id, channel: null }} label={words.channels.testAll(person.name)} />
          )}
        </section>
      ))}
      {shared.length > 0 && (
        <section className="section">
          <h2>
            {words.channels.team} <span className="hint">{words.channels.teamHint}</span>
          </h2>
          <Channels channels={shared} person={null} />
        </section>
      )}
    </>
  );
}

interface ChannelsProps {
  readonly channels: readonly ChannelView[];
  readonly person: PersonId | null;
}

function Channels({ channels, person }: ChannelsProps) {
  const words = useWords();
  if (channels.length === 0) {
    return <p className="problem">{words.channels.noChannels}</p>;
  }
  return (
    <ul className="channels">
      {channels.map((channel) => (
        <li key={channel.id}>
          <ChannelCard channel={channel} person={person} />
        </li>
      ))}
    </ul>
  );
}
