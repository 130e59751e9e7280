import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/config/parse.ts';
import { ChannelFile } from '../../../../shared/model/channel.ts';
import { CheckFile } from '../../../../shared/model/check.ts';
import { GOOD, mistakes, NO_SURROUNDINGS, spoiled } from './good.ts';

/** Every type, in the order in which the schema lists them: "http, tcp … or agent". */
const listed = (options: readonly { readonly shape: { readonly type: { readonly values: Set<string> } } }[]) =>
  options
    .map((option) => [...option.shape.type.values][0])
    .join(', ')
    .replace(/, ([\w-]+)$/, ' or $1');
const TYPES = listed(CheckFile.options);
const CHANNEL_TYPES = listed(ChannelFile.options);

describe('a configuration without a mistake', () => {
  it('is taken, with every time in milliseconds and every default in place', () => {
    const parsed = parseConfig(GOOD, NO_SURROUNDINGS);
    if (!parsed.ok) {
      expect.fail(JSON.stringify(parsed.problems));
    }
    expect(parsed.warnings).toEqual([]);
    expect([...parsed.config.checks.keys()]).toEqual([
      'shop/http',
      'shop/tcp',
      'intranet/zcmonitor',
      'intranet/heartbeat',
    ]);
    expect(parsed.config.settings).toMatchObject({ closeAfter: 45_000, policy: 'default' });
    expect(parsed.config.watcher.pageAfter).toEqual({ low: 20_000, high: 20_000, critical: 20_000 });
    expect([...parsed.config.checks.values()][0]).toMatchObject({
      expectStatus: [
        { from: 200, to: 200 },
        { from: 301, to: 302 },
      ],
      headers: { 'X-Api-Key': 'key-0001' },
      interval: 30_000,
    });
  });

  it.each([
    { story: 'Windows line ends', text: GOOD.replaceAll('\n', '\r\n') },
    { story: 'a byte order mark', text: `\uFEFF${GOOD}` },
    { story: 'a list that is commented out', text: 'version: 1\ncomponents:\n  # - id: later\npeople:\n' },
    { story: 'a document marker and a version line', text: `%YAML 1.2\n---\n${GOOD}` },
    {
      story: 'anchors and aliases',
      text: 'version: 1\ncomponents:\n  - id: a\n    checks: &same [{ type: tcp, host: h, port: 1 }]\n  - id: b\n    checks: *same\n',
    },
  ])('may have $story', ({ text }) => {
    expect(mistakes(text)).toEqual([]);
  });

  it('reads YAML 1.2: `no` is a text, `010` is ten, a date is a text', () => {
    const parsed = parseConfig(
      'version: 1\ngroups: [{ id: no, name: 2026-01-01 }]\nsettings: { limits: { inFlight: 010 } }\n',
      NO_SURROUNDINGS,
    );
    expect(parsed.ok && [parsed.config.groups[0], parsed.config.settings.limits.inFlight]).toEqual([
      { id: 'no', name: '2026-01-01' },
      10,
    ]);
  });
});

describe('a mistake in the YAML', () => {
  it.each<{ story: string; text: string; says: readonly string[] }>([
    { story: 'nothing at all', text: '', says: ['1:1 the file is empty; a configuration begins with `version: 1`'] },
    {
      story: 'only comments',
      text: '# soon\n',
      says: ['1:1 the file is empty; a configuration begins with `version: 1`'],
    },
    {
      story: 'an open quote, told where it opens',
      text: 'version: 1\ngroups:\n  - id: "web\n    name: Web\n  - id: db\n',
      says: ['3:9 this quote is never closed'],
    },
    {
      story: 'a tab',
      text: 'version: 1\nsettings:\n\tpageAfter: 1s\n',
      says: ['3:1 a tab as indentation; YAML wants spaces'],
    },
    {
      story: 'a colon in a text',
      text: 'version: 1\ngroups: [{id: a, name: b}]\npeople: Kim: on call\n',
      says: ['3:9 a field inside a value: quote a text that holds `: `, or check the indentation of the next line'],
    },
    {
      story: 'a line indented too far',
      text: 'version: 1\n  groups: []\n',
      says: ['1:10 a field inside a value: quote a text that holds `: `, or check the indentation of the next line'],
    },
    {
      story: 'a missing colon',
      text: 'version: 1\ngroups\npeople: []\n',
      says: ['2:1 a field name that goes over two lines; is a `:` or a quote missing?'],
    },
    {
      story: 'a missing colon in the last line',
      text: 'version: 1\ngroups\n',
      says: ['2:1 a `:` is missing after this, or it does not belong here'],
    },
    {
      story: 'an open bracket',
      text: 'version: 1\ngroups: [{id: a, name: b}\npeople: []\n',
      says: ['3:1 the indentation does not fit, or a bracket above is not closed'],
    },
    {
      story: 'a reserved sign',
      text: 'version: 1\ngroups: [{id: @web, name: Web}]\n',
      says: ['2:15 a text cannot begin with this sign; put it in quotes'],
    },
    {
      story: 'a variable without quotes inside brackets',
      text: `version: 1\nsettings: { listen: { port: \${PORT} } }\n`,
      says: [`2:30 inside { } and [ ] a text with \`\${…}\` must stand in quotes`],
    },
    {
      story: 'a second document',
      text: 'version: 1\n---\nversion: 1\n',
      says: ['2:1 a second document begins here; a configuration is one document'],
    },
    {
      story: 'YAML 1.1, in which `no` is false',
      text: '%YAML 1.1\n---\nversion: 1\n',
      says: ['1:1 YAML 1.1 is not understood here; leave the %YAML line out'],
    },
    { story: 'tags', text: 'version: !!binary aGk=\n', says: ['1:10 tags (`!…`) mean nothing here; leave it out'] },
    {
      story: 'several mistakes, each at its place',
      text: 'version: 1\ngroups: [{id: @a, name: A}]\npeople: [{id: `b, name: B}]\n',
      says: [
        '2:15 a text cannot begin with this sign; put it in quotes',
        '3:15 a text cannot begin with this sign; put it in quotes',
      ],
    },
    {
      story: 'more brackets than a person can close',
      text: `version: 1\ngroups: ${'['.repeat(500)}`,
      says: ['2:48 nested more than 40 levels deep; is a bracket open?'],
    },
    {
      story: 'a file that is no configuration',
      text: `version: 1\n# ${'x'.repeat(1024 * 1024)}`,
      says: ['null:null longer than 1 MB; that is not a configuration'],
    },
  ])('is told at its place: $story', ({ text, says }) => {
    expect(mistakes(text)).toEqual(says);
  });

  it('is told without the text that stands there, which may be a password', () => {
    for (const text of [
      '- a\nhunter2: "hunter2"\n',
      'a: "b" hunter2: "hunter2"\n',
      'a: [b] hunter2\n',
      'a: "\\hunter2"\n',
      '%TAG hunter2\n---\na',
    ]) {
      const told = mistakes(text);
      expect(told).not.toEqual([]);
      expect(told.join()).not.toContain('hunter2');
    }
  });
});

describe('a mistake in the fields', () => {
  it.each<{ story: string; line: string; by: string; says: readonly string[] }>([
    {
      story: 'an unknown field, with the nearest known one',
      line: 'pageAfter',
      by: '  pageAftr: 20s',
      says: ['4:3 unknown field `pageAftr`; did you mean `pageAfter`?'],
    },
    {
      story: 'an unknown field far from all others, with the list',
      line: 'Web }',
      by: '  - { id: web, name: Web, colour: red }',
      says: ['7:27 unknown field `colour`; known here: id, name, mirrors'],
    },
    {
      story: 'an unknown field beside the rest of its kind',
      line: 'expectBody',
      by: '        expectBody: { contians: ok }',
      says: ['19:23 unknown field `contians`; did you mean `contains`?'],
    },
    {
      story: 'a misspelt field that is needed, told once',
      line: 'url:',
      by: '        ulr: https://x.example',
      says: ['16:9 unknown field `ulr`; did you mean `url`?'],
    },
    {
      story: 'a missing field, at the group that lacks it',
      line: 'url:',
      by: '        method: GET',
      says: ['15:9 `url` is missing: an http:// or https:// address'],
    },
    {
      story: 'a field twice',
      line: 'name: Shop',
      by: '    id: shop2',
      says: ['10:5 the field `id` stands twice here'],
    },
    {
      story: 'a wrong type of check, with all types',
      line: 'type: http',
      by: '      - type: https',
      says: [`15:15 must be one of ${TYPES}, found "https"; did you mean \`http\`?`],
    },
    {
      story: 'a check without a type',
      line: 'type: http',
      by: '      - method: GET',
      says: [`15:9 \`type\` is missing: must be one of ${TYPES}`],
    },
    {
      story: 'only what concerns the type that stands there',
      line: 'zcmonitor',
      by: '      - { type: zcmonitor, url: "http://x" }',
      says: ['29:28 unknown field `url`'],
    },
    {
      story: 'a wrong kind of channel',
      line: 'type: native',
      by: '  - { id: notice, type: nativ }',
      says: [`40:25 must be one of ${CHANNEL_TYPES}, found "nativ"; did you mean \`native\`?`],
    },
    {
      story: 'a template with a field that there is not',
      line: 'type: native',
      by: '  - { id: notice, type: webhook, url: "https://h.example/", secret: whsec_dGVzdA==, template: "{{titel}}", contentType: text/plain }',
      says: ['40:95 unknown field `titel`; did you mean `title`?'],
    },
    {
      story: 'a content type without a template',
      line: 'type: native',
      by: '  - { id: notice, type: webhook, url: "https://h.example/", secret: whsec_dGVzdA==, contentType: text/plain }',
      says: ['40:98 is for a body of your own; add a `template`, or leave it out'],
    },
    {
      story: 'a length of time without a unit',
      line: 'pageAfter',
      by: '  pageAfter: 20',
      says: ['4:14 not a duration: 20; write it like 45s, 2m, 1h30m or 500ms'],
    },
    {
      story: 'a length of time that is neither text nor number',
      line: 'pageAfter',
      by: '  pageAfter: [20s]',
      says: ['4:14 must be a text, a number or a group of fields (`name: value`), found a list'],
    },
    {
      story: 'a length of time for a severity that there is not',
      line: 'pageAfter',
      by: '  pageAfter: { critcal: 0 }',
      says: ['4:16 unknown field `critcal`; did you mean `critical`?'],
    },
    {
      story: 'a length of time without a unit, for one severity',
      line: 'pageAfter',
      by: '  pageAfter: { critical: 20 }',
      says: ['4:26 not a duration: 20; write it like 45s, 2m, 1h30m or 500ms'],
    },
    {
      story: 'a number where a text belongs',
      line: 'name: Shop',
      by: '    name: 24',
      says: ['10:11 must be a text, found 24; put it in quotes'],
    },
    {
      story: 'a text where a list belongs',
      line: 'channels: [notice, sms]',
      by: '    channels: notice',
      says: ['35:15 must be a list (each entry begins with `- `), found "notice"'],
    },
    {
      story: 'an empty value, at its name',
      line: 'runbook',
      by: '    runbook:',
      says: ['12:5 must be a text, found nothing'],
    },
    {
      story: 'a port out of range',
      line: 'port: 6379',
      by: '        port: 637900',
      says: ['23:15 must be at most 65535'],
    },
    {
      story: 'half a port',
      line: 'port: 6379',
      by: '        port: 63.5',
      says: ['23:15 must be a whole number, found 63.5'],
    },
    {
      story: 'each wrong status code of a list',
      line: 'expectStatus',
      by: '        expectStatus: [200, 2xx, 42]',
      says: ['18:29 a status code or a range like "200-299"', '18:34 must be at least 100'],
    },
    {
      story: 'a status code of a wrong kind',
      line: 'expectStatus',
      by: '        expectStatus: true',
      says: ['18:23 must be a number, a text or a list (each entry begins with `- `), found true'],
    },
    {
      story: 'an unknown kind of failure',
      line: 'failureStatuses',
      by: '        failureStatuses: { refuse: major_outage, tls: major }',
      says: [
        '20:28 unknown field `refuse`; did you mean `refused`?',
        '20:55 must be one of performance_issues, partial_outage or major_outage, found "major"',
      ],
    },
    {
      story: 'a header name that no request can have',
      line: 'headers',
      by: '        headers: { "X Key": a }',
      says: ['17:20 a header name: letters, digits and dashes'],
    },
    {
      story: 'a regular expression that is none',
      line: 'expectBody',
      by: "        expectBody: { regex: '(' }",
      says: ['19:30 not a regular expression: Invalid regular expression: /(/s: Unterminated group'],
    },
    {
      story: 'an unknown line of a script',
      line: "send: 'PING",
      by: '          - snd: PING',
      says: ['25:13 unknown field `snd`; did you mean `send`?'],
    },
    {
      story: 'a script line with two expectations',
      line: 'expect: +PONG',
      by: '          - { expect: a, expectHex: 0d }',
      says: ['26:13 exactly one of expect, expectRegex and expectHex'],
    },
    {
      story: 'a token that can be guessed',
      line: 'type: heartbeat',
      by: '      - { type: heartbeat, every: 1h, token: abc }',
      says: ['30:46 at least 16 characters, or anyone may beat for it'],
    },
    {
      story: 'a person without a channel',
      line: 'id: sam,',
      by: '  - { id: sam, name: Sam, channels: [] }',
      says: ['38:37 a person without a channel cannot be paged; name at least one'],
    },
    {
      story: 'a wrong name of a person',
      line: 'id: sam,',
      by: '  - { id: "sam!", name: Sam, channels: [pager] }',
      says: ['38:11 letters, digits, dot, dash, underscore and slash only, at most 120'],
    },
    {
      story: 'an unknown severity',
      line: 'critical:',
      by: '      critcal: []',
      says: ['37:7 unknown field `critcal`; did you mean `critical`?'],
    },
    {
      story: 'a person’s unknown zone',
      line: 'timeZone: Europe/Berlin',
      by: '    timeZone: Europe/Berln',
      says: ['34:15 unknown time zone "Europe/Berln"; use a name like Europe/Berlin'],
    },
    {
      story: 'a day that no calendar has',
      line: 'rotation:',
      by: '    rotation: { turn: weekly, start: 2026-02-31T09:00, people: [kim] }',
      says: ['49:38 no such date or time; a local time looks like 2026-01-05T09:00'],
    },
    {
      story: 'a schedule with nobody',
      line: 'rotation:',
      by: '    rotation: { turn: weekly, start: 2026-01-05T09:00, people: [] }',
      says: ['49:64 a schedule with nobody cannot be on call; name at least one person'],
    },
    {
      story: 'a moment that is none',
      line: 'by: sam,',
      by: '      - { person: kim, by: sam, from: tomorrow, to: 2026-01-06T18:00:00Z }',
      says: ['51:39 a time like 2026-01-05T09:00 or 2026-01-05T08:00:00Z'],
    },
    {
      story: 'a misspelt target',
      line: 'schedule: rota',
      by: '      - { targets: [{ schedul: rota }] }',
      says: ['55:23 unknown field `schedul`; did you mean `schedule`?'],
    },
    {
      story: 'a target that is two',
      line: 'schedule: rota',
      by: '      - { targets: [{ schedule: rota, person: kim }] }',
      says: ['55:23 `schedule` does not go together with the other fields here'],
    },
    {
      story: 'a target that is only a name',
      line: 'schedule: rota',
      by: '      - { targets: [rota] }',
      says: ['55:21 one of {person: …}, {schedule: …} or {channel: …}'],
    },
    {
      story: 'a list entry that is nothing',
      line: 'Web }',
      by: '  -',
      says: ['7:4 must be a group of fields (`name: value`), found nothing'],
    },
    {
      story: 'another version',
      line: 'version',
      by: 'version: 2',
      says: ['2:10 must be 1, the only version there is'],
    },
    {
      story: 'no version',
      line: 'version',
      by: '',
      says: ['3:1 `version` is missing: must be 1, the only version there is'],
    },
    {
      story: 'merge keys',
      line: 'name: Shop',
      by: '    <<: {}',
      says: ['10:5 unknown field `<<`; merge keys are not part of YAML 1.2, repeat the fields'],
    },
    {
      story: 'a field name that would poison an object',
      line: 'name: Shop',
      by: '    __proto__: {}',
      says: ['10:5 `__proto__` cannot be a field name'],
    },
    {
      story: 'a list as a field name',
      line: 'name: Shop',
      by: '    ? [a, b]\n    : 1',
      says: ['10:7 a field name must be a text'],
    },
    {
      story: 'an alias to nothing',
      line: 'name: Shop',
      by: '    name: *shop',
      says: ['10:11 there is no anchor `&shop` above this'],
    },
    {
      story: 'an alias inside itself',
      line: 'expectBody',
      by: '        expectBody: &b { contains: *b }',
      says: ['19:36 `*b` stands inside what it repeats'],
    },
  ])('is told at its place: $story', ({ line, by, says }) => {
    expect(mistakes(spoiled(line, by))).toEqual(says);
  });

  it.each([
    { text: '- version: 1\n', says: ['1:1 must be a group of fields (`name: value`), found a list'] },
    { text: 'hello\n', says: ['1:1 must be a group of fields (`name: value`), found "hello"'] },
  ])('may be the whole file', ({ text, says }) => {
    expect(mistakes(text)).toEqual(says);
  });
});

describe('a mistake between the fields', () => {
  it.each<{ story: string; line: string; by: string; says: readonly string[] }>([
    {
      story: 'an unknown group',
      line: 'group: web',
      by: '    group: wed',
      says: ['11:12 unknown group `wed`; did you mean `web`?'],
    },
    {
      story: 'an id twice, with the line of the first',
      line: 'id: sam,',
      by: '  - { id: kim, name: Sam, channels: [pager, hook] }',
      says: [
        '38:11 person id `kim` stands twice; every id stands for one thing (first in line 32)',
        '49:70 unknown person `sam`',
        '51:28 unknown person `sam`',
        '56:31 unknown person `sam`',
      ],
    },
    {
      story: 'an override that ends before it begins',
      line: 'by: sam,',
      by: '      - { person: kim, by: sam, from: 2026-01-06T09:00, to: 2026-01-06T08:00 }',
      says: ['51:9 it ends before it begins; `to` must be later than `from`'],
    },
    {
      story: 'an interval that is a loop',
      line: 'port: 6379',
      by: '        port: 6379\n        interval: 1ms',
      says: ['24:19 must be at least 100ms'],
    },
    {
      story: 'a step that reaches nobody',
      line: 'critical:',
      by: '      { low: [], high: [], critical: [] }',
      says: ["57:17 the last resort can reach nobody: Kim's `rules` leave no channel"],
    },
  ])('is told at its place: $story', ({ line, by, says }) => {
    expect(mistakes(spoiled(line, by))).toEqual(says);
  });
});

describe('several mistakes', () => {
  it('are all listed, in the order of their lines', () => {
    const text =
      'version: 1\npeople:\n  - { id: kim, name: 1, channels: [] }\ngroups:\n  - { id: a, nme: A }\nsettings: { pageAfter: soon, desk: 7 }\nchannels: [{ id: x, type: fax }]\n';
    expect(mistakes(text)).toEqual([
      '3:22 must be a text, found 1; put it in quotes',
      '3:35 a person without a channel cannot be paged; name at least one',
      '5:14 unknown field `nme`; did you mean `name`?',
      '6:24 not a duration: "soon"; write it like 45s, 2m, 1h30m or 500ms',
      '6:36 must be a text, found 7; put it in quotes',
      `7:27 must be one of ${CHANNEL_TYPES}, found "fax"`,
    ]);
  });

  it('beyond a thousand are counted', () => {
    const told = mistakes(`version: 1\n${Array.from({ length: 3_000 }, (_, index) => `f${index}: 1`).join('\n')}`);
    expect(told).toHaveLength(1_001);
    expect(told.at(-1)).toBe('null:null and 2000 more problems');
  });
});
