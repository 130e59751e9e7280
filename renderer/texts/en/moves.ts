/**
 * English: moves between people: taking over, handing over, swapping.
 */
export const moves = {
  move: {
    open: 'Take over / hand over…',
    title: (schedule: string) => `Who is on call in ${schedule} from now on`,
    hint: 'Both are told. It ends by itself with the running shift.',
    giver: 'In the place of',
    taker: 'On call from now on',
    until: 'Until (empty: the shift ends)',
    note: 'Note for them',
    reassign: (names: string) => `Give them what is open, too: ${names}`,
    save: 'Change now',
    missing: {
      taker: 'Choose who is on call from now on.',
      time: 'That time is not complete.',
    },
  },
};
