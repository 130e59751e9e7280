/**
 * The recorded messages of practable, as text and as values.
 */
import { readFileSync } from 'node:fs';

export function practableText(name: string): string {
  return readFileSync(new URL(`../../fixtures/practable/${name}.json`, import.meta.url), 'utf8');
}

export function practableJson<T>(name: string): T {
  return JSON.parse(practableText(name)) as T;
}
