/**
 * The gRPC check: the standard health service (grpc.health.v1), for the whole server or one service of it.
 */
import { z } from 'zod';
import { hostName } from './address.ts';
import { port, timing } from './common.ts';
import { requestHeaders } from './http-target.ts';
import { stages } from './stages.ts';
import { throughProxy, trusting } from './way.ts';

export const GrpcCheck = z.strictObject({
  type: z.literal('grpc'),
  ...timing,
  host: hostName,
  port,
  /** As the server registered it, e.g. `shop.v1.Cart`. Empty: the server as a whole. */
  service: z.string().max(1_000).default(''),
  /** Without it HTTP/2 is spoken in the clear. */
  tls: z.boolean().default(false),
  /** The name to ask for (SNI, `:authority`) and to find in the certificate. Default: the host. */
  serverName: z.string().min(1).optional(),
  /** Metadata of the call, e.g. `authorization`. */
  headers: requestHeaders,
  ...throughProxy,
  ...stages,
  ...trusting,
});
