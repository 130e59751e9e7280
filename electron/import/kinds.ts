/** What can be imported, by the name it has on the command line. */
export const KINDS = ['gatus', 'uptime-kuma', 'prometheus', 'nagios', 'practable'] as const;
export type Kind = (typeof KINDS)[number];
