/**
 * A component's status set by hand and given back to its checks, as the contract's replies. What it means is decided by the rules.
 */
import type { Done, Replies } from '../../shared/contract/contract.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import { componentOf } from '../../shared/rules/watcher.ts';
import type { Core } from './core.ts';

export function createStatusCommands(core: Core): Pick<Replies, 'setStatus' | 'releaseStatus'> {
  const { clock, book } = core;
  return {
    async setStatus({ component, status, forMs, note }, by): Promise<Done> {
      const settings = componentOf(core.config(), component);
      const at = clock.now();
      const until = forMs === null ? null : at + forMs;
      const applied = settings && book.apply(component, { type: 'set-status', at, by, status, until, note });
      if (settings === undefined || applied === undefined || applied === null) {
        return { accepted: false, text: `There is no component ${component}` };
      }
      await applied.written;
      const howLong = forMs === null ? 'until it is released' : `for ${formatDuration(forMs)}`;
      return { accepted: true, text: `${settings.name} is set by hand ${howLong}; the checks go on` };
    },
    async releaseStatus({ component }, by): Promise<Done> {
      if ((book.get(component)?.byHand ?? null) === null) {
        return { accepted: false, text: 'Nothing to release: the checks say its status already' };
      }
      await book.apply(component, { type: 'release-status', at: clock.now(), by })?.written;
      return { accepted: true, text: 'Released: the checks say its status again' };
    },
  };
}
