/**
 * `watchbell page-link`: who may call whom, asked of the Watchbell that runs. The address of a new link stands alone on standard output,
 * so that it can be piped; it is shown once.
 */
import type { CardView } from '../../../shared/contract/asks/page-links.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import type { Running } from '../running.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { withRunning } from './with-running.ts';

export type PageLinkAction =
  /** `for`: id or name of a person, schedule or policy; `name`: who gets it. */
  | { readonly kind: 'add'; readonly for: string; readonly name: string }
  | { readonly kind: 'list'; readonly json: boolean }
  | { readonly kind: 'revoke'; readonly id: string };

export function pageLinkCommand(own: Places, action: PageLinkAction, terminal: Terminal): Promise<ExitCode> {
  return withRunning(own, terminal, async (running) => {
    switch (action.kind) {
      case 'add':
        return add(running, action, terminal);
      case 'list':
        return list(running, action.json, terminal);
      case 'revoke': {
        const { accepted, text } = await running.ask('removePageLink', { id: action.id });
        terminal.err(text);
        return accepted ? EXIT.well : EXIT.wrong;
      }
    }
  });
}

async function add(
  running: Running,
  { for: said, name }: Extract<PageLinkAction, { kind: 'add' }>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const { cards } = await running.ask('pageLinks', {});
  const card = cardIn(cards, said);
  if (typeof card === 'string') {
    err(card);
    return EXIT.badInput;
  }
  const { done, url } = await running.ask('addPageLink', { card: card.id, name });
  err(done.text);
  if (url !== null) {
    out(url);
  }
  return done.accepted ? EXIT.well : EXIT.wrong;
}

async function list(running: Running, json: boolean, { out, err }: Terminal): Promise<ExitCode> {
  const { links, everybody } = await running.ask('pageLinks', {});
  for (const link of links) {
    const { id, to, name, by, at } = link;
    const made = new Date(at).toISOString().slice(0, 16);
    out(json ? JSON.stringify(link) : `${id}  ${name} calls ${to}; made ${made}Z by ${by}`);
  }
  if (links.length === 0) {
    err('No link was given out, or all were taken back');
  }
  if (everybody !== null) {
    err(`For everybody: ${everybody}`);
  }
  return EXIT.well;
}

/** By the card's id (`person/kim`), the id behind it, or the name, whatever its case. A text says what was wrong. */
function cardIn(cards: readonly CardView[], said: string): CardView | string {
  const wanted = said.toLowerCase();
  const found = cards.filter(
    ({ id, name }) => id === said || id.slice(id.indexOf('/') + 1) === said || name.toLowerCase() === wanted,
  );
  const [only, ...others] = found;
  if (only === undefined) {
    const known = cards.map(({ id }) => id);
    const hint = didYouMean(said, [...known, ...known.map((id) => id.slice(id.indexOf('/') + 1))]);
    return cards.length === 0
      ? 'Nobody can be called: no person, schedule or policy has `pageMe` in the configuration'
      : `Nobody called ${JSON.stringify(said)} has a page-me card${hint || `; there are ${known.join(', ')}`}`;
  }
  return others.length === 0
    ? only
    : `${JSON.stringify(said)} is several: say ${found.map(({ id }) => id).join(' or ')}`;
}
