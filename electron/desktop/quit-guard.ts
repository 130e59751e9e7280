/**
 * Asks before a person quits while on call.
 *
 * Signals and the system's own shutdown do not come by here: they are never held up.
 */
import type { QuitWarning } from '../../shared/rules/quit.ts';

/**
 * True when the app may quit. One question at a time: asked again meanwhile, the answer is no.
 * @param confirm puts the question; true only for a clear yes
 */
export function createQuitGuard(
  warning: () => QuitWarning | null,
  confirm: (lost: QuitWarning) => Promise<boolean>,
): () => Promise<boolean> {
  let asking = false;
  return async () => {
    const lost = warning();
    if (lost === null) {
      return true;
    }
    if (asking) {
      return false;
    }
    asking = true;
    try {
      return await confirm(lost);
    } finally {
      asking = false;
    }
  };
}
