/**
 * The history as a list, newest first: search, kind, older pages, export. New events wait while somebody points at the list.
 */
import { useEffect, useId, useMemo, useState } from 'react';
import type { AsksInput } from '../../shared/contract/contract.ts';
import type { EventType, WatchEvent } from '../../shared/model/event.ts';
import { useParts, useWords } from '../app/parts.tsx';
import { useAnswer } from '../app/use-answer.ts';
import { useHold } from '../app/use-hold.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { EventRow } from './event-row.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { Failed } from './failed.tsx';

const PAGE = 100;
/** How often the first page is looked at again, ms. */
const REFRESH_MS = 10_000;

export type Scope = Pick<AsksInput<'events'>, 'component' | 'from' | 'to'>;

export function EventList({ scope }: { readonly scope: Scope }) {
  const words = useWords();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<EventType | ''>('');
  const search = useSettled(text.trim());
  const question = { ...scope, ...(search !== '' && { text: search }), ...(kind !== '' && { types: [kind] }) };
  const kindId = useId();
  return (
    <>
      <div className="filter-bar">
        <label className="field-inline">
          <span className="field-name">{words.events.search}</span>
          <input
            data-filter=""
            type="search"
            maxLength={200}
            placeholder={words.events.searchHint}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <span className="field-inline">
          <label className="field-name" htmlFor={kindId}>
            {words.events.kind}
          </label>
          <select id={kindId} value={kind} onChange={(event) => setKind(event.target.value as EventType | '')}>
            <option value="">{words.events.allKinds}</option>
            {Object.entries(words.events.kinds).map(([type, name]) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </select>
        </span>
        <ExportButtons question={question} />
      </div>
      <Pages key={JSON.stringify(question)} question={question} />
    </>
  );
}

type Question = Omit<AsksInput<'events'>, 'beforeSeq' | 'limit'>;
type Listed = WatchEvent & { readonly id: number };

const listed = (events: readonly WatchEvent[]): readonly Listed[] =>
  events.map((event) => ({ ...event, id: event.seq }));
const gone = () => undefined;

function Pages({ question }: { readonly question: Question }) {
  const { bridge, commands } = useParts();
  const words = useWords();
  const [first, again] = useAnswer('events', { ...question, limit: PAGE }, REFRESH_MS);
  const [older, setOlder] = useState<readonly WatchEvent[]>([]);
  const [ended, setEnded] = useState(false);
  const live = useMemo(() => {
    const newest = first.kind === 'here' ? first.value : [];
    const known = new Set(newest.map(({ seq }) => seq));
    return listed([...newest, ...older.filter(({ seq }) => !known.has(seq))]);
  }, [first, older]);
  const { rows, waiting, handlers, release } = useHold(live, gone);
  const last = rows.at(-1);

  async function loadOlder(): Promise<void> {
    if (last === undefined) {
      return;
    }
    try {
      const page = await bridge.ask('events', { ...question, beforeSeq: last.seq, limit: PAGE });
      // Before the first "older" the first page still slides; from then on what has been seen is kept.
      setOlder((pages) => [...(pages.length === 0 ? rows : pages), ...page]);
      setEnded(page.length < PAGE);
      release();
    } catch (error) {
      commands.say(words.couldNotLoad(error instanceof Error ? error.message : String(error)), false);
    }
  }

  if (first.kind === 'failed') {
    return <Failed why={first.why} onAgain={again} />;
  }
  if (first.kind === 'loading') {
    return <p className="hint">{words.loading}</p>;
  }
  if (rows.length === 0) {
    return <EmptyState title={words.events.none} hint={words.events.noneHint} />;
  }
  return (
    <>
      <div className="list-head">
        <p className="hint">{words.events.shown(rows.length)}</p>
        {waiting.length > 0 && (
          <Button look="primary" title={words.now.waitingHint} onClick={release}>
            {words.events.newer(waiting.length)}
          </Button>
        )}
      </div>
      <ol className="events" {...handlers}>
        {rows.map((event) => (
          <EventRow key={event.seq} event={event} />
        ))}
      </ol>
      {ended || (older.length === 0 && rows.length < PAGE) ? (
        <p className="hint">{words.events.oldest}</p>
      ) : (
        <Button onClick={() => void loadOlder()}>{words.events.older}</Button>
      )}
    </>
  );
}

/** The value once it has stood still for a moment: a search for every letter would be ten questions for one answer. */
function useSettled(value: string): string {
  const { clock } = useParts();
  const [settled, setSettled] = useState(value);
  useEffect(() => clock.after(250, () => setSettled(value)), [value, clock]);
  return settled;
}
