/**
 * `watchbell token`: what other programs may do here, asked of the Watchbell that runs. A new token stands alone on standard output, so
 * that it can be piped; it is shown once.
 */
import { RIGHTS, type Right } from '../../../shared/model/token.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import type { Running } from '../running.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { withRunning } from './with-running.ts';

export type TokenAction =
  /** `rights`: as they were said, parted by commas. */
  | { readonly kind: 'add'; readonly name: string; readonly rights: string }
  | { readonly kind: 'list'; readonly json: boolean }
  | { readonly kind: 'revoke'; readonly id: string };

export function tokenCommand(own: Places, action: TokenAction, terminal: Terminal): Promise<ExitCode> {
  return withRunning(own, terminal, async (running) => {
    switch (action.kind) {
      case 'add':
        return add(running, action, terminal);
      case 'list':
        return list(running, action.json, terminal);
      case 'revoke': {
        const { accepted, text } = await running.ask('removeToken', { id: action.id });
        terminal.err(text);
        return accepted ? EXIT.well : EXIT.wrong;
      }
    }
  });
}

async function add(
  running: Running,
  { name, rights: said }: Extract<TokenAction, { kind: 'add' }>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const rights = rightsIn(said);
  if (typeof rights === 'string') {
    err(rights);
    return EXIT.badInput;
  }
  const { done, secret } = await running.ask('addToken', { name, rights: [...rights] });
  err(done.text);
  if (secret !== null) {
    out(secret);
  }
  return done.accepted ? EXIT.well : EXIT.wrong;
}

async function list(running: Running, json: boolean, { out, err }: Terminal): Promise<ExitCode> {
  const { tokens } = await running.ask('tokens', {});
  for (const token of tokens) {
    const { id, name, rights, by, at, usedAt } = token;
    const used = usedAt === null ? 'not used since the start' : `last used ${minute(usedAt)}`;
    out(json ? JSON.stringify(token) : `${id}  ${name}: ${rights.join(', ')}; made ${minute(at)} by ${by}; ${used}`);
  }
  if (tokens.length === 0) {
    err('No token was given out, or all were taken back');
  }
  return EXIT.well;
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

/** A text says which one is none. */
function rightsIn(said: string): readonly Right[] | string {
  const words = said.split(/[,\s]+/).filter((word) => word !== '');
  const wrong = words.find((word) => !isRight(word));
  if (wrong !== undefined || words.length === 0) {
    return `${JSON.stringify(wrong ?? said)} is no right${didYouMean(wrong ?? '', RIGHTS) || `; there are ${RIGHTS.join(', ')}`}`;
  }
  return words.filter(isRight);
}

const isRight = (word: string): word is Right => (RIGHTS as readonly string[]).includes(word);
