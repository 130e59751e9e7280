/**
 * Where a Cachet is, whatever part of its address somebody wrote down.
 */

/** Without `/api` or `/api/v1` and slashes at its end, without query. */
export function baseOf(url: string): string {
  const [address = ''] = url.split(/[?#]/);
  return address
    .replace(/\/+$/, '')
    .replace(/\/api(?:\/v1)?$/, '')
    .replace(/\/+$/, '');
}
