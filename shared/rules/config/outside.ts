/**
 * What people outside are to open: an address that can carry a path, that nobody reads on the way, and that leads to us.
 */
import type { ConfigFile } from '../../model/config.ts';
import { isLoopback } from '../target.ts';
import type { Complaint } from './complaint.ts';

export function outsideComplaints({ settings: { publicUrl } }: ConfigFile): readonly Complaint[] {
  return publicUrl !== undefined && /[?#]|\/\/[^/]*@/.test(publicUrl)
    ? [
        {
          path: ['settings', 'publicUrl'],
          message: 'is continued by a path: leave out what stands behind ? or #, and any login',
        },
      ]
    : [];
}

/** Nothing of it is wrong, and some of it will surprise. */
export function outsideWarnings({
  settings: { publicUrl, listen },
  people,
  schedules,
  policies,
}: ConfigFile): readonly Complaint[] {
  if (publicUrl !== undefined) {
    const inTheClear = /^http:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(publicUrl)?.[1];
    return inTheClear !== undefined && !isLoopback(inTheClear.replace(/^\[|\]$/g, '').toLowerCase())
      ? [{ path: ['settings', 'publicUrl'], message: 'links travel readable for everybody on the way: better https' }]
      : [];
  }
  const lists = [
    ['people', people],
    ['schedules', schedules],
    ['policies', policies],
  ] as const;
  return lists.flatMap(([list, things]) =>
    things.flatMap(({ pageMe }, index): Complaint[] =>
      pageMe === undefined || pageMe.visible === 'nobody' || !isLoopback(listen.host)
        ? []
        : [
            {
              path: [list, index, 'pageMe'],
              message: 'can be called from this machine only: say `settings.publicUrl`, or `settings.listen.host`',
            },
          ],
    ),
  );
}
