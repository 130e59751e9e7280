/**
 * The one line of an agent (HAProxy configuration manual, `agent-check`), and what it makes of what the agent said before.
 *
 * Pure. HAProxy ignores what it does not understand and keeps its old opinion; whoever watches must say it instead. What an
 * agent takes back only by another word (`down` lasts until `up`, `drain` until `ready`) lasts here as it does there.
 */
import type { Failure } from '../../shared/model/observation.ts';
import { oneLine } from './words.ts';

/** What the agent has said of itself and not taken back. */
export interface AgentState {
  /** The word of the last health word: `up`, `down`, `fail`, `failed`, `stopped`. Null: none yet, which HAProxy takes for up. */
  readonly health: string | null;
  readonly admin: 'ready' | 'drain' | 'maint';
  /** The text after `#`, of the last line that had a health or an admin word. */
  readonly said: string;
  /** Percent of the configured weight; null: never told. */
  readonly weight: number | null;
  /** Null: never told. */
  readonly maxConnections: number | null;
}

/** Nothing heard yet. */
export const SILENT_AGENT: AgentState = { health: null, admin: 'ready', said: '', weight: null, maxConnections: null };

/** One line in its words; words that nobody knows are kept to be told. */
export interface AgentLine {
  readonly health: string | null;
  readonly admin: AgentState['admin'] | null;
  readonly weight: number | null;
  readonly maxConnections: number | null;
  readonly said: string;
  readonly unknown: readonly string[];
}

/** `failed` is not in the manual, but what else can it mean. */
const DOWN: ReadonlySet<string> = new Set(['down', 'fail', 'failed', 'stopped']);

/** The first line without its end (CR or LF); null while it has none. */
export function wholeLine(received: string): string | null {
  const end = received.search(/[\r\n]/);
  return end < 0 ? null : received.slice(0, end);
}

/** Words parted by blanks, tabs and commas, in any case; the last of a kind wins; a text after a `#` that begins a word. */
export function parseAgentLine(line: string): AgentLine {
  const parsed: { -readonly [K in keyof AgentLine]: AgentLine[K] } & { unknown: string[] } = {
    health: null,
    admin: null,
    weight: null,
    maxConnections: null,
    said: '',
    unknown: [],
  };
  const comment = /(?:^|[ \t,])#/.exec(line);
  const words = comment === null ? line : line.slice(0, comment.index);
  parsed.said = comment === null ? '' : oneLine(line.slice(comment.index + comment[0].length));
  for (const written of words.split(/[ \t,]+/).filter((word) => word !== '')) {
    const word = written.toLowerCase();
    const percent = /^(?:weight:)?(\d{1,6})%$/.exec(word);
    const connections = /^maxconn:(\d{1,9})$/.exec(word);
    if (word === 'up' || DOWN.has(word)) {
      parsed.health = word;
    } else if (word === 'ready' || word === 'drain' || word === 'maint') {
      parsed.admin = word;
    } else if (percent) {
      parsed.weight = Number(percent[1]);
    } else if (connections) {
      parsed.maxConnections = Number(connections[1]);
    } else {
      parsed.unknown.push(oneLine(written));
    }
  }
  return parsed;
}

/** What the agent stands by after one more line. */
export function heardAgent(state: AgentState, line: AgentLine): AgentState {
  const spoke = line.health !== null || line.admin !== null;
  return {
    health: line.health ?? state.health,
    admin: line.admin ?? state.admin,
    said: spoke ? line.said : state.said,
    weight: line.weight ?? state.weight,
    maxConnections: line.maxConnections ?? state.maxConnections,
  };
}

/**
 * Pass (null), failing, or out of service on purpose. Maintenance explains a `down`; draining does not: those who are still
 * being served need it alive. A weight of 0 drains as well.
 */
export function judgeAgent(line: AgentLine, state: AgentState): Omit<Failure, 'phase'> | null {
  const heard = line.health ?? line.admin ?? line.weight ?? line.maxConnections;
  if (heard === null) {
    return { kind: 'wrong-content', detail: notUnderstood(line) };
  }
  const why = state.said === '' ? '' : `: ${state.said}`;
  if (state.admin === 'maint') {
    return { kind: 'draining', detail: `in maintenance by its agent (maint)${why}` };
  }
  if (state.health !== null && DOWN.has(state.health)) {
    return { kind: 'said-failing', detail: `its agent says ${state.health}${why}` };
  }
  if (state.admin === 'drain') {
    return { kind: 'draining', detail: `draining by its agent (drain)${why}` };
  }
  return state.weight === 0 ? { kind: 'draining', detail: `takes nothing new: its agent says 0%${why}` } : null;
}

function notUnderstood({ unknown: [first], said }: AgentLine): string {
  if (first === undefined) {
    return said === '' ? 'the agent answered an empty line' : 'the agent answered a comment and no word';
  }
  const hash = first.indexOf('#');
  return hash > 0
    ? `the agent answered "${first}", which HAProxy ignores: a blank is missing before the #`
    : `the agent answered "${first}", which is no word of HAProxy's agent-check`;
}
