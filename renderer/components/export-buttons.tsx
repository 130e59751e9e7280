/**
 * Exports what the list would show, page by page, as a file made in the window: nothing is sent anywhere.
 */
import { useState } from 'react';
import type { AsksInput } from '../../shared/contract/contract.ts';
import type { WatchEvent } from '../../shared/model/event.ts';
import { useParts, useWords } from '../app/parts.tsx';
import { Button } from './button.tsx';
import { csvOf, jsonOf } from './event-export.ts';

const PAGE = 500;
/** More rows than this are asked for by a shorter range; the window must not eat a year of history. */
const MOST = 50_000;

export function ExportButtons({ question }: { readonly question: Omit<AsksInput<'events'>, 'beforeSeq' | 'limit'> }) {
  const { bridge, commands, clock } = useParts();
  const words = useWords();
  const [rows, setRows] = useState<number | null>(null);

  async function save(ending: 'csv' | 'json'): Promise<void> {
    const events: WatchEvent[] = [];
    setRows(0);
    try {
      for (;;) {
        const before = events.at(-1)?.seq;
        const page = await bridge.ask('events', {
          ...question,
          limit: PAGE,
          ...(before !== undefined && { beforeSeq: before }),
        });
        events.push(...page);
        setRows(events.length);
        if (page.length < PAGE || events.length >= MOST) {
          break;
        }
      }
      const text = ending === 'csv' ? csvOf(events) : jsonOf(events);
      offer(
        `watchbell-events-${new Date(clock.now()).toISOString().slice(0, 10)}.${ending}`,
        text,
        ending === 'csv' ? 'text/csv' : 'application/json',
      );
      commands.say(
        events.length >= MOST ? words.events.exportCut(events.length) : words.events.exported(events.length),
        true,
      );
    } catch (error) {
      commands.say(words.couldNotLoad(error instanceof Error ? error.message : String(error)), false);
    } finally {
      setRows(null);
    }
  }

  const busy = rows !== null;
  return (
    <span className="exports">
      <Button aria-disabled={busy} onClick={() => void (busy || save('csv'))}>
        {words.events.exportCsv}
      </Button>
      <Button aria-disabled={busy} onClick={() => void (busy || save('json'))}>
        {words.events.exportJson}
      </Button>
      {rows !== null && <span className="hint">{words.events.exporting(rows)}</span>}
    </span>
  );
}

/** Hands a text to the browser as a file to be saved. */
function offer(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
