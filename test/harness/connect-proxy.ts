/** A real CONNECT proxy on loopback that remembers what it was asked. Whatever the name, it connects to 127.0.0.1. */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { type Loopback, up } from './loopback.ts';

export interface ProxyWishes {
  /** The only `user:password` that it lets through. */
  readonly login?: string;
  /** Answers every CONNECT with this status. */
  readonly refuse?: number;
}

/** `asked`: the targets, in order. */
export async function connectProxy({
  login,
  refuse,
}: ProxyWishes = {}): Promise<Loopback & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, socket) => {
    const target = request.url ?? '';
    asked.push(target);
    socket.on('error', () => undefined);
    const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
    if (request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
    } else if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`);
    } else {
      const onward = connect(Number(target.split(':').at(-1)), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
      socket.on('close', () => onward.destroy());
    }
  });
  return { ...(await up(server, '127.0.0.1', 0)), asked };
}
