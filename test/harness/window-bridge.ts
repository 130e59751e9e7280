/**
 * The main process as the window sees it, moved by a test: questions are remembered and answered, changes and losses are sent by hand.
 */
import type { Answers, Ask, AsksInput, Bridge } from '../../shared/contract/contract.ts';
import { contract } from '../../shared/contract/contract.ts';
import type { Change, Snapshot } from '../../shared/contract/view.ts';
import type { IncidentId } from '../../shared/model/ids.ts';
import { answerTo } from './window-answers.ts';

export interface FakeBridge extends Bridge {
  readonly asked: readonly { readonly name: Ask; readonly ask: unknown }[];
  /** The picture that the next snapshot shows. */
  picture: Snapshot;
  /** While true, questions get no answer at all; they are answered when it is set back. */
  deaf: boolean;
  /** Not null: every question fails with it. */
  broken: string | null;
  /** Answers one question in another way. */
  replies: { [A in Ask]?: (ask: AsksInput<A>) => Answers<A> };
  /** Sends a change, numbered by the test. */
  change(change: Change): void;
  lose(): void;
  show(incident: IncidentId | null): void;
  /** Listeners that are still there. */
  followers(): number;
}

export function fakeBridge(first: Snapshot, now: () => number): FakeBridge {
  const asked: { name: Ask; ask: unknown }[] = [];
  const followers = new Set<{ readonly onChange: (change: Change) => void; readonly onLost: () => void }>();
  const showers = new Set<Parameters<Bridge['onShow']>[0]>();
  let answerNow = () => {};
  let hearing = Promise.resolve();
  let deaf = false;

  async function ask<A extends Ask>(name: A, question: AsksInput<A>): Promise<Answers<A>> {
    asked.push({ name, ask: question });
    await hearing;
    if (bridge.broken !== null) {
      throw new Error(bridge.broken);
    }
    const reply = bridge.replies[name];
    return reply === undefined
      ? answerTo(name, contract[name].asks.parse(question) as never, bridge.picture, now())
      : reply(question as never);
  }

  const bridge: FakeBridge = {
    asked,
    picture: first,
    broken: null,
    replies: {},
    get deaf() {
      return deaf;
    },
    set deaf(value) {
      deaf = value;
      answerNow();
      if (value) {
        hearing = new Promise((resolve) => {
          answerNow = resolve;
        });
      }
    },
    ask,
    follow(onChange, onLost) {
      const follower = { onChange, onLost };
      followers.add(follower);
      return () => followers.delete(follower);
    },
    onShow(show) {
      showers.add(show);
      return () => showers.delete(show);
    },
    change: (change) => {
      for (const { onChange } of followers) {
        onChange(change);
      }
    },
    lose: () => {
      for (const { onLost } of followers) {
        onLost();
      }
    },
    show: (incident) => {
      for (const show of showers) {
        show({ incident });
      }
    },
    followers: () => followers.size + showers.size,
  };
  return bridge;
}
