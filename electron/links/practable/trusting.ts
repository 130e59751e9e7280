/**
 * Whom we believe on the way to a system.
 */
import { readFileSync } from 'node:fs';
import type { PractableSettings } from '../../../shared/model/practable/settings.ts';

export interface Trusting {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string[];
}

/** Files are read each time: they may have been mended. Throws when one cannot be read; the message names it. */
export function trustingOf({ verifyTls, ca }: Pick<PractableSettings, 'verifyTls' | 'ca'>): Trusting {
  const texts = ca?.map((one) => (one.trimStart().startsWith('-----BEGIN ') ? one : read(one)));
  return { rejectUnauthorized: verifyTls, ...(texts !== undefined && { ca: texts }) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new Error(`cannot read ${path} (${code}); mend ca`);
  }
}
