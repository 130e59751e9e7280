/**
 * `settings` of the configuration file: everything that is no component, person or channel. Unknown fields are errors; every default is
 * written here and in the files that are named here.
 */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { ErrorPages } from './error-pages.ts';
import { AgentPortFile, HealthPortFile } from './health-port.ts';
import { PersonId, PolicyId } from './ids.ts';
import { DrainFile, OverloadFile } from './overload.ts';
import { PageAfterFile } from './page-after.ts';
import { Shortcut } from './shortcut.ts';
import { SmtpGateway } from './smtp-gateway.ts';
import { StatusPageFile } from './status-page.ts';

/** `one.example:443`, `192.0.2.1:53`, `[2001:db8::1]:53`. */
const HostAndPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:/[\]]+):\d{1,5}$/, 'must be host:port, like one.example:443')
  .refine((text) => {
    const port = Number(text.slice(text.lastIndexOf(':') + 1));
    return port >= 1 && port <= 65_535;
  }, 'the port must be between 1 and 65535');

export const SettingsFile = z.strictObject({
  /** Default: 45 s. */
  pageAfter: PageAfterFile.optional(),
  closeAfter: Duration.default(45_000),
  /**
   * In trouble again within this time after it was well, and people were told: it flaps. That trouble is paged like any other, but
   * its closing message waits until it has been well this long, and relapses until then are the same incident. 0 turns it off.
   */
  steadyAfter: Duration.default(300_000),
  /** The person who sits at this machine: native notices and sound are theirs. Absent: everybody's. */
  desk: PersonId.optional(),
  /** Keys of this machine that acknowledge the worst page, whatever is in front. Null: none. */
  shortcut: Shortcut.nullable().default('CommandOrControl+Alt+Shift+A'),
  /** Used by components that name no policy. Default: the first one. */
  policy: PolicyId.optional(),
  /** Address of the local server. Anything but loopback is a deliberate choice. */
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8_730) })
    .prefault({}),
  /**
   * Where people outside reach the local server, through a proxy of yours: then pages carry a link that acknowledges. Absent: none
   * does, for a desktop has no public address.
   */
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .max(200)
    .optional(),
  /** Where programs call people by SNPP, the protocol of pagers (RFC 1861). Absent: nowhere. Anything but loopback is a choice. */
  snpp: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8_444) })
    .optional(),
  /** Where mails call people. Absent: nowhere. */
  smtp: SmtpGateway.optional(),
  /** The page that a proxy shows when the site does not answer, kept as it is now. Absent: none is. */
  errorPages: ErrorPages.optional(),
  /** When the local server has more to do than it can: who comes is told at once when to come again. */
  overload: OverloadFile,
  /** How we end: nobody new is let in, who is inside is served, up to `atMost`. */
  drain: DrainFile,
  /** The status page that everybody may read. Absent: there is none. */
  statusPage: StatusPageFile.optional(),
  health: HealthPortFile.prefault({}),
  /** We are healthy only when every check has answered once (5 min at most). WATCHBELL_AUTOWARMUP=0 turns it off as well. */
  autoWarmup: z.boolean().default(true),
  agent: AgentPortFile.optional(),
  /**
   * Programs may read and say how components are, as they do with a Cachet (its API, version 1, at `/api/v1`). Absent: they may not.
   * A word that was not repeated for `staleAfter` is believed no more; without it a word holds until the next one.
   */
  cachet: z.strictObject({ staleAfter: Duration.exactOptional() }).optional(),
  /** Unable to judge any check for so long (though we run), or offline for so long, we page about ourselves. */
  blindAfter: Duration.default(300_000),
  /** After waking or starting again nobody is paged for so long: what was seen before says nothing, and the network needs its time. */
  quietAfterWake: Duration.default(30_000),
  /**
   * Addresses (`host:port`) of others, unrelated to each other and to what is watched. When none of them answers either, it is our
   * own uplink. Nothing is called unless it stands here.
   */
  witnesses: z.array(HostAndPort).max(10, 'more than ten witnesses tell no more').default([]),
  /** So large a share of unrelated targets that were well, and at least so many, fail at once: doubt ourselves first. */
  massFailure: z
    .strictObject({
      share: z.number().gt(0).max(1).default(0.5),
      least: z.number().int().min(2).default(5),
    })
    .prefault({}),
  /** We call this address while we really watch, so that our own silence is noticed elsewhere. The address is a secret. */
  heartbeat: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      every: Duration.default(60_000),
      method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
    })
    .optional(),
  limits: z
    .strictObject({
      /** Checks in flight over all. */
      inFlight: z.number().int().min(1).max(10_000).default(256),
      /**
       * And per target host. Fewer and a dead host with ten checks, each busy for its time-out of 10 s, could not keep its fast interval:
       * with 2 the third failure would come after two and a half minutes, with 8 before the first page is due.
       */
      perHost: z.number().int().min(1).max(1_000).default(8),
    })
    .prefault({}),
  history: z
    .strictObject({
      observations: Duration.default(2 * 86_400_000),
      minutes: Duration.default(7 * 86_400_000),
      hours: Duration.default(90 * 86_400_000),
      days: Duration.default(5 * 365 * 86_400_000),
      events: Duration.default(2 * 365 * 86_400_000),
    })
    .prefault({}),
});

/** Without `pageAfter`, which every component has of its own, by severity. */
export type Settings = Omit<z.infer<typeof SettingsFile>, 'pageAfter'>;
