/**
 * What is kept over a restart of the word about experiments: their health, and what readers of mails were told.
 */
import { ExperimentHealth } from '../../../../shared/model/practable/health.ts';
import { MailLedger } from '../../../../shared/model/practable/mail-ledger.ts';
import type { SystemId } from '../../../../shared/model/practable/settings.ts';
import { createShelf, type Shelf } from '../../cachet/shelf.ts';

export interface WordShelves {
  /** By `experimentKey`. */
  readonly healths: Shelf<ExperimentHealth>;
  /** By system. */
  readonly mails: Shelf<MailLedger>;
}

export const experimentKey = (system: SystemId, stub: string): string => `${system}/${stub}`;

/** @param restored the store's values */
export function openWordShelves(restored: ReadonlyMap<string, unknown>): WordShelves {
  const byExperiment = ({ system, stub }: { readonly system: SystemId; readonly stub: string }) =>
    experimentKey(system, stub);
  return {
    healths: createShelf<ExperimentHealth>('practable-health', ExperimentHealth, restored, byExperiment),
    mails: createShelf<MailLedger>('practable-mail', MailLedger, restored, ({ system }) => system),
  };
}
