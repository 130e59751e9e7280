/**
 * What went wrong on the wire, in words a sleepy person can act on. The only place that knows the network's error codes.
 */

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nothing listens there',
  ECONNRESET: 'broke the connection',
  EPIPE: 'broke the connection',
  UND_ERR_SOCKET: 'closed the connection before it answered',
  ENOTFOUND: 'has no such name: check the address and this machine’s DNS',
  EAI_AGAIN: 'could not be looked up: DNS does not answer',
  ENETUNREACH: 'cannot be reached: no route from this machine',
  EHOSTUNREACH: 'cannot be reached: no route to the host',
  ENETDOWN: 'cannot be reached: this machine has no network',
  ETIMEDOUT: 'did not accept the connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'did not accept the connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'did not answer in time',
  CERT_HAS_EXPIRED: 'has an expired certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed certificate: trust it, or set verifyTls: false',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an authority that this machine does not know (a company proxy?)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'has a certificate whose issuer is unknown here: the server may not send its intermediate one',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate whose issuer is unknown here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
};

/** @param who the host, never a whole address: tokens live in paths. */
export function networkTrouble(error: unknown, who: string): string {
  const code = codeOf(error);
  const words = code === null ? null : WORDS[code];
  return words ? `${who} ${words}` : `no connection to ${who} (${code ?? nameOf(error)})`;
}

/** Our own mistake in a request (a header that HTTP does not allow), which no later try will mend. */
export function isBadRequest(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_URL';
}

/** With several addresses tried at once, Node wraps one error per address; the first tells enough. */
function codeOf(error: unknown): string | null {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return codeOf(error.errors[0]);
  }
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
