/**
 * Fields of a monitor that nothing was made of. Kuma keeps the fields of every type with every monitor, most of them with what
 * they begin as: those say nothing.
 */
import type { Report } from '../report.ts';
import type { Monitor } from './kind.ts';

/** Its own house: numbers, places on the screen, what it saw last. */
const SILENT =
  /^(?:id|name|active|user_?id|created_?date|weight|parent|path(?:Name)?|children(?:IDs?)?|tags|type|notificationIDList|maintenance|include_?sensitive_?data|force_?inactive|dns_?last_?result|last_?.*|screenshot|description|push_?token|upside_?down|basic_?auth_?.*|database_?connection_?string|retry_?interval|maxretries|interval|save_?(?:error_?)?response|response_?max_?length|ping_?(?:count|numeric|per_?request_?timeout)|accepted_?statuscodes.*|manual_?status)$/i;

/** Fields of other types than this monitor's, filled in all the same. */
const OF_TYPE: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:url|method|body|headers|http_?body_?encoding|keyword|invert_?keyword|json_?path.*|expected_?value|maxredirects|ignore_?tls|auth_.*|auth[A-Z].*|oauth.*|tls_?(?:ca|cert|key)|expiry_?notification|domain_?expiry_?notification|cache_?bust|proxy_?id)$/i,
    /^(?:http|keyword|json-query)$/,
  ],
  [/^(?:dns_?resolve_?(?:type|server))$/i, /^dns$/],
  [/^(?:packet_?size)$/i, /^ping$/],
  [/^(?:hostname|port)$/i, /^(?:port|ping|dns|smtp)$/],
  [/^(?:database_?query)$/i, /^(?:postgres|mysql|redis)$/],
  [/^(?:smtp_?security)$/i, /^smtp$/],
];
/** Of types that are not carried over at all, or not yet. */
const ELSEWHERE =
  /^(?:mqtt|kafka|radius|grpc|rabbitmq|snmp|gamedig|game$|docker|remote_?browser|system_?service|ws_?)/i;
/** What fields begin as. */
const BEGINNING = new Set(['', '0', '[]', '{}', 'null', 'false', '48', '53']);

export function tellTheRest({ place, type, left, text }: Monitor, report: Report): void {
  for (const field of left()) {
    const owner = OF_TYPE.find(([fields]) => fields.test(field));
    const ofAnother = owner !== undefined && !owner[1].test(type);
    if (SILENT.test(field) || ELSEWHERE.test(field) || ofAnother || BEGINNING.has(text(field) ?? 'a list')) {
      continue;
    }
    report.lost(place, `"${field}" has no counterpart`);
  }
  if (type === 'push' && (text('maxretries') ?? '0') !== '0') {
    report.lost(place, '"maxretries": a beat that is missed is waited for as long as `grace` says');
  }
}
