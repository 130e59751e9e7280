import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createNoticeDoor } from '../../../../electron/desktop/notice.ts';
import { noticeOptions } from '../../../../electron/desktop/notice-options.ts';
import type { Notice } from '../../../../electron/engine/ports/doors.ts';
import { IncidentId } from '../../../../shared/model/ids.ts';
import { movableClock } from '../../../harness/movable-clock.ts';

const incident = IncidentId.parse('inc-1');
const aNotice = (over: Partial<Notice> = {}): Notice => ({
  title: 'DOWN api-gateway',
  body: '503 for 2 min, third failure, since 02:14',
  urgency: 'critical',
  tag: 'inc-1',
  incidentId: incident,
  quiet: false,
  ...over,
});

function aScreen(supported = true) {
  const shown: (EventEmitter & { notice: Notice; closed: boolean })[] = [];
  const clock = movableClock();
  const gestures: unknown[] = [];
  const door = createNoticeDoor({
    clock,
    open: (opened) => gestures.push(['open', opened]),
    ask: (request) => gestures.push(request),
    notices: {
      isSupported: () => supported,
      make: (notice) => {
        const one = Object.assign(new EventEmitter(), {
          notice,
          closed: false,
          show: () => undefined,
          close: () => {
            one.closed = true;
            one.emit('close');
          },
        });
        shown.push(one);
        return one;
      },
    },
  });
  const show = (notice: Notice, signal = new AbortController().signal) => door.show(notice, signal);
  return { show, shown, clock, gestures };
}

describe('a notice on macOS and Windows', () => {
  it('is delivered when the system says that it is shown', async () => {
    const { show, shown } = aScreen();
    const delivery = show(aNotice());
    shown[0]?.emit('show');
    expect(await delivery).toEqual({ status: 'delivered' });
  });

  it('that the system refuses is refused with its words', async () => {
    const { show, shown } = aScreen();
    const delivery = show(aNotice());
    shown[0]?.emit('failed', {}, 'not signed');
    expect(await delivery).toEqual({ status: 'refused', reason: 'the system refused the notice: not signed' });
  });

  it('of which nothing is heard was handed over, and no more is claimed', async () => {
    const { show, clock } = aScreen();
    const delivery = show(aNotice());
    clock.advance(3_000);
    expect(await delivery).toEqual({ status: 'accepted' });
    expect(clock.pending()).toBe(0);
  });

  it('is given up when its time is over', async () => {
    const { show } = aScreen();
    const limit = new AbortController();
    const delivery = show(aNotice(), limit.signal);
    limit.abort();
    expect(await delivery).toMatchObject({ status: 'try-later' });
  });

  it('is refused where the system has none', async () => {
    expect(await aScreen(false).show(aNotice())).toMatchObject({ status: 'refused' });
  });

  it('takes the place of an older one with the same tag, and of no other', () => {
    const { show, shown } = aScreen();
    void show(aNotice());
    void show(aNotice({ tag: 'inc-2' }));
    void show(aNotice({ title: 'UP api-gateway after 14 min', urgency: 'low' }));
    expect(shown.map(({ closed }) => closed)).toEqual([true, false, false]);
  });

  it('opened by a click shows its incident; its buttons acknowledge and snooze', () => {
    const { show, shown, gestures } = aScreen();
    void show(aNotice());
    shown[0]?.emit('click');
    shown[0]?.emit('action', {}, 0);
    shown[0]?.emit('action', {}, 1);
    shown[0]?.emit('action', {}, 7);
    expect(gestures).toEqual([
      ['open', 'inc-1'],
      { name: 'acknowledge', ask: { incident: 'inc-1', forMs: null, note: '' } },
      { name: 'snooze', ask: { incident: 'inc-1', forMs: 1_800_000 } },
    ]);
  });
});

describe('what the system is asked to show', () => {
  it('for a page stays on the screen, with buttons, without a chime of its own', () => {
    expect(noticeOptions(aNotice())).toEqual({
      title: 'DOWN api-gateway',
      body: '503 for 2 min, third failure, since 02:14',
      silent: true,
      urgency: 'critical',
      timeoutType: 'never',
      actions: [
        { type: 'button', text: 'Acknowledge' },
        { type: 'button', text: 'Snooze 30 min' },
      ],
    });
  });

  it('for a recovery goes by itself and asks nothing', () => {
    expect(noticeOptions(aNotice({ urgency: 'low' }))).toMatchObject({ timeoutType: 'default', actions: [] });
  });

  it('for a page about no incident has nothing to acknowledge', () => {
    expect(noticeOptions(aNotice({ incidentId: null }))).toMatchObject({ actions: [] });
  });

  it('is cut before macOS cuts it', () => {
    expect(noticeOptions(aNotice({ body: 'x'.repeat(1_000) })).body).toHaveLength(240);
  });
});
