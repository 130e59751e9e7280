/**
 * Twilio's Calls resource: create with the TwiML in the request, and fetch one.
 */
import { created, json, problem } from './twilio-answers.ts';

export interface TwilioCall {
  readonly to: string;
  readonly from: string;
  readonly twiml: string;
  /** Seconds of ringing, as text. */
  readonly timeout: string;
  readonly machineDetection: string | null;
}

export interface TwilioCalls {
  readonly calls: readonly TwilioCall[];
  create(form: URLSearchParams): ReturnType<typeof json>;
  fetch(sid: string): ReturnType<typeof json>;
  /** The call that was begun as the `number`th, from 1, comes to this. */
  becomes(number: number, status: string, answeredBy?: string): void;
}

const NUMBER = /^\+[1-9]\d{6,14}$/;
const sidOf = (number: number) => `CA${String(number).padStart(32, '0')}`;

export function twilioCalls(): TwilioCalls {
  const calls: TwilioCall[] = [];
  const states = new Map<string, { readonly status: string; readonly answered_by: string | null }>();
  return {
    calls,
    becomes: (number, status, answeredBy) => states.set(sidOf(number), { status, answered_by: answeredBy ?? null }),
    create(form) {
      const call = {
        to: form.get('To') ?? '',
        from: form.get('From') ?? '',
        twiml: form.get('Twiml') ?? '',
        timeout: form.get('Timeout') ?? '60',
        machineDetection: form.get('MachineDetection'),
      };
      if (!NUMBER.test(call.to)) {
        return problem(400, 21_211, 'The phone number you are attempting to call is not valid.');
      }
      if (!NUMBER.test(call.from)) {
        return problem(400, 21_212, 'The phone number provided as From is not valid.');
      }
      if (call.twiml === '' || call.twiml.length > 4_000) {
        return problem(400, 21_205, 'Url or Twiml parameter is required; Twiml has at most 4000 characters');
      }
      if (!/^\d{1,3}$/.test(call.timeout) || Number(call.timeout) > 600) {
        return problem(400, 21_220, 'Invalid Timeout');
      }
      const sid = sidOf(calls.push(call));
      states.set(sid, { status: 'queued', answered_by: null });
      return created('call', { sid });
    },
    fetch(sid) {
      const state = states.get(sid);
      return state === undefined
        ? problem(404, 20_404, `The requested resource was not found`)
        : json(200, { sid, direction: 'outbound-api', ...state });
    },
  };
}
