import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../../electron/config/parse.ts';
import { SystemId } from '../../../../../shared/model/practable/settings.ts';
import { mailer } from '../../../../harness/subscribers.ts';
import { fileOf } from '../../../../harness/watch-story.ts';

const service = (name: string) => ({ url: `https://lab.example/${name}`, secret: `the secret of ${name}` });

/** What is read of a system, or what is wrong with it: "practable[0].mail.by: …". */
function read(system: object, settings: object = {}, links: readonly object[] = []) {
  const file = fileOf();
  const parsed = parseConfig(
    JSON.stringify({
      ...file,
      settings,
      links,
      channels: [...(file.channels ?? []), mailer],
      practable: [{ id: 'lab', book: service('book'), jump: service('jump'), relay: service('relay'), ...system }],
    }),
    { env: {}, unseal: () => null },
  );
  return parsed.ok
    ? { settings: parsed.config.practable.get(SystemId.parse('lab')), problems: '' }
    : {
        settings: undefined,
        problems: parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'),
      };
}

describe('what a practable system has us say and do', () => {
  it('is nothing by default: no mail, no port, nothing set in book', () => {
    const { settings } = read({});
    expect(settings?.mail).toBeUndefined();
    expect(settings?.statusApi).toBeUndefined();
    expect(settings?.availability).toEqual({ set: 'never', silentIsUnavailable: true, perMinute: 60 });
  });

  it('takes addresses as people write them', () => {
    const { settings } = read({ mail: { by: 'mailer', to: 'a@x.example, b@x.example', cc: ['c@x.example'] } });
    expect(settings?.mail).toMatchObject({ to: ['a@x.example', 'b@x.example'], cc: ['c@x.example'] });
  });

  it('has its API on this machine only, on the port of the original', () => {
    expect(read({ statusApi: {} }).settings?.statusApi).toEqual({ host: '127.0.0.1', port: 3_007 });
  });

  it('has a link to its book of its own, whose id nobody else may take', () => {
    const link = { id: 'practable.lab', type: 'webhook', url: 'https://a.example/' };
    expect(read({}, {}, [link]).problems).toMatch(/links\[0\]\.id: ids that begin with practable\. are those/);
  });

  it.each<[string, object, RegExp]>([
    [
      'a channel that is none',
      { mail: { by: 'mailr', to: 'a@x.example' } },
      /practable\[0\]\.mail\.by: .*mailr.*mailer/,
    ],
    [
      'a channel of another type',
      { mail: { by: 'kim-hook', to: 'a@x.example' } },
      /type smtp, and `kim-hook` is of type/,
    ],
    ['nobody to write to', { mail: { by: 'mailer', to: [] } }, /practable\[0\]\.mail\.to/],
    ['an address that is none', { mail: { by: 'mailer', to: 'kim' } }, /a mail address like kim@example\.org/],
    ['a mode that is none', { availability: { set: 'always' } }, /practable\[0\]\.availability\.set/],
    ['a field that is none', { availability: { sett: 'never' } }, /sett.*set/],
    ['no rate at all', { availability: { perMinute: 0 } }, /practable\[0\]\.availability\.perMinute/],
    ['a port that is taken by the window', { statusApi: { port: 8_730 } }, /127\.0\.0\.1:8730/],
  ])('refuses %s', (_what, system, says) => {
    expect(read(system).problems).toMatch(says);
  });
});

it('what the README adds to a system is a configuration with it', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [, system = ''] = /```yaml\n(practable:\n[\s\S]*?)```/.exec(readme) ?? [];
  const [, more = ''] = /```yaml\n( {4}mail: [\s\S]*?)```/.exec(readme) ?? [];
  const env = { LAB_BOOK_SECRET: 'book-secret', LAB_JUMP_SECRET: 'jump-secret', LAB_RELAY_SECRET: 'relay-secret' };
  const channels = `channels: [${JSON.stringify({ ...mailer, id: 'mail' })}]`;
  const text = `version: 1\ngroups: [{ id: labs, name: Labs }]\n${channels}\n${system}${more}`;
  const parsed = parseConfig(text, { env, unseal: () => null });
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  const lab = parsed.ok ? parsed.config.practable.get(SystemId.parse('lab')) : undefined;
  expect(lab).toMatchObject({
    mail: { by: 'mail', cc: ['gamma@a.org'] },
    availability: { set: 'dry-run' },
    events: 20,
  });
});
