/**
 * Links: other systems that have a picture of how things are, and are told when it changes. As they stand in the configuration file.
 *
 * A new link is a file in `links/` and a line here, an adapter in `electron/links/` and a line in its registry.
 */
import { z } from 'zod';
import { CachetLink } from './links/cachet.ts';
import { GitHubLink } from './links/github.ts';
import type { PractableLink } from './links/practable.ts';
import { WebhookLink } from './links/webhook.ts';

export const LinkFile = z.discriminatedUnion('type', [CachetLink, WebhookLink, GitHubLink]);
export type LinkFile = z.infer<typeof LinkFile>;

/** As the house uses it. Those that do not stand under `links:` are made where the configuration is resolved. */
export type LinkSettings = LinkFile | PractableLink;
export type LinkType = LinkSettings['type'];
export type LinkSettingsOf<T extends LinkType> = Extract<LinkSettings, { type: T }>;
