/**
 * The configuration's JSON Schema, for editors: completion and red lines while somebody writes.
 *
 * Made from the very schemas that read the file. It forgives what they do not see yet: a value may still be a variable.
 */
import { z } from 'zod';
import { ConfigFile } from '../../shared/model/config.ts';
import { Duration } from '../../shared/model/duration.ts';

type Json = Record<string, unknown>;

/** What `parseConfig` fills in before it judges. */
const VARIABLE = { type: 'string', pattern: '\\$\\{|^sealed:' } as const;

/** Text in units, or a bare 0: the form is for texts, the bounds are for numbers. */
const DURATION = {
  type: ['string', 'integer'],
  minimum: 0,
  maximum: 0,
  pattern: '^(0|( *[0-9]+(\\.[0-9]+)? *(ms|s|m|h|d))+ *)$',
  description: 'A length of time: 500ms, 45s, 2m, 1h30m, 1d',
} as const;

/** JSON Schema draft 7 (the one that yaml-language-server reads best) of a configuration file. */
export function configJsonSchema(): Json {
  const schema = z.toJSONSchema(ConfigFile, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if ((zodSchema as z.core.$ZodType) === Duration) {
        delete jsonSchema.anyOf;
        Object.assign(jsonSchema, DURATION);
      }
    },
  });
  const { properties, ...rest } = allowVariables(schema) as { readonly properties: Readonly<Record<string, Json>> };
  return { ...rest, title: 'Watchbell configuration', properties: mapValues(properties, allowNothing) };
}

/** The text of the schema file. */
export function configJsonSchemaText(): string {
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}

/** `components:` with every line below it commented out: the reader takes that for "none". */
function allowNothing(list: Json): Json {
  return list.type === 'array' ? { ...list, type: ['array', 'null'] } : list;
}

/** `port: ${PORT}` is right although it is no number: wherever a value has a form, a variable may stand instead. */
function allowVariables(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(allowVariables);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const node = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inside(key, value)]));
  const hasForm = FORMED.has(String(node.type)) || 'pattern' in node || 'format' in node;
  if (!hasForm || 'const' in node) {
    return node;
  }
  const { default: fallback, description, ...form } = node;
  return {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    anyOf: [form, VARIABLE],
  };
}

const FORMED = new Set(['integer', 'number', 'boolean']);

/** Of a schema's own words only some hold schemas; under `properties` the keys are names of fields. */
function inside(key: string, value: unknown): unknown {
  switch (key) {
    case 'default':
    case 'propertyNames':
      return value;
    case 'properties':
      return mapValues(value as Json, allowVariables);
    default:
      return allowVariables(value);
  }
}

const mapValues = <From, To>(fields: Readonly<Record<string, From>>, change: (field: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]));
