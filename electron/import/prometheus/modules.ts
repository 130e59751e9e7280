/**
 * The blackbox exporter's modules (prometheus/blackbox_exporter, CONFIGURATION.md): what a probe of that name does.
 */
import { type Fields, fieldsOf, isRecord, noLines } from '../fields.ts';
import type { Place } from '../imported.ts';
import { type ReadYaml, readYamlSource } from '../yaml-source.ts';

/** A module by name, with its place for whatever has to be said of it. */
export interface Module {
  readonly name: string;
  readonly fields: Fields;
  readonly place: Place;
}

/** Looks a module up; a fresh one each time, for its fields remember what was asked. */
export type Modules = (name: string) => Module | null;

/** The names of the example file that comes with the exporter (example.yml, blackbox.yml): used when no file is given. */
const WELL_KNOWN: Readonly<Record<string, Record<string, unknown>>> = {
  http_2xx: { prober: 'http' },
  http_post_2xx: { prober: 'http', http: { method: 'POST' } },
  tcp_connect: { prober: 'tcp' },
  icmp: { prober: 'icmp' },
  ping: { prober: 'icmp' },
  grpc: { prober: 'grpc', grpc: { tls: true } },
  grpc_plain: { prober: 'grpc', grpc: { tls: false } },
  pop3s_banner: { prober: 'tcp', tcp: { query_response: [{ expect: '^\\+OK' }], tls: true } },
  ssh_banner: {
    prober: 'tcp',
    tcp: { query_response: [{ expect: '^SSH-2.0-' }, { send: 'SSH-2.0-blackbox-ssh-check' }] },
  },
};

export function wellKnownModules(): Modules {
  return (name) => {
    const module = Object.hasOwn(WELL_KNOWN, name) ? WELL_KNOWN[name] : undefined;
    const place = { file: 'blackbox.yml', line: null, name };
    return module === undefined ? null : { name, fields: fieldsOf(module, noLines), place };
  };
}

export type ModulesResult =
  | { readonly ok: true; readonly modules: Modules }
  | { readonly ok: false; readonly reason: string };

/** The modules of a file: `modules: { http_2xx: { prober: http, … } }`. */
export function readModules(text: string, file: string, readYaml: ReadYaml): ModulesResult {
  const source = readYamlSource(text, file, readYaml);
  if (!source.ok) {
    return source;
  }
  const modules = isRecord(source.value) ? source.value.modules : null;
  if (!isRecord(modules)) {
    return { ok: false, reason: `${file} is no configuration of the blackbox exporter: it has no \`modules\`` };
  }
  return {
    ok: true,
    modules: (name) => {
      const module = Object.hasOwn(modules, name) ? modules[name] : undefined;
      return isRecord(module)
        ? { name, fields: fieldsOf(module, source.lineOf), place: { file, line: source.lineOf(module), name } }
        : null;
    },
  };
}
