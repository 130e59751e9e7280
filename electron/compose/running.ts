/**
 * Questions of the command line to the Watchbell that runs: the same contract as the window's, through the same guarded door.
 */
import type { Answers, Ask, AsksInput } from '../../shared/contract/contract.ts';
import { COMMAND_LINE_HEADER } from '../server/ask.ts';
import { openSession } from '../server/session.ts';
import { readDoor } from './door.ts';

export interface Running {
  /** Throws with the server's own words when it refuses, or when it is not there any more. */
  ask<A extends Ask>(name: A, question: AsksInput<A>): Promise<Answers<A>>;
  /** What stands at an address of the local server, like `metrics`. Throws as `ask` does. */
  read(path: string): Promise<string>;
}

const NOBODY =
  'No Watchbell is running with this data folder: start the app or `watchbell serve`, or name the folder with --state';

/** A question is answered from memory; longer than this (ms) nobody is there. */
const PATIENCE_MS = 15_000;

/** A text says why there is nobody to ask, and what to do. */
export async function findRunning(stateFolder: string): Promise<Running | string> {
  const door = await readDoor(stateFolder);
  if (door === null) {
    return NOBODY;
  }
  const { url, token } = door;
  const cookie = openSession(token).open().cookie.split(';')[0] ?? '';
  const headers = { 'content-type': 'application/json', cookie, [COMMAND_LINE_HEADER]: 'yes' };
  async function textOf(path: string, request: RequestInit): Promise<string> {
    const response = await fetch(new URL(path, url), { ...request, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
      () => {
        throw new Error(NOBODY);
      },
    );
    const text = await response.text();
    if (!response.ok) {
      throw new Error(wordsOf(text) ?? `${response.status} ${response.statusText}`);
    }
    return text;
  }
  async function ask<A extends Ask>(name: A, question: AsksInput<A>): Promise<Answers<A>> {
    const text = await textOf(`api/ask/${name}`, { method: 'POST', headers, body: JSON.stringify(question) });
    return JSON.parse(text) as Answers<A>;
  }
  return { ask, read: (path) => textOf(path, { headers: { cookie } }) };
}

function wordsOf(text: string): string | null {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : null;
  } catch {
    return null; // not one of our answers
  }
}
