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

  swap: {
    open: 'Swap…',
    list: 'Swaps that wait for an answer',
    hint: 'Nothing changes until the other one agrees; then both shifts do, together.',
    asks: (asker: string, other: string) => `${asker} asks ${other}`,
    gives: (schedule: string, gives: string, wants: string | null) =>
      `${schedule}: take ${gives}${wants === null ? '' : ` for ${wants}`}`,
    note: (note: string) => `“${note}”`,
    until: (clock: string) => `stands until ${clock}`,
    agree: (name: string) => `${name} agrees`,
    refuse: (name: string) => `${name} refuses`,
    withdraw: (name: string) => `${name} takes it back`,
    title: (schedule: string) => `Ask for a swap in ${schedule}`,
    asker: 'Who asks',
    give: 'Shift to give away',
    other: 'Who is asked',
    take: 'In exchange for',
    choose: 'Choose a shift',
    nothing: 'Nothing',
    noteField: 'Note for them',
    save: 'Ask',
    missing: {
      asker: 'Choose who asks.',
      other: 'Choose who is asked.',
      give: 'Choose the shift to give away.',
    },
  },
};
