/**
 * Reads Prometheus' target lists: `scrape_configs` of prometheus.yml with static and file targets, or such a file alone
 * (prometheus.io/docs/prometheus/latest/configuration/configuration, scrape_config, file_sd_config).
 *
 * A job of the blackbox exporter becomes a check of its target. Any other job becomes a look at whether its targets can be
 * scraped, which is what `up` says.
 */
import { type Fields, fieldsOf, isRecord } from '../fields.ts';
import { type GroupMaker, groupMaker } from '../groups.ts';
import type { CheckDraft, ImportedComponent, Place, ReadResult } from '../imported.ts';
import type { Report } from '../report.ts';
import { addressText } from '../secret-names.ts';
import { durationText, goDuration, hostPort, idMaker, literal, tagOf } from '../texts.ts';
import type { Tools } from '../tools.ts';
import { readYamlSource, type YamlSource } from '../yaml-source.ts';
import { type Modules, readModules, wellKnownModules } from './modules.ts';
import { probeCheck, type Timing } from './probe.ts';

/** Default of `global.scrape_interval`. */
const INTERVAL_MS = 60_000;

const RELABELS = new Set(['__param_target', 'instance', '__address__']);

export interface PrometheusFiles {
  readonly path: string;
  readonly text: string;
  /** The blackbox exporter's own file, where it was given. */
  readonly modules: { readonly path: string; readonly text: string } | null;
}

export async function readPrometheus(files: PrometheusFiles, report: Report, tools: Tools): Promise<ReadResult> {
  const source = readYamlSource(files.text, files.path, tools.readYaml);
  if (!source.ok) {
    return source;
  }
  const known =
    files.modules === null
      ? { ok: true as const, modules: wellKnownModules() }
      : readModules(files.modules.text, files.modules.path, tools.readYaml);
  if (!known.ok) {
    return known;
  }
  const reading = createReading(known.modules, files.modules !== null, report);
  if (Array.isArray(source.value)) {
    reading.fileOfTargets(source, files.path);
  } else if (isRecord(source.value) && 'scrape_configs' in source.value) {
    await readJobs(fieldsOf(source.value, source.lineOf), files.path, reading, report, tools);
  } else {
    return {
      ok: false,
      reason: `${files.path} is neither a prometheus.yml (it has no scrape_configs) nor a list of targets`,
    };
  }
  return { ok: true, imported: reading.imported() };
}

interface Job {
  readonly name: string;
  readonly timing: Timing;
  /** Null: it scrapes metrics from its targets themselves. */
  readonly module: string | null;
  readonly scheme: string;
  readonly path: string;
  readonly place: Place;
}

async function readJobs(root: Fields, file: string, reading: Reading, report: Report, tools: Tools): Promise<void> {
  const global = root.record('global');
  for (const fields of root.records('scrape_configs')) {
    const job = jobOf(fields, global, file, report);
    for (const entry of fields.records('static_configs')) {
      reading.targets(entry, job, job.place);
    }
    for (const list of fields.records('file_sd_configs')) {
      list.ignore('refresh_interval');
      for (const pattern of list.texts('files')) {
        await readTargetFiles(pattern, file, job, reading, report, tools);
      }
    }
    for (const key of [...fields.left(), ...fields.odd()]) {
      const why = key.endsWith('_sd_configs') ? 'discovery is not carried over' : 'it has no counterpart';
      report.lost({ ...job.place, line: fields.lineOf(key) }, `"${key}": ${why}`);
    }
  }
  root.ignore('global', 'storage', 'tracing', 'otlp', 'runtime');
  for (const key of [...root.left(), ...root.odd()]) {
    report.lost({ file, line: root.lineOf(key), name: key }, 'it has no counterpart');
  }
}

function jobOf(fields: Fields, global: Fields | null, file: string, report: Report): Job {
  const name = fields.text('job_name') ?? 'unnamed';
  const place = { file, line: fields.line, name };
  const params = fields.record('params');
  const module = params?.texts('module')[0] ?? null;
  const path = fields.text('metrics_path') ?? '/metrics';
  const interval = goDuration(fields.text('scrape_interval') ?? global?.text('scrape_interval') ?? '') ?? INTERVAL_MS;
  const timeout = goDuration(fields.text('scrape_timeout') ?? global?.text('scrape_timeout') ?? '');
  for (const key of [...(params?.left() ?? []), ...(params?.odd() ?? [])]) {
    report.lost(place, `params: "${key}" has no counterpart`);
  }
  for (const [index, rule] of fields.records('relabel_configs').entries()) {
    const plain = RELABELS.has(rule.text('target_label') ?? '') && !rule.has('regex') && !rule.has('action');
    if (!plain) {
      report.lost(
        { ...place, line: rule.line },
        `relabel rule ${index + 1} is not followed: targets and labels are taken as they stand`,
      );
    }
  }
  fields.ignore('honor_labels', 'honor_timestamps', 'metric_relabel_configs', 'sample_limit', 'scrape_protocols');
  return {
    name,
    module: module ?? (path === '/probe' ? 'http_2xx' : null),
    scheme: fields.text('scheme') ?? 'http',
    path,
    place,
    timing: {
      interval: durationText(interval),
      ...(timeout !== null && timeout > 0 && { timeout: durationText(timeout) }),
    },
  };
}

async function readTargetFiles(
  pattern: string,
  beside: string,
  job: Job,
  reading: Reading,
  report: Report,
  tools: Tools,
): Promise<void> {
  const paths = await tools.filesLike(pattern, beside);
  if (paths.length === 0) {
    report.lost(job.place, `there is no file ${pattern} to take targets from`);
  }
  for (const path of paths) {
    const file = await tools.readText(path);
    const source: YamlSource = file.ok ? readYamlSource(file.text, path, tools.readYaml) : file;
    if (source.ok) {
      reading.fileOfTargets(source, path, job);
    } else {
      report.lost(job.place, source.reason);
    }
  }
}

interface Reading {
  /** A list `[{targets, labels}]`. Without a job each target says by its form what it is. */
  fileOfTargets(source: Extract<YamlSource, { ok: true }>, file: string, job?: Job): void;
  targets(entry: Fields, job: Job | null, place: Place): void;
  imported(): Extract<ReadResult, { ok: true }>['imported'];
}

function createReading(modules: Modules, modulesGiven: boolean, report: Report): Reading {
  const groups: GroupMaker = groupMaker();
  const newId = idMaker(['watcher']);
  const components: ImportedComponent[] = [];

  function checkFor(target: string, moduleName: string | null, job: Job | null, place: Place): CheckDraft | null {
    if (job !== null && moduleName === null) {
      return scrapeCheck(target, job, place, report);
    }
    const name = moduleName ?? guessedModule(target);
    const module = modules(name);
    if (module === null) {
      const remedy = modulesGiven ? 'the modules given have none of that name' : 'give blackbox.yml with --modules';
      report.lost(place, `nobody says what the module "${name}" does; ${remedy}`);
      return null;
    }
    if (moduleName === null) {
      report.changed(place, `no job says how it is probed; by its form it became ${name}`);
    }
    return probeCheck(target, module, job?.timing ?? { interval: durationText(INTERVAL_MS) }, place, report);
  }

  function targets(entry: Fields, job: Job | null, around: Place): void {
    const labels = new Map(entry.pairs('labels'));
    const tags = [...labels]
      .filter(([label]) => !label.startsWith('__') && label !== 'instance' && label !== 'job')
      .map(([label, value]) => tagOf(`${label}-${value}`));
    for (const target of entry.texts('targets')) {
      const place = { ...around, line: entry.line ?? around.line, name: shownTarget(target) };
      const check = checkFor(target, labels.get('__param_module') ?? job?.module ?? null, job, place);
      if (check === null) {
        continue;
      }
      const group = groups.idOf(job?.name ?? labels.get('job') ?? '');
      const name = labels.get('instance') ?? place.name;
      components.push({
        draft: {
          id: newId(name.replace(/^[a-z]+:\/\//i, '')),
          name: literal(name),
          ...(group !== null && { group }),
          ...(tags.length > 0 && { tags: [...new Set(tags)] }),
          checks: [check],
        },
        origin: `from ${job === null ? 'the targets' : `job "${job.name}"`}${place.line === null ? '' : `, line ${place.line}`} of ${around.file}`,
        place,
      });
    }
    for (const key of [...entry.left(), ...entry.odd()]) {
      report.lost({ ...around, line: entry.lineOf(key) }, `"${key}" has no counterpart`);
    }
  }

  return {
    targets,
    fileOfTargets: ({ value, lineOf }, file, job) => {
      const place = { file, line: null, name: job?.name ?? '' };
      for (const entry of Array.isArray(value) ? value : []) {
        if (isRecord(entry)) {
          targets(fieldsOf(entry, lineOf), job ?? null, place);
        } else {
          report.lost(place, 'an entry is no {targets, labels}');
        }
      }
    },
    imported: () => ({ groups: groups.all(), components, people: [], policies: [], maintenance: [] }),
  };
}

/** Whether it can be scraped: what Prometheus calls `up`. */
function scrapeCheck(target: string, job: Job, place: Place, report: Report): CheckDraft {
  report.changed(place, 'it is looked at whether its metrics can be fetched (its `up`); no value in them is');
  const url = `${job.scheme}://${target}${job.path.startsWith('/') ? '' : '/'}${job.path}`;
  return {
    type: 'http',
    url: addressText(literal(url), place.name, `target ${place.name}`, report),
    ...job.timing,
  };
}

function guessedModule(target: string): string {
  return /^https?:\/\//i.test(target) ? 'http_2xx' : hostPort(target) === null ? 'icmp' : 'tcp_connect';
}

/** A target in words: what stands before an `@` may be a password. */
const shownTarget = (target: string): string =>
  target.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*$/, '');
