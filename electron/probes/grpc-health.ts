/**
 * The two messages of grpc.health.v1 (health.proto of grpc/grpc) and gRPC's framing and status, by hand.
 *
 * Pure, over bytes that a stranger sent: whatever comes is read, or said to be unreadable.
 */
import type { Failure } from '../../shared/model/observation.ts';
import { oneLine } from './words.ts';

/** Five bytes before every message: compressed or not, and its length (gRPC over HTTP/2, "Length-Prefixed-Message"). */
const PREFIX = 5;

/** `HealthCheckRequest { string service = 1; }`, framed. The default value is not on the wire (proto3). */
export function healthRequest(service: string): Uint8Array {
  const name = Buffer.from(service, 'utf8');
  const message = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left >>>= 7) {
    bytes.push((left & 0x7f) | 0x80);
  }
  return [...bytes, left];
}

/** `HealthCheckResponse.ServingStatus`, or why there is none to be read. */
export type HealthAnswer =
  | { readonly ok: true; readonly status: number }
  | { readonly ok: false; readonly problem: string };

/** `HealthCheckResponse { ServingStatus status = 1; }` out of the framed answer. Fields that we do not know are skipped. */
export function readHealth(framed: Uint8Array): HealthAnswer {
  const bytes = Buffer.from(framed.buffer, framed.byteOffset, framed.byteLength);
  if (bytes.length < PREFIX || bytes.length < PREFIX + bytes.readUInt32BE(1)) {
    return { ok: false, problem: `the answer is cut off after ${bytes.length} bytes` };
  }
  if (bytes[0] !== 0) {
    return { ok: false, problem: 'the answer is compressed, which nobody asked for' };
  }
  const message = bytes.subarray(PREFIX, PREFIX + bytes.readUInt32BE(1));
  let status = 0; // the default value is not on the wire
  for (let at = 0; at < message.length; ) {
    const key = readVarint(message, at);
    if (key === null) {
      return UNREADABLE;
    }
    const value = readField(message, key.next, key.value & 7);
    if (value === null) {
      return UNREADABLE;
    }
    if (key.value === STATUS_KEY) {
      status = value.value;
    }
    at = value.next;
  }
  return { ok: true, status };
}

/** Field 1, varint. */
const STATUS_KEY = 0x08;
const UNREADABLE: HealthAnswer = { ok: false, problem: 'the answer is no HealthCheckResponse' };

interface Read {
  readonly value: number;
  readonly next: number;
}

/** The lower 32 bits; a longer number cannot be a status. */
function readVarint(bytes: Uint8Array, from: number): Read | null {
  let value = 0;
  for (let at = from, shift = 0; at < bytes.length && shift < 70; at += 1, shift += 7) {
    const byte = bytes[at] ?? 0;
    if (shift < 32) {
      value |= (byte & 0x7f) << shift;
    }
    if (byte < 0x80) {
      return { value: value >>> 0, next: at + 1 };
    }
  }
  return null;
}

/** Protocol Buffers' wire types: 0 varint, 1 eight bytes, 2 with a length, 5 four bytes; groups are of the past. */
function readField(bytes: Uint8Array, at: number, wireType: number): Read | null {
  switch (wireType) {
    case 0:
      return readVarint(bytes, at);
    case 1:
      return within(bytes, at + 8);
    case 2: {
      const length = readVarint(bytes, at);
      return length && within(bytes, length.next + length.value);
    }
    case 5:
      return within(bytes, at + 4);
    default:
      return null;
  }
}

const within = (bytes: Uint8Array, next: number): Read | null => (next <= bytes.length ? { value: 0, next } : null);

/** grpc-status by number (statuscodes.md). */
const CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;
const SERVING_STATUS = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** How a call ended: what stood in its trailers, and the message if one came. */
export interface GrpcEnd {
  /** `grpc-status`; null when the stream ended without one. */
  readonly status: string | null;
  /** `grpc-message`, percent-encoded as it came. */
  readonly message: string;
  readonly framed: Uint8Array;
}

/** What the end of a health call means; null: the service is serving. `service` as asked, empty for the whole server. */
export function judgeGrpc(end: GrpcEnd, service: string): Omit<Failure, 'phase'> | null {
  if (end.status === null) {
    return { kind: 'protocol', detail: 'the answer ended without a grpc-status' };
  }
  const code = CODES[/^\d{1,2}$/.test(end.status) ? Number(end.status) : -1];
  if (code !== 'OK') {
    return refused(code ?? `status ${oneLine(end.status)}`, grpcMessage(end.message), service);
  }
  const answer = readHealth(end.framed);
  if (!answer.ok) {
    return { kind: 'protocol', detail: answer.problem };
  }
  const state = SERVING_STATUS[answer.status] ?? `status ${answer.status}`;
  return state === 'SERVING' ? null : { kind: 'said-failing', detail: `${who(service)} says ${state}` };
}

function refused(code: string, message: string, service: string): Omit<Failure, 'phase'> {
  const words = `${code}${message === '' ? '' : `: ${message}`}`;
  switch (code) {
    case 'UNIMPLEMENTED':
      return { kind: 'protocol', detail: `the server has no grpc.health.v1.Health service (${words})` };
    case 'NOT_FOUND':
      return { kind: 'said-failing', detail: `the server knows no service "${service}" (${words}); mend service` };
    case 'DEADLINE_EXCEEDED':
      return { kind: 'timeout', detail: `${who(service)} did not answer in time (${words})` };
    case 'RESOURCE_EXHAUSTED':
      return { kind: 'overloaded', detail: `${who(service)} refuses politely (${words})` };
    default:
      return { kind: 'said-failing', detail: `${who(service)} answers ${words}` };
  }
}

const who = (service: string) => (service === '' ? 'the server' : `service "${service}"`);

/** Percent-encoded UTF-8, where damaged escapes stand as they are (gRPC over HTTP/2, "Status-Message"). */
export function grpcMessage(encoded: string): string {
  const bytes = encoded.replaceAll(/%([0-9a-fA-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return oneLine(Buffer.from(bytes, 'latin1').toString('utf8'));
}
