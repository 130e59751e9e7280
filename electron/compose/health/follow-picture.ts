/**
 * What the health port can tell of the watch, kept true to the engine's feed: open incidents, who is on call, one component.
 *
 * There is no session before that port: what would be painted over in a log is painted over here.
 */
import type { Change, ComponentView, Snapshot } from '../../../shared/contract/view.ts';
import type { ComponentId } from '../../../shared/model/ids.ts';
import { foldGlance, type Glance, glanceOf } from '../../../shared/rules/glance.ts';
import type { HealthPicture, Subject } from '../../../shared/rules/health-port/picture.ts';
import { worstFirst } from '../../../shared/rules/incident-order.ts';
import type { Engine } from '../../engine/engine.ts';

/** A list for people; what is more is a number. */
const MOST_ALERTS = 100;

export interface FollowPictureOptions {
  readonly feed: Engine['feed'];
  /** The component that is spoken for; undefined: none. */
  readonly component: () => ComponentId | undefined;
  /** Paints over what is secret. */
  readonly clean: (text: string) => string;
  readonly tell: (picture: HealthPicture) => void;
}

export interface FollowedPicture {
  /** Another component may be spoken for. */
  lookAgain(): void;
  stop(): void;
}

export function followPicture({ feed, component, clean, tell }: FollowPictureOptions): FollowedPicture {
  let glance: Glance | null = null;
  let subject: Subject | null = null;

  function look(): void {
    const snapshot = feed.snapshot();
    glance = glanceOf(snapshot);
    subject = subjectIn(snapshot.components, null);
    say(glance);
  }

  function subjectIn(components: Snapshot['components'], before: Subject | null): Subject | null {
    const found = components.find(({ id }) => id === component());
    return found === undefined ? before : subjectOf(found, clean);
  }

  function hear(change: Change): void {
    const next = glance && foldGlance(glance, change);
    if (glance === null || next === null) {
      look(); // one was missed, or nothing has been seen yet
      return;
    }
    const spoken = change.removedComponents?.some((id) => id === component())
      ? null
      : subjectIn(change.components ?? [], subject);
    const differs = spoken !== subject || next.incidents !== glance.incidents || next.onCall !== glance.onCall;
    glance = next;
    subject = spoken;
    if (differs) {
      say(next);
    }
  }

  function say({ incidents, onCall }: Glance): void {
    const open = worstFirst(incidents);
    tell({
      alerts: open.slice(0, MOST_ALERTS).map(({ since, severity, state, componentName, cause }) => {
        return { since, severity, state, component: componentName, cause: clean(cause) };
      }),
      open: open.length,
      onCall: onCall.map(({ name, now }) => ({
        schedule: name,
        people: now.map(({ name: who, until }) => ({ name: who, until })),
      })),
      subject,
    });
  }

  // Listening before looking: what happens in between is in the snapshot, or comes with a later number.
  const stop = feed.subscribe(hear);
  look();
  return { lookAgain: look, stop };
}

function subjectOf({ status, because, maintenance }: ComponentView, clean: (text: string) => string): Subject {
  return { status, because: clean(because), maintenance: maintenance?.name ?? null };
}
