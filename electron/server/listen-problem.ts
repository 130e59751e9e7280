/** Why a port could not be listened on, and the setting that mends it. */

/** @param what "The SNPP gateway" @param settings `settings.snpp` */
export function listenProblem(
  { code, message }: NodeJS.ErrnoException,
  { host, port }: { readonly host: string; readonly port: number },
  what: string,
  settings: string,
): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program: choose another one with \`${settings}.port\``;
    case 'EACCES':
      return `Port ${port} on ${host} is not for us: ports below 1024 need an administrator's rights`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This machine has no address \`${host}\`: put one of its own in \`${settings}.host\``;
    default:
      return `${what} cannot listen on ${host}:${port}: ${message}`;
  }
}
