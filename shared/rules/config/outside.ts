/**
 * What people outside are to reach: an address that can carry a path, that nobody reads on the way, and that leads to us; a pager
 * number that means one card.
 */
import type { ConfigFile } from '../../model/config.ts';
import { isLoopback } from '../target.ts';
import type { Complaint, Path } from './complaint.ts';
import { repeated } from './unique.ts';

export function outsideComplaints(file: ConfigFile): readonly Complaint[] {
  const { publicUrl } = file.settings;
  const pagers = cardsIn(file).flatMap(({ card: { pager }, path }) =>
    pager === undefined ? [] : [{ name: pager, path: [...path, 'pager'] }],
  );
  const message = 'is continued by a path: leave out what stands behind ? or #, and any login';
  return [
    ...(publicUrl !== undefined && /[?#]|\/\/[^/]*@/.test(publicUrl)
      ? [{ path: ['settings', 'publicUrl'], message }]
      : []),
    ...repeated('pager number', pagers, 'each calls one card'),
  ];
}

/** Nothing of it is wrong, and some of it will surprise. */
export function outsideWarnings(file: ConfigFile): readonly Complaint[] {
  const { publicUrl, listen, snpp } = file.settings;
  const cards = cardsIn(file).filter(({ card }) => card.visible !== 'nobody');
  return [
    ...(publicUrl === undefined ? [] : addressWarnings(publicUrl)),
    ...(publicUrl === undefined && isLoopback(listen.host)
      ? cards.map(({ path }) => ({
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
  ];
}

function addressWarnings(publicUrl: string): readonly Complaint[] {
  const inTheClear = /^http:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(publicUrl)?.[1];
  return inTheClear !== undefined && !isLoopback(inTheClear.replace(/^\[|\]$/g, '').toLowerCase())
    ? [{ path: ['settings', 'publicUrl'], message: 'links travel readable for everybody on the way: better https' }]
    : [];
}

function cardsIn({ people, schedules, policies }: ConfigFile) {
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
