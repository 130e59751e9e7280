/**
 * Why a call over the network came to nothing, in words that hold no address: those are secrets here.
 */

/** In words, by the error's code alone: messages of the HTTP client quote the address. */
export function networkReason(error: unknown, timeoutMs: number): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return networkReason(error.errors[0], timeoutMs); // one for each address that was tried
  }
  const code = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection was refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name could not be resolved';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return 'there is no route to it';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'the connection was cut';
    case 'TimeoutError':
    case '23': // DOMException.TIMEOUT_ERR
    case 'ABORT_ERR':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return `no answer within ${timeoutMs / 1_000} s`;
    default:
      return /CERT|TLS|SSL|SIGNATURE/.test(code)
        ? `its certificate is not trusted (${code})`
        : `the call failed (${code})`;
  }
}
