/**
 * What people outside are to reach: an address that can carry a path, that nobody reads on the way, and that leads to us; a pager
 * number or a mail name that means one card; a channel by which they can be answered.
 */
import type { ConfigFile } from '../../model/config.ts';
import { isLoopback } from '../target.ts';
import type { Complaint, Path } from './complaint.ts';
import { repeated, type Use } from './unique.ts';

/** As often as words are looked at. */
const SHORTEST_STALE_MS = 60_000;

export function outsideComplaints(file: ConfigFile): readonly Complaint[] {
  const { publicUrl } = file.settings;
  const pagers = cardsIn(file).flatMap(({ card: { pager }, path }) =>
    pager === undefined ? [] : [{ name: pager, path: [...path, 'pager'] }],
  );
  const mails = cardsIn(file).flatMap(({ card: { mail }, path }) =>
    mail === undefined ? [] : [{ name: mail.toLowerCase(), path: [...path, 'mail'] }],
  );
  const staleAfter = file.settings.cachet?.staleAfter;
  const message = 'is continued by a path: leave out what stands behind ? or #, and any login';
  return [
    ...(publicUrl !== undefined && /[?#]|\/\/[^/]*@/.test(publicUrl)
      ? [{ path: ['settings', 'publicUrl'], message }]
      : []),
    ...(staleAfter !== undefined && staleAfter < SHORTEST_STALE_MS
      ? [
          {
            path: ['settings', 'cachet', 'staleAfter'],
            message: 'must be at least 1m: words are looked at once a minute',
          },
        ]
      : []),
    ...repeated('pager number', pagers, 'each calls one card'),
    ...repeated('mail name', [...mails, ...sourcesByMail(file)], 'each is for one card or source, in any case'),
    ...answersComplaints(file),
  ];
}

/** What callers by mail are told goes by mail. */
function answersComplaints({ settings: { smtp }, channels }: ConfigFile): readonly Complaint[] {
  const channel = channels.find(({ id }) => id === smtp?.answerBy);
  return channel === undefined || channel.type === 'smtp'
    ? []
    : [
        {
          path: ['settings', 'smtp', 'answerBy'],
          message: `callers by mail are answered by a channel of type smtp, and \`${channel.id}\` is of type ${channel.type}`,
        },
      ];
}

/** Nothing of it is wrong, and some of it will surprise. */
export function outsideWarnings(file: ConfigFile): readonly Complaint[] {
  const { publicUrl, listen, snpp, smtp } = file.settings;
  const cards = cardsIn(file).filter(({ card }) => card.visible !== 'nobody');
  return [
    ...(publicUrl === undefined ? [] : addressWarnings(publicUrl)),
    ...(publicUrl === undefined && isLoopback(listen.host)
      ? cards
          .filter(({ card }) => card.sms === undefined)
          .map(({ path }) => ({
            path,
            message: 'can be called from this machine only: say `settings.publicUrl`, or `settings.listen.host`',
          }))
      : []),
    ...cards
      .filter(({ card }) => card.pager !== undefined && snpp === undefined)
      .map(({ path }) => ({
        path: [...path, 'pager'],
        message: 'no program can call it: say `settings.snpp` for the gateway to listen',
      })),
    ...cards
      .filter(({ card }) => card.mail !== undefined && smtp === undefined)
      .map(({ path }) => ({
        path: [...path, 'mail'],
        message: 'no mail can call it: say `settings.smtp` for the gateway to listen',
      })),
  ];
}

function sourcesByMail({ sources }: ConfigFile): readonly Use[] {
  return sources.flatMap((source, index) =>
    source.type === 'mail' ? [{ name: source.address.toLowerCase(), path: ['sources', index, 'address'] }] : [],
  );
}

function addressWarnings(publicUrl: string): readonly Complaint[] {
  const inTheClear = /^http:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(publicUrl)?.[1];
  return inTheClear !== undefined && !isLoopback(inTheClear.replace(/^\[|\]$/g, '').toLowerCase())
    ? [{ path: ['settings', 'publicUrl'], message: 'links travel readable for everybody on the way: better https' }]
    : [];
}

/** Every card of the file, and where it stands. */
export function cardsIn({ people, schedules, policies }: ConfigFile) {
  const lists = [
    ['people', people],
    ['schedules', schedules],
    ['policies', policies],
  ] as const;
  return lists.flatMap(([list, things]) =>
    things.flatMap(({ pageMe }, index) =>
      pageMe === undefined ? [] : [{ card: pageMe, path: [list, index, 'pageMe'] as Path }],
    ),
  );
}
