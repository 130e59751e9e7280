/** What people do while a page is on its way: nothing more goes out than somebody still needs, and nothing that went out stays open. */
import { describe, expect, it } from 'vitest';
import { fileOf, hook, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NO_ANSWER = 'no answer within 15 s';
const quick = fileOf({ settings: { pageAfter: 0, closeAfter: '10s' } });
const now = (tale: Story) => START + tale.now();

/** Down, with one page to Kim in the outbox; nothing has been told of it yet. */
function paged(file = quick): { tale: Story; id: string } {
  const tale = story(file).deliveries(null).repeat('fail', 3, SECOND);
  return { tale, id: tale.pages[0]?.id ?? '' };
}
const acknowledge = (tale: Story) =>
  tale.give({ type: 'acknowledge', at: now(tale), by: 'Kim', until: null, note: '' });
const snooze = (tale: Story) => tale.give({ type: 'snooze', at: now(tale), by: 'Kim', until: now(tale) + 60 * MINUTE });
const stateOf = (tale: Story, id: string) => tale.watch().incident?.told.find(({ pageId }) => pageId === id)?.state;
const kinds = (tale: Story) => tale.pages.map(({ kind }) => kind);

describe('a page whose turn comes after somebody took the incident', () => {
  it.each([
    ['acknowledged', acknowledge],
    ['snoozed', snooze],
  ] as const)('is not begun once it is %s', (_word, take) => {
    const { tale, id } = paged();
    take(tale);
    tale.withdrawn.length = 0;
    tale.deliver(id, 'trying', 0);
    expect(tale.withdrawn).toEqual([id]);
    expect(stateOf(tale, id)).toBe('withdrawn');
  });

  it('is not begun again after a try without an answer, and is closed all the same: it may have arrived', () => {
    const { tale, id } = paged();
    tale.deliver(id, 'trying', 0).deliver(id, 'trying', 1, NO_ANSWER);
    acknowledge(tale);
    expect(tale.withdrawn).toEqual([id]);
    tale.deliver(id, 'trying', 1); // its turn comes all the same: a crash lost the withdrawal
    expect(tale.withdrawn).toEqual([id, id]);
    tale.repeat('pass', 2, SECOND).wait(MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });

  it('starts no other channel while it is snoozed, whatever becomes of it', () => {
    const people = [
      { id: 'kim', name: 'Kim', channels: ['kim-hook', 'kim-second'] },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    ];
    const { tale, id } = paged({ ...quick, people });
    tale.deliver(id, 'trying', 0);
    snooze(tale);
    tale.deliver(id, 'refused', 1, '401 Unauthorized').wait(30 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger']);
  });

  it('that was withdrawn and arrives all the same is closed, also after the end', () => {
    const { tale, id } = paged();
    tale.repeat('pass', 2, SECOND).wait(MINUTE);
    expect(kinds(tale)).toEqual(['trigger']);
    tale.deliver(id, 'accepted', 1);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });
});

describe('a closing message that waits behind the page which it closes', () => {
  function closingQueued() {
    const { tale, id } = paged();
    tale.deliver(id, 'trying', 0).repeat('pass', 2, SECOND).wait(MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
    return { tale, id, close: tale.pages[1]?.id ?? '' };
  }

  it.each([
    ['was refused', 'refused'],
    ['failed for certain', 'queued'],
  ] as const)('is taken back when that page %s: nobody has heard of it', (_word, state) => {
    const { tale, id, close } = closingQueued();
    tale.withdrawn.length = 0;
    tale.deliver(id, state, 1, '503 Service Unavailable');
    expect(tale.withdrawn).toContain(close);
    expect(stateOf(tale, close)).toBe('withdrawn');
  });

  it.each([
    ['arrived', 'accepted', null],
    ['had no answer', 'trying', NO_ANSWER],
  ] as const)('goes out when that page %s', (_word, state, reason) => {
    const { tale, id, close } = closingQueued();
    tale.withdrawn.length = 0;
    tale.deliver(id, state, 1, reason);
    expect(tale.withdrawn).not.toContain(close);
    expect(stateOf(tale, close)).toBe('queued');
  });
});

describe('a channel that fails', () => {
  const people = (kim: string[]) => [
    { id: 'kim', name: 'Kim', channels: kim },
    { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    { id: 'boss', name: 'Boss', channels: ['boss-hook'] },
  ];
  const policies = [
    {
      id: 'p',
      steps: [{ targets: [{ person: 'kim' }, { person: 'sam' }], delay: '5m' }, { targets: [{ person: 'boss' }] }],
      repeat: 0,
    },
  ];

  it('does not wake the next step while a colleague of the same step has been reached', () => {
    const tale = story({ ...quick, people: people(['kim-hook']), policies })
      .deliveries(({ personId }) => (personId === 'kim' ? 'refused' : 'accepted'))
      .repeat('fail', 3, SECOND);
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim', 'sam']);
    tale.wait(5 * MINUTE);
    expect(tale.pages.map(({ to }) => to)).toEqual(['kim', 'sam', 'boss']);
  });

  it('wakes the next person at once when all that is left of its owner is held back by quiet', () => {
    const file = {
      ...quick,
      people: people(['screen', 'kim-hook']),
      channels: [{ id: 'screen', type: 'native' as const }, hook('kim-hook'), hook('sam-hook'), hook('boss-hook')],
      components: [
        { id: 'api', severity: 'high' as const, checks: [{ type: 'http' as const, url: 'http://127.0.0.1:1/' }] },
      ],
      policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '1h' }, { targets: [{ person: 'sam' }] }] }],
    };
    const tale = story(file)
      .quiet({ until: START + 3 * 60 * MINUTE, criticalToo: false, by: 'Kim' })
      .deliveries(({ personId }) => (personId === 'kim' ? 'refused' : 'accepted'))
      .repeat('fail', 3, SECOND)
      .wait(2 * MINUTE);
    expect(tale.pages.map(({ channel }) => channel)).toEqual(['kim-hook', 'sam-hook']);
  });
});

it('a page that is refused after a newer incident has taken the place of its own takes its closing message with it', () => {
  const tale = story(fileOf({ settings: { pageAfter: 0, closeAfter: 0 } }))
    .deliveries(null)
    .repeat('fail', 3, SECOND);
  const [page] = tale.pages;
  tale.deliver(page?.id ?? '', 'trying', 0);
  tale.repeat('pass', 2, SECOND).repeat('fail', 3, SECOND);
  expect(tale.pages.map(({ kind }) => kind)).toEqual(['trigger', 'close', 'trigger']);
  expect(tale.watch().past).toHaveLength(1);
  tale.deliver(page?.id ?? '', 'refused', 1, '401 Unauthorized');
  // No further try of the page once it was over, and then nothing to close.
  expect(tale.withdrawn).toEqual([page?.id, tale.pages[1]?.id]);
  expect(tale.watch()).toMatchObject({ past: [], incident: { state: 'triggered' } });
});

describe('a channel that hangs', () => {
  const tries = (tale: Story, id: string, amount: number) => {
    for (let number = 1; number <= amount; number += 1) {
      tale.deliver(id, 'trying', number - 1).wait(15 * SECOND);
      tale.deliver(id, 'trying', number, NO_ANSWER).wait(5 * SECOND);
    }
    return tale.pages.map(({ channel }) => channel);
  };

  it('keeps nobody waiting after the third try without an answer: the next person is called', () => {
    const { tale, id } = paged();
    expect(tries(tale, id, 2)).toEqual(['kim-hook']);
    expect(tries(paged().tale, id, 3)).toEqual(['kim-hook', 'sam-hook']);
  });

  it('that only says no for now is waited for as before: the step has its time', () => {
    const { tale, id } = paged();
    for (const attempts of [1, 2, 3, 4]) {
      tale
        .deliver(id, 'trying', attempts - 1)
        .deliver(id, 'queued', attempts, '503 Service Unavailable')
        .wait(10 * SECOND);
    }
    expect(tale.pages.map(({ channel }) => channel)).toEqual(['kim-hook']);
  });

  it('calls nobody more when somebody has taken it meanwhile', () => {
    const { tale, id } = paged();
    tries(tale, id, 2);
    acknowledge(tale);
    tale.deliver(id, 'trying', 3, NO_ANSWER);
    expect(tale.pages.map(({ channel }) => channel)).toEqual(['kim-hook']);
  });
});
