import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeenService } from '../../../../../shared/model/practable/experiment.ts';
import { type HealthLine, MailLedger } from '../../../../../shared/model/practable/mail-ledger.ts';
import { SERVICES, type Service, SystemId } from '../../../../../shared/model/practable/settings.ts';
import {
  drafted,
  mailBack,
  mailGone,
  newMailLedger,
  owesMail,
  staleNow,
  withEvents,
} from '../../../../../shared/rules/practable/mail-ledger.ts';

const system = SystemId.parse('lab');
const line = (stub: string): HealthLine => ({ stub, issues: ['missing jump'], available: true });
const services = (states: Partial<Record<Service, SeenService['state']>> = {}): SeenService[] =>
  SERVICES.map((service) => ({ system, service, state: states[service] ?? 'ok', detail: '', lastReportAt: 0 }));

const facts = (over: Partial<Record<Service, SeenService['state']>> = {}, problems: HealthLine[] = []) => ({
  at: 1_000,
  services: services(over),
  problems,
  settings: { to: ['a@x.example'], cc: [] },
  name: 'Lab',
});

describe('the mail that is owed', () => {
  it('is none while nothing changed', () => {
    expect(owesMail(newMailLedger(system), services())).toBe(false);
  });

  it('has all new events, and then none is owed', () => {
    const owing = withEvents(newMailLedger(system), [line('bbbb00'), line('aaaa00')]);
    expect(owesMail(owing, services())).toBe(true);
    const sent = drafted(owing, facts({}, [line('aaaa00')]));
    expect(sent.draft?.subject).toBe('Lab 2 new health events ');
    expect(owesMail(mailGone(sent), services())).toBe(false);
  });

  it('is owed for a silent service though no experiment changed, and for both in one', () => {
    const silent = services({ relay: 'stale', jump: 'stale' });
    expect(owesMail(newMailLedger(system), silent)).toBe(true);
    const sent = drafted(newMailLedger(system), facts({ relay: 'stale', jump: 'stale' }));
    expect(sent.draft?.text).toContain(
      '\nSystem alerts:\njump has no fresh reports so may be down\nrelay has no fresh reports so may be down\nThere are 0 new health events (0 issues, 0 ok): \n',
    );
    expect(owesMail(mailGone(sent), silent)).toBe(false);
  });

  it('says that a service is heard again, and says nothing of one that nobody has waited for yet', () => {
    const told = mailGone(drafted(newMailLedger(system), facts({ relay: 'stale' })));
    expect(owesMail(told, services({ relay: 'waiting' }))).toBe(false);
    expect(owesMail(told, services())).toBe(true);
    expect(drafted(told, facts()).draft?.text).toContain('\nSystem alerts:\nrelay is heard again\n');
  });

  it('names the likely cause where it is known', () => {
    const known = facts().services.map((one) =>
      one.service === 'book' ? { ...one, state: 'stale' as const, detail: '500: the secret may be wrong' } : one,
    );
    expect(drafted(newMailLedger(system), { ...facts(), services: known }).draft?.text).toContain(
      'book does not answer: 500: the secret may be wrong',
    );
  });

  it('that surely did not go is told by the next one, under another id', () => {
    const first = drafted(withEvents(newMailLedger(system), [line('aaaa00')]), facts({ relay: 'stale' }));
    const back = mailBack(withEvents(first, [line('bbbb00')]));
    expect(back).toMatchObject({ events: [line('aaaa00'), line('bbbb00')], stale: [], draft: null });
    const second = drafted(back, facts({ relay: 'stale' }));
    expect(second.draft?.subject).toContain('2 new');
    expect(second.draft?.id).not.toBe(first.draft?.id);
  });

  it('says how many events it left out', () => {
    const many = withEvents(
      newMailLedger(system),
      Array.from({ length: 5_007 }, () => line('aaaa00')),
    );
    expect(drafted(many, facts()).draft?.text).toContain('7 older events are not in this mail');
  });
});

describe('any story of mails', () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant('event' as const) }),
    fc.record({ kind: fc.constantFrom('taken' as const, 'refused' as const, 'restart' as const) }),
  );
  it('tells each event once, in its order, to whoever reads what was taken', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let ledger = newMailLedger(system);
        let count = 0;
        const told: string[] = [];
        const send = (taken: boolean): void => {
          ledger = ledger.draft === null && owesMail(ledger, services()) ? drafted(ledger, facts()) : ledger;
          if (ledger.draft !== null) {
            told.push(...(taken ? ledger.draft.events.map(({ stub }) => stub) : []));
            ledger = taken ? mailGone(ledger) : mailBack(ledger);
          }
        };
        for (const { kind } of acts) {
          switch (kind) {
            case 'event':
              count += 1;
              ledger = withEvents(ledger, [line(`e${count}`)]);
              break;
            case 'restart':
              ledger = MailLedger.parse(JSON.parse(JSON.stringify(ledger)));
              break;
            default:
              send(kind === 'taken');
          }
        }
        send(true);
        expect(told).toEqual(Array.from({ length: count }, (_, index) => `e${index + 1}`));
      }),
    );
  });

  it('knows the services that are silent from what was told and what is seen', () => {
    fc.assert(
      fc.property(fc.subarray([...SERVICES]), fc.constantFrom('ok', 'waiting', 'stale'), (told, state) => {
        const now = staleNow(told, services({ book: state, jump: state, relay: state }));
        expect(now).toEqual(state === 'stale' ? [...SERVICES] : state === 'ok' ? [] : told);
      }),
    );
  });
});
