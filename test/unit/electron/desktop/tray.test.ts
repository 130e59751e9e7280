import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../../electron/desktop/carry-out.ts';
import { trayRow } from '../../../../electron/desktop/tray-host.ts';
import { trayPainter } from '../../../../electron/desktop/tray-painter.ts';
import { menuTemplate } from '../../../../electron/desktop/tray-template.ts';
import type { Replies } from '../../../../shared/contract/contract.ts';
import type { Picture } from '../../../../shared/contract/view.ts';
import type { TrayAction } from '../../../../shared/rules/tray/entry.ts';
import { trayMenu } from '../../../../shared/rules/tray.ts';
import { anIncident, aSnapshot, NIGHT } from '../../../harness/snapshots.ts';

const picture = (over: Partial<Picture> = {}): Picture => ({
  shape: 'calm',
  count: 0,
  words: 'All well',
  onCall: '',
  ...over,
});

describe('the tray', () => {
  function painted() {
    const strokes: string[] = [];
    let destroyed = false;
    const paint = trayPainter({
      isDestroyed: () => destroyed,
      setPicture: ({ shape, count }) => strokes.push(`picture ${shape} ${count}`),
      setWords: (words) => strokes.push(`words ${words}`),
      setMenu: (menu) => strokes.push(`menu ${menu.length}`),
    });
    return { paint, strokes, destroy: () => (destroyed = true) };
  }

  it('is painted whole the first time, and after that only where it changed', () => {
    const { paint, strokes } = painted();
    paint({ picture: picture(), menu: [] });
    expect(strokes.splice(0)).toEqual(['picture calm 0', 'words All well', 'menu 0']);
    paint({ picture: picture(), menu: [] });
    expect(strokes.splice(0)).toEqual([]);
    paint({ picture: picture({ words: 'Still well' }), menu: [] });
    expect(strokes.splice(0)).toEqual(['words Still well']);
    paint({ picture: picture({ words: 'Still well' }), menu: [{ kind: 'separator' }] });
    expect(strokes.splice(0)).toEqual(['menu 1']);
    paint({
      picture: picture({ shape: 'down', count: 2, words: 'Still well', onCall: '' }),
      menu: [{ kind: 'separator' }],
    });
    expect(strokes.splice(0)).toEqual(['picture down 2']);
  });

  it('is left alone once it is gone', () => {
    const { paint, strokes, destroy } = painted();
    destroy();
    paint({ picture: picture(), menu: [] });
    expect(strokes).toEqual([]);
  });

  it('has a menu whose every entry means what it says', () => {
    const chosen: TrayAction[] = [];
    const menu = trayMenu(aSnapshot({ incidents: [anIncident('api')] }), NIGHT, 'UTC');
    const template = menuTemplate(menu, (action) => chosen.push(action));
    const submenu = template.find(({ label }) => label?.startsWith('Down: api'))?.submenu;
    const acknowledge = Array.isArray(submenu)
      ? submenu.find(({ label }) => label === 'Acknowledge until fixed')
      : undefined;
    acknowledge?.click?.(undefined as never, undefined, undefined as never);
    template.find(({ label }) => label === 'Quit')?.click?.(undefined as never, undefined, undefined as never);
    expect(chosen).toMatchObject([{ name: 'acknowledge' }, { kind: 'quit' }]);
    expect(template[0]).toMatchObject({ enabled: false });
  });

  it('shows names as they are, ampersands and all', () => {
    const [entry] = menuTemplate([{ kind: 'text', text: 'Down: R&D' }], () => undefined);
    expect(entry?.label).toBe('Down: R&&D');
  });

  it('shows a switch as it stands', () => {
    const action = { kind: 'quit' } as const;
    const [entry] = menuTemplate([{ kind: 'switch', text: 'x', on: true, action }], () => undefined);
    expect(entry).toMatchObject({ type: 'checkbox', checked: true });
  });
});

describe('a command from the tray', () => {
  const request = { name: 'checkNow', ask: { component: null } } as const;
  const replying = (checkNow: Replies['checkNow']) => ({ checkNow }) as Replies;

  it('goes to the same replies as the window’s, with the name of this desk', async () => {
    const heard: unknown[] = [];
    const replies = replying(async (ask, by) => {
      heard.push(ask, by);
      return { accepted: true, text: 'Checking' };
    });
    expect(await carryOut(replies, request, 'Kim at this desk')).toBeNull();
    expect(heard).toEqual([{ component: null }, 'Kim at this desk']);
  });

  it('that was refused or failed comes back in words', async () => {
    expect(
      await carryOut(
        replying(async () => ({ accepted: false, text: 'Nothing to check' })),
        request,
        'Kim',
      ),
    ).toBe('Nothing to check');
    expect(
      await carryOut(
        replying(() => Promise.reject(new Error('disk full'))),
        request,
        'Kim',
      ),
    ).toBe('checkNow failed: disk full');
  });
});

describe('whether this desktop shows tray icons', () => {
  const { signal } = new AbortController();
  const answering = (answers: Readonly<Record<string, string>>) => async (program: string) => {
    const output = answers[program];
    return output === undefined ? ({ kind: 'missing' } as const) : ({ kind: 'ended', code: 0, output } as const);
  };

  it.each([
    { story: 'yes, says the bus', answers: { gdbus: '(<true>,)' }, level: 'green' },
    { story: 'yes, says the second tool', answers: { busctl: 'b true' }, level: 'green' },
    { story: 'no, as on a bare GNOME', answers: { gdbus: '(<false>,)' }, level: 'amber' },
    { story: 'cannot be asked', answers: {}, level: 'amber' },
  ])('$story', async ({ answers, level }) => {
    const row = await trayRow(answering(answers), 'linux', signal);
    expect(row).toMatchObject({ id: 'tray', level });
    expect(row.fix === '').toBe(level === 'green');
  });

  it('is no question elsewhere', async () => {
    expect(await trayRow(answering({}), 'darwin', signal)).toMatchObject({ level: 'green' });
  });
});
