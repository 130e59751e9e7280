/**
 * "Send me a test page": sends it, and shows every hop with what it said and how long it took.
 */
import { useState } from 'react';
import type { Answers, AsksInput, TestHop } from '../../../shared/contract/contract.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { Button } from '../../components/button.tsx';
import { StateMark } from '../../components/state-mark.tsx';

interface TestPageProps {
  readonly question: AsksInput<'testPage'>;
  readonly label: string;
}

type Progress =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'done'; readonly answer: Answers<'testPage'> }
  | { readonly kind: 'failed'; readonly why: string };

export function TestPage({ question, label }: TestPageProps) {
  const { bridge } = useParts();
  const words = useWords();
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const sending = progress.kind === 'sending';

  async function send(): Promise<void> {
    setProgress({ kind: 'sending' });
    try {
      setProgress({ kind: 'done', answer: await bridge.ask('testPage', question) });
    } catch (error) {
      setProgress({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <div className="test-page">
      <Button aria-disabled={sending} aria-busy={sending} onClick={() => void (sending || send())}>
        {sending ? words.channels.testing : label}
      </Button>
      <div aria-live="polite">
        {progress.kind === 'failed' && <p className="problem">{words.commands.failed(progress.why)}</p>}
        {progress.kind === 'done' && (
          <>
            <p className={progress.answer.done.accepted ? '' : 'problem'}>{progress.answer.done.text}</p>
            {progress.answer.hops.length === 0 ? (
              <p className="hint">{words.channels.noHops}</p>
            ) : (
              <ol className="hops">
                {progress.answer.hops.map((hop) => (
                  <Hop key={hop.page.id} hop={hop} />
                ))}
              </ol>
            )}
          </>
        )}
      </div>
    </div>
  );
}

const channelsOf = (world: World) => world.channels;

function Hop({ hop: { channelId, delivery, tookMs, page } }: { readonly hop: TestHop }) {
  const words = useWords();
  const channel = useWorld(channelsOf).find(({ id }) => id === channelId);
  const bad = delivery.status === 'refused' || delivery.status === 'try-later';
  const name = channel === undefined ? channelId : `${words.channels.types[channel.type]} ${channel.target}`;
  return (
    <li className={bad ? 'hop problem' : 'hop'}>
      <StateMark shape={bad ? 'down' : 'calm'} />
      <span>
        {words.channels.hop(name, words.channels.verdicts[delivery.status], words.time.latency(tookMs))}
        {(delivery.status === 'refused' || delivery.status === 'try-later') && `: ${delivery.reason}`}
        {(delivery.status === 'accepted' || delivery.status === 'delivered') && delivery.reference !== undefined && (
          <span className="hint"> {delivery.reference}</span>
        )}
        <span className="hint"> {page.because}</span>
      </span>
    </li>
  );
}
