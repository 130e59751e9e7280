/**
 * English: who may call whom.
 */
import type { Visibility } from '../../../shared/model/page-me.ts';

const SEEN = {
  everyone: 'everybody may call',
  listed: 'by link only',
  nobody: 'nobody may call',
} satisfies Record<Visibility, string>;

export const pageLinks = {
  pageLinks: {
    open: 'Who may call…',
    title: 'Who may call',
    hint: 'Whoever gets a link can call by it, and sees who has answered. Take it back, and it opens nothing.',
    noCard: 'Nobody can be called: no person, schedule or policy has `pageMe` in the configuration.',
    whom: 'Whom it calls',
    card: (name: string, visible: Visibility) => `${name} (${SEEN[visible]})`,
    for: 'Who gets it',
    make: 'Make a link',
    address: 'Address, shown once',
    everybody: 'For everybody',
    given: 'Links that were given out',
    calls: (name: string) => `calls ${name}, since`,
    takeBack: 'Take back',
  },
};
