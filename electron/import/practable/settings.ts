/**
 * Single settings of a practable status server, with its traps: what it reads otherwise than people think, or stops at, is said.
 */
import type { Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { durationText, goDuration } from '../texts.ts';
import type { Setting } from './env-file.ts';

export interface Reader {
  /** Of `STATUS_…`; undefined: not set, or empty. Whatever is read here needs no further word. */
  text(name: string): Setting | undefined;
  /** Set, though to nothing. */
  isEmpty(name: string): boolean;
  /** As our file writes it; undefined: as by default. */
  duration(name: string): { readonly ms: number; readonly text: string } | undefined;
  /** In ranges of ours. */
  number(name: string, most: number): number | undefined;
  /** Parted by blanks there; commas are taken as well. */
  list(name: string): readonly string[];
  placeOf(name: string): Place;
  /** Names that nobody has asked for. */
  left(): readonly Setting[];
}

export function settingsReader(settings: ReadonlyMap<string, Setting>, file: string, report: Report): Reader {
  const asked = new Set<string>();

  function placeOf(name: string): Place {
    return { file, line: settings.get(`STATUS_${name}`)?.line ?? null, name: `STATUS_${name}` };
  }

  function text(name: string): Setting | undefined {
    asked.add(`STATUS_${name}`);
    const found = settings.get(`STATUS_${name}`);
    return found === undefined || found.value.trim() === '' ? undefined : { ...found, value: found.value.trim() };
  }

  return {
    text,
    isEmpty: (name) => settings.has(`STATUS_${name}`) && text(name) === undefined,
    duration(name) {
      const value = text(name)?.value;
      const ms = value === undefined ? undefined : goDuration(value);
      if (value === undefined || ms === undefined) {
        return undefined;
      }
      if (ms === null || ms <= 0) {
        report.lost(placeOf(name), `"${value}" is no length of time, so the default stays`);
        return undefined;
      }
      if (/[dwy]/.test(value)) {
        report.changed(
          placeOf(name),
          `"${value}" stops the status server, for Go knows no such unit; it is ${durationText(ms)} here`,
        );
      }
      return { ms, text: durationText(ms) };
    },
    number(name, most) {
      const value = text(name)?.value;
      if (value === undefined) {
        return undefined;
      }
      const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
      if (number < 1 || number > most) {
        report.lost(placeOf(name), `"${value}" is no whole number from 1 to ${most}, so the default stays`);
        return undefined;
      }
      return number;
    },
    list(name) {
      const value = text(name)?.value ?? '';
      const parts = value.split(/[\s,;]+/).filter((part) => part !== '');
      if (/[,;]/.test(value) && parts.length > 1) {
        report.changed(
          placeOf(name),
          'the status server parts addresses by blanks and takes this list for one address, which mail servers refuse; here they are several',
        );
      }
      return parts;
    },
    placeOf,
    left: () => [...settings.values()].filter(({ name }) => name.startsWith('STATUS_') && !asked.has(name)),
  };
}
