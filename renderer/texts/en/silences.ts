/**
 * English: silences.
 */
import { plural } from './said.ts';

export const silences = {
  silences: {
    title: (amount: number) => plural(amount, 'silence'),
    hint: 'Nobody is paged about these. They are watched and shown as they are.',
    because: (by: string, reason: string) => `${by}: ${reason}.`,
    holding: (amount: number) => `Keeps back ${plural(amount, 'incident')}.`,
    until: (clock: string) => `until ${clock}`,
    endsSoon: (clock: string) => `ends at ${clock}`,
    untilWell: 'Until it is well again',
    longer: '1 h longer',
    end: 'End now',
    menu: 'Silence…',
    dialogTitle: (name: string) => `Silence ${name}`,
    dialogHint:
      'Nobody is paged about it meanwhile, also not about what comes new. What is still wrong afterwards is said then.',
    save: 'Silence',
    reason: 'Reason',
    reasonHint: 'For whoever wonders at night',
  },
};
