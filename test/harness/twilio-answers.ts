/**
 * How Twilio answers, after the recorded answers in test/fixtures/pager/twilio.json.
 */
import { readFileSync } from 'node:fs';

export const recorded = JSON.parse(readFileSync(new URL('../fixtures/pager/twilio.json', import.meta.url), 'utf8')) as {
  send_sms: { answer_201: object; answer_4xx: { code: number; message: string; more_info: string; status: number } };
  call: { answer_201: object };
};

export function created(what: 'send_sms' | 'call', fields: object) {
  return json(201, { ...recorded[what].answer_201, ...fields });
}

/** An answer as Twilio gives it to a request that it does not take. */
export function problem(status: number, code: number, message: string) {
  return json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

export function json(status: number, value: object) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
