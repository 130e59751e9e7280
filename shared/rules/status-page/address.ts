/**
 * Where the page is.
 */
import type { Settings } from '../../model/settings.ts';

type Where = Pick<Settings, 'statusPage' | 'publicUrl'>;

/** Where people elsewhere open it, ending in a slash; null: nobody said. */
export function publicAddress({ statusPage, publicUrl }: Where): string | null {
  const address = statusPage?.url ?? (publicUrl === undefined ? null : `${publicUrl.replace(/\/$/, '')}/status/`);
  return address === null || address.endsWith('/') ? address : `${address}/`;
}

/** Where people ask to be told of news; null: the configuration tells nobody, or people elsewhere cannot reach us. */
export function subscribeAddress({ statusPage, publicUrl }: Where): string | null {
  return statusPage?.subscribers === undefined || publicUrl === undefined
    ? null
    : `${publicUrl.replace(/\/$/, '')}/status/subscribe`;
}

/** Where whoever sits here opens it; null: there is no page, or nothing is served. */
export function pageAddress(settings: Where, servedAt: string | null): string | null {
  if (settings.statusPage === undefined) {
    return null;
  }
  return publicAddress(settings) ?? (servedAt === null ? null : `${servedAt}status/`);
}
