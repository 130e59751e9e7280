/**
 * What an answer of the DNS amounts to: the response code, who gave it, and the records against the check's rules. Pure.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import { formatDuration } from '../../shared/model/duration.ts';
import type { Failure } from '../../shared/model/observation.ts';
import { canonicalText, type FoundRecord, type Reply } from './dns-message.ts';
import { patternOf } from './pattern.ts';
import { oneLine, short } from './words.ts';

/** What a response code means to somebody who does not know it by heart (RFC 1035 section 4.1.1). */
const RCODE_WORDS: Readonly<Record<string, string>> = {
  NOERROR: 'the name exists',
  FORMERR: 'the server did not understand the question',
  SERVFAIL: 'the server could not get the answer',
  NXDOMAIN: 'no such name',
  NOTIMP: 'the server does not do this',
  REFUSED: 'the server refuses to answer us',
};

type Objection = Pick<Failure, 'kind' | 'detail'>;
type Rule = (reply: Reply) => Objection | null;

/** The first rule that does not hold, with its number; null when all do. */
export function judgeReply(check: CheckOf<'dns'>, reply: Reply): Omit<Failure, 'phase'> | null {
  for (const [index, rule] of rulesOf(check).entries()) {
    const objection = rule(reply);
    if (objection !== null) {
      return { ...objection, step: index + 1 };
    }
  }
  return null;
}

function rulesOf(check: CheckOf<'dns'>): readonly Rule[] {
  const rules: Rule[] = [rightCode(check)];
  if (check.authoritative) {
    rules.push(({ authoritative }) => (authoritative ? null : wrong('the answer is not authoritative')));
  }
  return check.expectRcode === 'NOERROR' ? [...rules, ...answerRules(check)] : rules;
}

const rightCode =
  ({ query, record, expectRcode }: CheckOf<'dns'>): Rule =>
  ({ rcode }) => {
    if (rcode === expectRcode) {
      return null;
    }
    const meaning = RCODE_WORDS[rcode] === undefined ? '' : ` (${RCODE_WORDS[rcode]})`;
    return {
      kind: rcode === 'SERVFAIL' ? 'said-failing' : 'wrong-status',
      detail: `${rcode}${meaning} for ${query} ${record}, expected ${expectRcode}`,
    };
  };

function answerRules({ record, query, expectAnswers = { atLeast: 1 } }: CheckOf<'dns'>): readonly Rule[] {
  const { atLeast, all, any, exactly, none, regex, maxTtl } = expectAnswers;
  const canonical = (texts: readonly string[]) => texts.map((text) => canonicalText(record, text));
  const rules: Rule[] = [];
  rules.push(({ records }) =>
    records.length >= atLeast
      ? null
      : wrong(`${count(records.length, record)} for ${query}, expected at least ${atLeast}`, records),
  );
  if (all) {
    const wanted = canonical(all);
    rules.push(({ records }) => {
      const missing = wanted.find((text) => !has(records, text));
      return missing === undefined ? null : wrong(`${short(missing)} is not among the answers`, records);
    });
  }
  if (any) {
    const wanted = canonical(any);
    rules.push(({ records }) =>
      wanted.some((text) => has(records, text)) ? null : wrong(`none of ${list(wanted)} among the answers`, records),
    );
  }
  if (exactly) {
    const wanted = canonical(exactly);
    rules.push(({ records }) => {
      const missing = wanted.find((text) => !has(records, text));
      const extra = records.find(({ text }) => !wanted.includes(text));
      if (missing !== undefined) {
        return wrong(`${short(missing)} is not among the answers`, records);
      }
      return extra === undefined
        ? null
        : wrong(`${oneLine(extra.text)} is among the answers, and must not be`, records);
    });
  }
  if (none) {
    const unwanted = canonical(none);
    rules.push(({ records }) => {
      const found = unwanted.find((text) => has(records, text));
      return found === undefined ? null : wrong(`${short(found)} is among the answers, and must not be`, records);
    });
  }
  if (regex !== undefined) {
    const pattern = patternOf(regex);
    rules.push(({ records }) =>
      records.some(({ text }) => pattern.test(text)) ? null : wrong(`no answer fits /${short(regex)}/`, records),
    );
  }
  if (maxTtl !== undefined) {
    rules.push(({ records }) => {
      const longest = Math.max(...records.map(({ ttl }) => ttl * 1_000));
      return longest > maxTtl
        ? {
            kind: 'threshold',
            detail: `an answer may be kept for ${formatDuration(longest)}, at most ${formatDuration(maxTtl)} wanted`,
          }
        : null;
    });
  }
  return rules;
}

const has = (records: readonly FoundRecord[], wanted: string) => records.some(({ text }) => text === wanted);
const count = (found: number, record: string) => (found === 0 ? `no ${record} record` : `${found} ${record} records`);

function wrong(detail: string, records: readonly FoundRecord[] = []): Objection {
  return { kind: 'wrong-content', detail: records.length === 0 ? detail : `${detail}, got ${answersText(records)}` };
}

/** A name may have hundreds. */
const MOST_LISTED = 5;

/** The answers in one line, for people. */
export const answersText = (records: readonly FoundRecord[]): string => list(records.map(({ text }) => text));

function list(texts: readonly string[]): string {
  const more = texts.length - MOST_LISTED;
  return oneLine(`${texts.slice(0, MOST_LISTED).map(short).join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
}
