/**
 * Commands given in the window, and what became of each, in words. A command that failed is said so and stays said.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answers, Ask, AsksInput, Bridge, Done } from '../../shared/contract/contract.ts';
import type { Words } from '../texts/words.ts';
import type { Clock } from './clock.ts';

/** The questions that are answered with what was done. */
export type Command = { [A in Ask]: Answers<A> extends Done ? A : never }[Ask];

/** What the last command came to. `id` tells two equal texts apart. */
export interface Outcome {
  readonly id: number;
  readonly text: string;
  readonly ok: boolean;
}

export interface CommandState {
  readonly outcome: Outcome | null;
  /** Commands under way, by name and question: their buttons wait. */
  readonly busy: ReadonlySet<string>;
}

/** A good outcome has been read after this long (ms); a bad one stays until it is closed. */
const READ_MS = 8_000;

export interface Commands {
  readonly store: StoreApi<CommandState>;
  run<A extends Command>(name: A, question: AsksInput<A>): Promise<Done>;
  /** Says something that is not the answer to a command. */
  say(text: string, ok: boolean): void;
  close(): void;
}

/** The name under which a command is busy. */
export function busyKey(name: Command, question: unknown): string {
  return `${name} ${JSON.stringify(question)}`;
}

export function createCommands(bridge: Bridge, clock: Clock, words: Words): Commands {
  const store = createStore<CommandState>(() => ({ outcome: null, busy: new Set() }));
  let said = 0;
  let cancel = () => {};

  function say(text: string, ok: boolean): void {
    cancel();
    said += 1;
    store.setState({ outcome: { id: said, text, ok } });
    if (ok) {
      cancel = clock.after(READ_MS, close);
    }
  }

  function close(): void {
    cancel();
    store.setState({ outcome: null });
  }

  async function run<A extends Command>(name: A, question: AsksInput<A>): Promise<Done> {
    const key = busyKey(name, question);
    if (store.getState().busy.has(key)) {
      return { accepted: false, text: words.commands.underWay };
    }
    store.setState(({ busy }) => ({ busy: new Set(busy).add(key) }));
    const done = await bridge.ask(name, question).then(
      (answer): Done => answer as Done,
      (error: unknown): Done => ({
        accepted: false,
        text: words.commands.failed(error instanceof Error ? error.message : String(error)),
      }),
    );
    store.setState(({ busy }) => ({ busy: new Set([...busy].filter((other) => other !== key)) }));
    say(done.text, done.accepted);
    return done;
  }

  return { store, run, say, close };
}
