/**
 * practable systems that cannot be meant, or that will surprise.
 */
import type { ConfigFile } from '../../model/config.ts';
import { type PractableFile, SERVICES } from '../../model/practable/settings.ts';
import { bare, parts } from '../address.ts';
import { isLoopback } from '../target.ts';
import type { Complaint, Path } from './complaint.ts';

export function practableComplaints({ practable }: ConfigFile): readonly Complaint[] {
  return practable.flatMap((system, index) => addressComplaints(system, ['practable', index]));
}

function addressComplaints(system: PractableFile, path: Path): readonly Complaint[] {
  return SERVICES.flatMap((service): Complaint[] => {
    const { url } = system[service];
    const at = [...path, service, 'url'];
    if (/[?#]/.test(url)) {
      return [{ path: at, message: 'is a base address: leave the query out' }];
    }
    return service === 'relay' && /\/api\/v1\/?$/.test(url)
      ? [{ path: at, message: 'ends in /api/v1: book and jump answer there, relay does not; leave it out' }]
      : [];
  });
}

export function practableWarnings({ practable, policies }: ConfigFile): readonly Complaint[] {
  return practable.flatMap((system, index): Complaint[] => {
    const path: Path = ['practable', index];
    return [
      ...(policies.length === 0 ? [{ path, message: 'nobody is paged for its experiments: there is no policy' }] : []),
      ...(system.verifyTls
        ? []
        : [{ path: [...path, 'verifyTls'], message: 'certificates are not verified (verifyTls: false)' }]),
      ...SERVICES.flatMap((service): Complaint[] => {
        const { scheme, host } = parts(system[service].url);
        return scheme === 'http' && !isLoopback(bare(host.replace(/:\d*$/, '')))
          ? [{ path: [...path, service, 'url'], message: 'tokens go over the wire unencrypted (http)' }]
          : [];
      }),
    ];
  });
}
