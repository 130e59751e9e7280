/** A Gatus endpoint that is asked over HTTP. */
import type { Fields } from '../fields.ts';
import type { CheckDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { addressText, headerText } from '../secret-names.ts';
import { codesBetween, statusRanges } from '../texts.ts';
import { bodyJsonRule, bodyRule, type Condition, statusCodes, type TextRule, whyNot } from './conditions.ts';
import type { Endpoint } from './kind.ts';
import { gatusText } from './text.ts';

export function httpCheck(endpoint: Endpoint): CheckDraft {
  const { fields, place, report, url, conditions, client, common } = endpoint;
  const method = (fields.text('method') ?? 'GET').toUpperCase();
  const hint = place.name;
  const headers = Object.fromEntries(
    fields
      .pairs('headers')
      .map(([name, value]) => [name, headerText(name, gatusText(value, report), hint, `headers of "${hint}"`, report)]),
  );
  const graphql = fields.flag('graphql') === true;
  const body = fields.text('body');
  const rules = httpRules(conditions, place, report);
  return {
    type: 'http',
    url,
    ...(method !== 'GET' && { method: method as 'POST' }),
    ...((graphql || Object.keys(headers).length > 0) && {
      headers: graphql ? { 'Content-Type': 'application/json', ...headers } : headers,
    }),
    ...(body !== null && {
      body: bodyText(graphql ? JSON.stringify({ query: body }) : body, url, fields, place, report),
    }),
    ...rules,
    ...(client?.flag('ignore-redirect') === true && { redirects: 0 }),
    ...(client?.flag('insecure') === true && { verifyTls: false }),
    ...wayOf(endpoint),
    ...common,
  };
}

/** Proxy and client certificate. */
function wayOf({ client, place, report }: Endpoint) {
  const proxy = client?.text('proxy-url') ?? null;
  const tls = client?.record('tls') ?? null;
  const cert = tls?.text('certificate-file') ?? null;
  const key = tls?.text('private-key-file') ?? null;
  for (const name of tls?.left() ?? []) {
    report.lost(place, `client.tls: "${name}" has no counterpart`);
  }
  return {
    ...(proxy !== null && {
      proxy: addressText(gatusText(proxy, report), `${place.name} proxy`, `proxy of "${place.name}"`, report),
    }),
    ...(cert !== null &&
      key !== null && { clientCertificate: { cert: gatusText(cert, report), key: gatusText(key, report) } }),
  };
}

/** Placeholders that never change are filled in (README, "Endpoints"); the others stay as they stand, and that is told. */
function bodyText(body: string, url: string, fields: Fields, place: Place, report: Report): string {
  if (/\[(?:LOCAL_ADDRESS|RANDOM_STRING_\d+)\]/.test(body)) {
    report.lost(
      { ...place, line: fields.lineOf('body') },
      'a placeholder of its body has another value each time there',
    );
  }
  return gatusText(body, report)
    .replaceAll('[ENDPOINT_NAME]', () => gatusText(place.name, report))
    .replaceAll('[ENDPOINT_GROUP]', () => gatusText(fields.text('group') ?? '', report))
    .replaceAll('[ENDPOINT_URL]', () => url);
}

function httpRules(conditions: readonly Condition[], place: Place, report: Report) {
  // Without a condition on it, any status is as good as another there.
  let codes: ReadonlySet<number> = codesBetween(100, 599);
  const body: TextRule[] = [];
  const json: NonNullable<ReturnType<typeof bodyJsonRule>>[] = [];
  for (const condition of conditions) {
    const allowed = condition.placeholder === 'STATUS' && condition.path === '' ? statusCodes(condition) : null;
    const rule = condition.placeholder === 'BODY' ? bodyRule(condition) : null;
    const inside = condition.placeholder === 'BODY' ? bodyJsonRule(condition) : null;
    if (allowed !== null) {
      codes = new Set([...codes].filter((code) => allowed.has(code)));
    } else if (rule !== null) {
      body.push(rule);
    } else if (inside !== null) {
      json.push(inside);
    } else {
      report.lost(place, `the condition "${condition.text}" ${whyNot(condition)}`);
    }
  }
  const [only] = body;
  return {
    expectStatus: statusRanges(codes),
    ...(only !== undefined && { expectBody: body.length === 1 ? only : body }),
    ...(json.length > 0 && { expectJson: json }),
  };
}
