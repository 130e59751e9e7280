/**
 * A configuration with one of everything, for tests that spoil it.
 */
import { parseConfig } from '../../../../electron/config/parse.ts';
import type { Surroundings } from '../../../../electron/config/placeholders.ts';

export const NO_SURROUNDINGS: Surroundings = { env: {}, unseal: () => null };

export const GOOD = `# Everything once
version: 1
settings:
  pageAfter: 20s
  listen: { host: 127.0.0.1, port: 8731 }
groups:
  - { id: web, name: Web }
components:
  - id: shop
    name: Shop
    group: web
    runbook: https://wiki.example.org/shop
    policy: default
    checks:
      - type: http
        url: https://shop.example.org/health
        headers: { X-Api-Key: "\${SHOP_KEY:-key-0001}" }
        expectStatus: [200, "301-302"]
        expectBody: { contains: ok }
        failureStatuses: { tls: partial_outage }
      - type: tcp
        host: shop.example.org
        port: 6379
        script:
          - send: 'PING\\r\\n'
          - expect: +PONG
  - id: intranet
    checks:
      - { type: zcmonitor, instancePort: 8080 }
      - { type: heartbeat, every: 1h, token: backup-0123456789 }
people:
  - id: kim
    name: Kim
    timeZone: Europe/Berlin
    channels: [notice, sms]
    rules:
      critical: [{ channel: notice }, { channel: sms, after: 1m }]
  - { id: sam, name: Sam, channels: [pager, hook] }
channels:
  - { id: notice, type: native }
  - { id: tone, type: sound, volume: 0.5 }
  - { id: hook, type: webhook, url: "https://hooks.example.org/x", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw }
  - { id: sms, type: twilio-sms, accountSid: AC0001, authToken: auth-0001, from: "+15005550006", to: "+447700900123" }
  - { id: pager, type: snpp, host: snpp.example.org, pager: "5551212", login: { id: us, password: pw-0001 } }
schedules:
  - id: rota
    name: Rota
    timeZone: Europe/Berlin
    rotation: { turn: weekly, start: 2026-01-05T09:00, people: [kim, sam] }
    overrides:
      - { person: kim, by: sam, from: 2026-01-06T09:00, to: 2026-01-06T18:00:00+01:00 }
policies:
  - id: default
    steps:
      - { targets: [{ schedule: rota }], delay: 5m }
      - { targets: [{ person: sam }, { channel: hook }] }
    lastResort: { person: kim }
`;

/** "line:column message" of everything that is wrong, in order. Empty: nothing is. */
export function mistakes(text: string, surroundings: Surroundings = NO_SURROUNDINGS): readonly string[] {
  const parsed = parseConfig(text, surroundings);
  return parsed.ok ? [] : parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** The good configuration with one line replaced. */
export function spoiled(line: string, by: string): string {
  const lines = GOOD.split('\n');
  const at = lines.findIndex((text) => text.includes(line));
  if (at === -1) {
    throw new Error(`no line with ${line}`);
  }
  return lines.with(at, by).join('\n');
}
