/**
 * One channel: what it is, where it goes, what it can and cannot do, and what became of its last page.
 */
import type { ChannelView, Shape } from '../../../shared/contract/view.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { PageState } from '../../../shared/model/page.ts';
import { useWords } from '../../app/parts.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Ago } from '../../components/times.tsx';
import { TestPage } from './test-page.tsx';

/** A channel that never proved itself is not called well. */
const SHAPE_OF: Readonly<Record<PageState, Shape>> = {
  queued: 'suspect',
  trying: 'suspect',
  accepted: 'calm',
  delivered: 'calm',
  refused: 'down',
  expired: 'down',
  withdrawn: 'blind',
};

export function ChannelCard({ channel, person }: { readonly channel: ChannelView; readonly person: PersonId | null }) {
  const words = useWords();
  const { channels: own } = words;
  const { type, target, can, last, id } = channel;
  return (
    <article className="channel" data-row="" tabIndex={-1} aria-label={`${own.types[type]} ${target}`}>
      <header className="channel-head">
        <StateMark shape={last === null ? 'blind' : SHAPE_OF[last.state]} />
        <h3>{own.types[type]}</h3>
        <span className="channel-target">{target}</span>
      </header>
      <p className={last !== null && SHAPE_OF[last.state] === 'down' ? 'problem' : ''}>
        {last === null ? (
          own.neverUsed
        ) : (
          <>
            <Phrase say={(ago) => own.last(ago, words.incident.page[last.state])}>
              <Ago at={last.at} />
            </Phrase>
            {last.reason !== null && `, ${last.reason}`}
          </>
        )}
      </p>
      <p className="hint">
        {[
          can.acknowledge ? own.can.acknowledge : own.can.noAcknowledge,
          can.delivery ? own.can.delivery : own.can.noDelivery,
          can.idempotent ? own.can.idempotent : own.can.notIdempotent,
          own.can.rate(can.rate.pages, words.time.length(can.rate.perMs)),
        ].join(' · ')}
      </p>
      <TestPage question={{ person, channel: id }} label={own.test} />
    </article>
  );
}
