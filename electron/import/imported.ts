/**
 * What a reader makes of somebody else's configuration, before it is written as ours.
 *
 * Texts in a draft are already ours: `${NAME}` means a variable, and every other `${` was escaped by whoever read the source.
 */
import type { z } from 'zod';
import type { CheckFile } from '../../shared/model/check.ts';
import type { ConfigFile } from '../../shared/model/config.ts';

type FileInput = z.input<typeof ConfigFile>;
export type CheckDraft = z.input<typeof CheckFile>;
export type ComponentDraft = NonNullable<FileInput['components']>[number];
export type PersonDraft = NonNullable<FileInput['people']>[number];
export type PolicyDraft = NonNullable<FileInput['policies']>[number];
export type MaintenanceDraft = NonNullable<FileInput['maintenance']>[number];
export type GroupDraft = NonNullable<FileInput['groups']>[number];
export type ChannelDraft = NonNullable<FileInput['channels']>[number];
export type SystemDraft = NonNullable<FileInput['practable']>[number];

/** A component, and what the reader of our file wants to know about its past. */
export interface ImportedComponent {
  readonly draft: ComponentDraft;
  /** Where it comes from: `endpoints[3] "front-end", line 12`. Becomes its comment. */
  readonly origin: string;
  readonly place: Place;
}

/** Where something stands in the source. `line` from 1; null where the source has no lines (a database, one long JSON line). */
export interface Place {
  readonly file: string;
  readonly line: number | null;
  /** The thing's own name there. */
  readonly name: string;
}

/**
 * One difference between the source and what was written. `lost`: it is not there any more. `changed`: it is there and means
 * something else now.
 */
export interface Difference extends Place {
  readonly kind: 'lost' | 'changed';
  /** One sentence without a full stop: what, why, and the nearest remedy. Holds no secret. */
  readonly why: string;
}

/** A variable that must be set before our file can be read. Its value stands in the source, at `where`, and nowhere here. */
export interface Variable {
  readonly name: string;
  readonly where: string;
  /** A value that is fit for its place, so that the file can be judged without the real one. */
  readonly standIns: readonly string[];
}

/** Everything a reader found. */
export interface Imported {
  readonly groups: readonly GroupDraft[];
  readonly components: readonly ImportedComponent[];
  /** Empty: somebody called "you" is woken, as in the file a newcomer begins with. */
  readonly people: readonly PersonDraft[];
  readonly policies: readonly PolicyDraft[];
  readonly maintenance: readonly ImportedMaintenance[];
  /** Systems of practable, and the channels that their mails go by. */
  readonly practable?: readonly ImportedSystem[];
}

export interface ImportedSystem {
  readonly draft: SystemDraft;
  readonly origin: string;
  readonly place: Place;
  /** Null: it sends no mails. */
  readonly channel: ChannelDraft | null;
}

/** A maintenance window; its scope may still name components that turn out to be lost. */
export interface ImportedMaintenance {
  readonly draft: MaintenanceDraft;
  readonly place: Place;
}

export type ReadResult =
  | { readonly ok: true; readonly imported: Imported }
  /** The file as a whole is not what it was said to be: one sentence with its place. */
  | { readonly ok: false; readonly reason: string };
