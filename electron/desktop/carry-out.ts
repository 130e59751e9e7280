/**
 * Gives a command that did not come from the window (tray, notice button) to the same replies, and hears what became of it.
 */
import type { Asks, Replies } from '../../shared/contract/contract.ts';
import type { TrayRequest } from '../../shared/rules/tray/entry.ts';

/** Null when it was accepted, else why not, in words for whoever clicked. Never throws. */
export async function carryOut(replies: Replies, { name, ask }: TrayRequest, by: string): Promise<string | null> {
  const reply = replies[name] as (ask: Asks<typeof name>, by: string) => ReturnType<Replies[typeof name]>;
  try {
    const done = await reply(ask, by);
    return done.accepted ? null : done.text;
  } catch (error) {
    return `${name} failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}
