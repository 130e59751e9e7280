/**
 * English: what a time cost the people on call.
 */
export const report = {
  report: {
    title: 'What it cost',
    hint: 'From the history: pages about trouble that went out, nights from 22:00 to 07:00 on everybody’s own clock.',
    ranges: { week: 'Last 7 days', month: 'Last 30 days', quarter: 'Last 90 days' },
    incidents: 'Incidents',
    mtta: 'Time to acknowledge',
    mttr: 'Time to repair',
    mean: (length: string, of: number) => `${length} in the mean of ${of}`,
    noAck: 'nobody acknowledged any',
    noneOver: 'none is over',
    pages: 'Who was paged',
    pagesColumns: ['Who', 'Pages', 'At night', 'Nights broken'],
    balance: (schedule: string) => `On call in ${schedule}`,
    balanceColumns: ['Who', 'In all', 'Nights', 'Weekends'],
    hours: (ms: number) => `${Math.round(ms / 360_000) / 10} h`,
    nobody: 'Nobody.',
  },
};
