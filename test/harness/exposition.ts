/**
 * Strict readers of Prometheus' text format and of InfluxDB's line protocol, written from their documents and not from our painters: what
 * is not exactly so is an error.
 */

export interface ReadSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
export interface ReadMetric {
  readonly name: string;
  readonly help: string;
  readonly kind: string;
  readonly samples: readonly ReadSample[];
}

/** Every metric with HELP before TYPE before its samples, each name once, each series once, a line feed at the end. */
export function readPrometheus(text: string): readonly ReadMetric[] {
  if (text !== '' && !text.endsWith('\n')) {
    throw new Error('the last line does not end');
  }
  const metrics: { name: string; help: string; kind: string; samples: ReadSample[] }[] = [];
  const seen = new Set<string>();
  let help: { name: string; text: string } | null = null;
  for (const line of text.split('\n').slice(0, -1)) {
    const [, helped, words] = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ([^\n]*)$/.exec(line) ?? [];
    const [, typed, kind] =
      /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (gauge|counter|histogram|summary|untyped)$/.exec(line) ?? [];
    if (helped !== undefined) {
      help = { name: helped, text: unescaped(words ?? '', '\\') };
    } else if (typed !== undefined) {
      if (help?.name !== typed || metrics.some(({ name }) => name === typed)) {
        throw new Error(`TYPE out of place: ${line}`);
      }
      metrics.push({ name: typed, help: help.text, kind: kind ?? '', samples: [] });
    } else if (line !== '') {
      const metric = metrics.at(-1);
      const [name, sample] = readSample(line);
      const family = metric?.kind === 'histogram' ? name.replace(/_(?:bucket|sum|count)$/, '') : name;
      if (metric === undefined || family !== metric.name || seen.has(`${name}${JSON.stringify(sample.labels)}`)) {
        throw new Error(`sample out of place: ${line}`);
      }
      seen.add(`${name}${JSON.stringify(sample.labels)}`);
      metric.samples.push(sample);
    }
  }
  return metrics;
}

function readSample(line: string): readonly [string, ReadSample] {
  const [head = '', name = ''] = /^([a-zA-Z_:][a-zA-Z0-9_:]*)/.exec(line) ?? [];
  let rest = line.slice(head.length);
  const labels: [string, string][] = [];
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    for (;;) {
      const [all = '', label, value] = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/.exec(rest) ?? [];
      if (label === undefined || value === undefined) {
        throw new Error(`no label: ${rest}`);
      }
      labels.push([label, unescaped(value, '\\"')]);
      rest = rest.slice(all.length);
      if (rest.startsWith('}')) {
        rest = rest.slice(1);
        break;
      }
      if (!rest.startsWith(',')) {
        throw new Error(`neither , nor }: ${rest}`);
      }
      rest = rest.slice(1);
    }
  }
  const [, number] = /^ (NaN|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(rest) ?? [];
  if (name === '' || number === undefined) {
    throw new Error(`no value: ${line}`);
  }
  return [name, { labels: Object.fromEntries(labels), value: Number(number.replace('Inf', 'Infinity')) }];
}

function unescaped(text: string, known: string): string {
  return text.replaceAll(/\\([^\n])/g, (_, after: string) => {
    if (after !== 'n' && !known.includes(after)) {
      throw new Error(`unknown escape \\${after}`);
    }
    return after === 'n' ? '\n' : after;
  });
}

export interface ReadPoint {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly value: number;
  readonly ns: string;
}

/** Points with the one float field `value` and a time in ns; tags sorted, none empty. */
export function readInflux(text: string): readonly ReadPoint[] {
  if (text !== '' && !text.endsWith('\n')) {
    throw new Error('the last line does not end');
  }
  return text.split('\n').slice(0, -1).map(readPoint);
}

function readPoint(line: string): ReadPoint {
  const [series = '', field = '', ns = '', ...more] = partsOf(line, ' ');
  const [name = '', ...tags] = partsOf(series, ',');
  const [, value] = /^value=(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(field) ?? [];
  if (more.length > 0 || name === '' || value === undefined || !/^\d{1,19}$/.test(ns)) {
    throw new Error(`no point: ${line}`);
  }
  const pairs = tags.map((tag) => partsOf(tag, '='));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes(''))) {
    throw new Error(`no tag: ${line}`);
  }
  const plain = pairs.map(([key = '', text = '']) => [literal(key), literal(text)] as const);
  if (plain.some(([key], index) => index > 0 && key <= (plain[index - 1]?.[0] ?? ''))) {
    throw new Error(`tags not sorted: ${line}`);
  }
  return { name: literal(name), tags: Object.fromEntries(plain), value: Number(value), ns };
}

/** Parted where the separator is not escaped. A backslash escapes whatever follows it. */
function partsOf(text: string, separator: string): readonly string[] {
  const parts = [''];
  for (let place = 0; place < text.length; place += 1) {
    const character = text.charAt(place);
    if (character === '\\') {
      parts[parts.length - 1] += character + text.charAt(place + 1);
      place += 1;
    } else if (character === separator) {
      parts.push('');
    } else {
      parts[parts.length - 1] += character;
    }
  }
  return parts;
}

const literal = (text: string): string => text.replaceAll(/\\([^\n])/g, '$1');
