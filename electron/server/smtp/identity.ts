/** Certificate and key of the gateway, from their files: read at the start, and again after they were renewed. */
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

export interface Identity {
  readonly cert: string;
  readonly key: string;
}

export type ReadIdentity =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly problem: string };

/** Never rejects. */
export async function readIdentity(paths: Identity): Promise<ReadIdentity> {
  try {
    const [cert, key] = await Promise.all([readFile(paths.cert, 'utf8'), readFile(paths.key, 'utf8')]);
    createSecureContext({ cert, key });
    return { ok: true, identity: { cert, key } };
  } catch (error) {
    const { code = 'unreadable', path } = error as NodeJS.ErrnoException;
    const what =
      path === undefined ? `${paths.cert} and ${paths.key} are no certificate with its key` : `cannot read ${path}`;
    return { ok: false, problem: `STARTTLS cannot be offered: ${what} (${code}); mend \`settings.smtp.tls\`` };
  }
}
