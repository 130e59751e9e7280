import { z } from 'zod';
import { HttpUrl } from '../channels/parts.ts';
import { linkFields } from './common.ts';

/**
 * GitHub, or what has its REST API: a `repository_dispatch` for each change, so that a workflow can hold back a deployment.
 */
export const GitHubLink = z.strictObject({
  ...linkFields,
  type: z.literal('github'),
  /** `owner/name` */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name, like example/shop'),
  /** With "Contents: write" for this repository. */
  token: z.string().min(1),
  /** Workflows that listen name it: `on: repository_dispatch: types: [watchbell]`. */
  eventType: z.string().min(1).max(100).default('watchbell'),
  baseUrl: HttpUrl.default('https://api.github.com'),
});
