import { describe, expect, it } from 'vitest';
import { ComponentId, IncidentId } from '../../../../../shared/model/ids.ts';
import { incidentCode } from '../../../../../shared/rules/answers/code.ts';
import { answerableSms, pagerLines, smsText } from '../../../../../shared/rules/words/short-texts.ts';

const page = (more: Partial<Parameters<typeof smsText>[0]> = {}) => ({
  title: 'DOWN api-gateway',
  text: '503 Service Unavailable for 2 min, third failure, since 02:14',
  runbook: null,
  componentName: 'api-gateway',
  componentId: ComponentId.parse('api'),
  ...more,
});

describe('an SMS', () => {
  it('begins with the title and says the rest below', () => {
    expect(smsText(page())).toBe('DOWN api-gateway\n503 Service Unavailable for 2 min, third failure, since 02:14');
  });

  it('gives the address of the runbook, since nothing is attached to an SMS', () => {
    const text = smsText(
      page({ text: '503 for 2 min. Runbook attached', runbook: 'https://wiki.example.org/api?x=1' }),
    );
    expect(text).toBe('DOWN api-gateway\n503 for 2 min\nhttps://wiki.example.org/api?x=1');
  });

  it('writes typographic characters as those an SMS has, and leaves the umlauts it has', () => {
    expect(smsText(page({ title: 'DOWN Größe — “web”', text: 'can’t connect … façade' }))).toBe(
      'DOWN Größe - "web"\ncan\'t connect ... facade',
    );
  });

  it('keeps a name that has no look-alikes: who is down matters more than the price', () => {
    expect(smsText(page({ title: 'DOWN 支払い' }))).toMatch(/^DOWN 支払い\n/);
  });

  it('cuts a long text between words and keeps the title and the runbook whole', () => {
    const text = smsText(page({ text: 'word '.repeat(400), runbook: 'https://wiki.example.org/api' }));
    expect(text).toMatch(/^DOWN api-gateway\nword .* word\.\.\.\nhttps:\/\/wiki\.example\.org\/api$/);
    expect(text.length).toBeLessThanOrEqual(320 + 1 + 'https://wiki.example.org/api'.length);
  });
});

describe('a pager text', () => {
  it('is one line with the title first', () => {
    expect(pagerLines(page())).toEqual([
      'DOWN api-gateway: 503 Service Unavailable for 2 min, third failure, since 02:14',
    ]);
  });

  it('puts a runbook that fits on a second line and leaves out one that does not', () => {
    const text = 'refused for 2 min. Runbook attached';
    expect(pagerLines(page({ text, runbook: 'https://w/api' }))).toEqual([
      'DOWN api-gateway: refused for 2 min',
      'https://w/api',
    ]);
    expect(pagerLines(page({ text, runbook: `https://w/${'x'.repeat(240)}` }))).toEqual([
      'DOWN api-gateway: refused for 2 min',
    ]);
  });

  it('writes other letters with ASCII', () => {
    expect(pagerLines(page({ title: 'DOWN Grüße Łódź', text: 'naïve – 5 µs → “x”' }))).toEqual([
      'DOWN Gruesse Lodz: naive - 5 us -> "x"',
    ]);
  });

  it('calls a component that ASCII cannot write by its id', () => {
    expect(pagerLines(page({ title: 'DOWN 支払い', componentName: '支払い' }))[0]).toMatch(/^DOWN api: 503/);
  });
});

describe('an SMS that can be answered', () => {
  const open = (more: object = {}) => ({
    ...page(),
    kind: 'trigger' as const,
    incidentId: IncidentId.parse('api.1'),
    ...more,
  });

  it('says how, with the code of its incident', () => {
    expect(answerableSms(open())).toBe(
      `${smsText(page())}\nReply "${incidentCode(IncidentId.parse('api.1'))} a" to acknowledge`,
    );
  });

  it.each([
    { story: 'what is over', more: { kind: 'close' } },
    { story: 'a test', more: { kind: 'test', incidentId: null } },
    { story: 'what fills it', more: { runbook: `https://w/${'x'.repeat(1_500)}` } },
  ])('leaves it out for $story', ({ more }) => {
    expect(answerableSms(open(more))).toBe(smsText(open(more)));
  });
});
