import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configJsonSchema, configJsonSchemaText } from '../../../../electron/config/json-schema.ts';
import { parseConfig } from '../../../../electron/config/parse.ts';
import { problemText } from '../../../../electron/config/problems.ts';
import { STARTER_TEXT } from '../../../../electron/config/starter.ts';
import { GOOD, mistakes, NO_SURROUNDINGS } from './good.ts';

/** With every example made real: `#  - id: shop` loses its mark, `## words` keep theirs. */
const EXAMPLES = STARTER_TEXT.replace(/^# (?= )/gm, ' ');

describe('the starter file', () => {
  it('can wake somebody, and says that it watches nothing yet', () => {
    const parsed = parseConfig(STARTER_TEXT, NO_SURROUNDINGS);
    expect(parsed.ok && parsed.warnings.map(problemText)).toEqual([
      'line 9, column 1: components: nothing is watched: there is no component',
    ]);
    expect(parsed.ok && [...parsed.config.policies.keys(), ...parsed.config.people.keys()]).toEqual(['default', 'you']);
  });

  it('has examples that work as soon as their marks are taken away', () => {
    expect(mistakes(EXAMPLES)).toEqual([]);
    const parsed = parseConfig(EXAMPLES, NO_SURROUNDINGS);
    expect(parsed.ok && [...parsed.config.checks.keys()]).toEqual(['shop/http', 'database/tcp', 'backup/heartbeat']);
    expect(parsed.ok && parsed.warnings).toEqual([]);
  });

  it('names its schema in the first line, for editors', () => {
    expect(STARTER_TEXT.split('\n')[0]).toBe('# yaml-language-server: $schema=./watchbell.schema.json');
  });
});

describe('the schema for editors', () => {
  const schema = z.fromJSONSchema(JSON.parse(configJsonSchemaText()) as never);
  const accepts = (yaml: string) => schema.safeParse(parse(yaml)).success;
  const check = (fields: string) =>
    `version: 1\ncomponents: [{ id: a, checks: [{ type: tcp, host: h, port: 1, ${fields} }] }]`;

  it('takes what the reader takes', () => {
    for (const text of [GOOD, STARTER_TEXT, EXAMPLES]) {
      expect(schema.safeParse(parse(text)).error).toBeUndefined();
    }
  });

  it.each([
    { story: 'an unknown field', text: check('intervall: 30s'), taken: false },
    { story: 'a length of time without a unit', text: check('interval: 30'), taken: false },
    { story: 'a length of time that is none', text: check('interval: soon'), taken: false },
    { story: 'a bare zero as a length of time', text: check('interval: 0'), taken: true },
    { story: 'two units', text: check('interval: 1m 30s'), taken: true },
    {
      story: 'a wrong type of check',
      text: 'version: 1\ncomponents: [{ id: a, checks: [{ type: tpc }] }]',
      taken: false,
    },
    { story: 'a variable where a number belongs', text: check('rise: "${RISE}"'), taken: true },
    {
      story: 'a sealed secret',
      text: 'version: 1\nchannels: [{ id: a, type: twilio-sms, accountSid: A, authToken: "sealed:AAAA", from: "${FROM}", to: "${TO}" }]',
      taken: true,
    },
    {
      story: 'a length of time by severity',
      text: 'version: 1\nsettings: { pageAfter: { default: 45s, critical: 0 } }',
      taken: true,
    },
    {
      story: 'a severity that there is not',
      text: 'version: 1\nsettings: { pageAfter: { critcal: 0 } }',
      taken: false,
    },
    { story: 'no version', text: 'people: []', taken: false },
  ])('sees $story', ({ text, taken }) => {
    expect(accepts(text)).toBe(taken);
  });

  it('is draft 7 and has a title', () => {
    expect(configJsonSchema()).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Watchbell configuration',
    });
  });
});
