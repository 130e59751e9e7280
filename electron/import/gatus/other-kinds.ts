/** Gatus endpoints that are not asked over HTTP: tcp, icmp, ssh, tls, starttls, dns. */
import { DNS_RECORDS } from '../../../shared/model/checks/dns.ts';
import type { CheckDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { escapeRegex, hostPort, literal } from '../texts.ts';
import { bodyRule, type Condition, whyNot } from './conditions.ts';
import type { Endpoint } from './kind.ts';
import { gatusText } from './text.ts';

/** `ws://`, `wss://`: what is sent, and what one message must be. */
export function webSocketCheck({ fields, place, report, url, conditions, client, common }: Endpoint): CheckDraft {
  const body = fields.text('body');
  const rules = conditions.flatMap((condition) => {
    const rule = condition.placeholder === 'BODY' ? bodyRule(condition) : null;
    if (rule === null || 'absent' in rule) {
      report.lost(place, `the condition "${condition.text}" has no counterpart`);
      return [];
    }
    return rule;
  });
  const [expect, ...others] = rules;
  if (others.length > 0) {
    report.lost(place, 'only the first condition about its message is looked at');
  }
  return {
    type: 'websocket',
    url,
    ...(body !== null && { send: gatusText(body, report) }),
    ...(expect !== undefined && { expect }),
    ...(client?.flag('insecure') === true && { verifyTls: false }),
    ...common,
  };
}

/** `[CONNECTED]` alone is what such checks can be asked. */
function tellConditions(conditions: readonly Condition[], place: Place, report: Report): void {
  for (const condition of conditions) {
    report.lost(place, `the condition "${condition.text}" ${whyNot(condition)}`);
  }
}

/** `icmp://host`. */
export function pingCheck({ place, report, url, conditions, common }: Endpoint): CheckDraft {
  tellConditions(conditions, place, report);
  return { type: 'ping', host: url.replace(/^icmp:\/\//i, '').replace(/\/.*$/, ''), ...common };
}

/** `ssh://host:22`: ours does not log in. */
export function sshCheck({ fields, place, report, url, conditions, common }: Endpoint): CheckDraft {
  const address = authority(url);
  fields.ignore('ssh', 'body');
  if (fields.has('ssh')) {
    report.changed(place, 'nobody logs in and no command is run: it must greet as SSH');
  }
  tellConditions(conditions, place, report);
  const port = hostPort(address);
  return { type: 'tcp', preset: 'ssh', ...(port ?? { host: address }), ...common };
}

/** `tls://host:port`, `starttls://host:port` (SMTP, as Gatus means it). */
export function secureCheck(endpoint: Endpoint, preset: 'smtp-starttls' | null): CheckDraft | null {
  const { place, report, conditions, client, common } = endpoint;
  const address = hostPort(authority(endpoint.url));
  if (address === null) {
    report.lost(place, 'an address with a port is needed');
    return null;
  }
  tellConditions(conditions, place, report);
  return {
    type: 'tcp',
    ...address,
    ...(preset === null ? { tls: true } : { preset }),
    ...(client?.flag('insecure') === true && { verifyTls: false }),
    ...common,
  };
}

/** What stands between the scheme and the path. */
const authority = (url: string): string => url.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '');

/** `url` is the resolver, `dns` the question (README "Monitoring an endpoint using DNS queries"). */
export function dnsCheck({ fields, place, report, url, conditions, common }: Endpoint): CheckDraft | null {
  const dns = fields.record('dns');
  const query = dns?.text('query-name') ?? '';
  const record = (dns?.text('query-type') ?? '').toUpperCase();
  const known = DNS_RECORDS.find((one) => one === record);
  if (known === undefined) {
    report.lost(place, `there is no dns check for records of type "${record}"`);
    return null;
  }
  const answers: { any?: string[]; regex?: string } = {};
  let rcode: string | null = null;
  for (const condition of conditions) {
    const { placeholder, operator, right } = condition;
    const rule = placeholder === 'BODY' ? bodyRule(condition) : null;
    if (placeholder === 'DNS_RCODE' && operator === '==' && right.kind === 'text') {
      rcode = right.text;
    } else if (placeholder === 'BODY' && operator === '==' && right.kind !== 'pattern') {
      answers.any = [...(right.kind === 'any' ? right.texts : [right.text])].map(literal);
    } else if (rule !== null && operator === '==' && answers.regex === undefined) {
      answers.regex =
        'regex' in rule
          ? rule.regex
          : literal(escapeRegex(condition.right.kind === 'pattern' ? condition.right.pattern.replaceAll('*', '') : ''));
    } else {
      report.lost(place, `the condition "${condition.text}" has no counterpart`);
    }
  }
  const resolver = authority(url);
  return {
    type: 'dns',
    query: gatusText(query, report),
    record: known,
    ...(resolver !== '' && { resolver }),
    ...(rcode !== null && rcode !== 'NOERROR' && { expectRcode: rcode as 'NXDOMAIN' }),
    ...(Object.keys(answers).length > 0 && { expectAnswers: answers }),
    ...common,
  };
}

export function tcpCheck({ fields, place, report, url, conditions, common }: Endpoint): CheckDraft | null {
  const address = hostPort(url.replace(/^tcp:\/\//i, '').replace(/\/.*$/, ''));
  if (address === null) {
    report.lost(place, 'a tcp address is tcp://host:port');
    return null;
  }
  const body = fields.text('body');
  const script: ({ send: string } | { expect: string } | { expectRegex: string })[] =
    body === null ? [] : [{ send: scriptText(gatusText(body, report)) }];
  for (const condition of conditions) {
    const rule = condition.placeholder === 'BODY' ? bodyRule(condition) : null;
    if (rule !== null && 'contains' in rule) {
      script.push({ expect: scriptText(rule.contains) });
    } else if (rule !== null && 'regex' in rule) {
      script.push({ expectRegex: rule.regex });
    } else {
      report.lost(place, `the condition "${condition.text}" has no counterpart`);
    }
  }
  return { type: 'tcp', ...address, ...(script.length > 0 && { script }), ...common };
}

/** In a script a backslash begins an escape. */
const scriptText = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
