/**
 * Which fields may stand at a place of a schema: read from the schema itself, so that a suggestion never names a field that
 * would not be taken.
 */
import type { z } from 'zod';
import type { Path } from '../../shared/rules/config/complaint.ts';

type Schema = z.core.$ZodType;

/** Names of the fields that may stand in the group at `path`, given the value that stands there. Empty: no group of fields. */
export function fieldsAt(root: Schema, value: unknown, path: Path): readonly string[] {
  let schemas = choices(root, value);
  let inside = value;
  for (const part of path) {
    inside = childOf(inside, part);
    schemas = schemas.flatMap((schema) => descend(schema, part)).flatMap((schema) => choices(schema, inside));
  }
  return [...new Set(schemas.flatMap(fieldNames))];
}

/** What stands inside a value, or undefined. */
export function childOf(value: unknown, part: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, part)
    ? (value as Readonly<Record<string | number, unknown>>)[part]
    : undefined;
}

const defOf = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def;

/** The schema without its wrappers; for a choice between several, those that `value` could have been meant as. */
function choices(schema: Schema, value: unknown): readonly Schema[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return choices(def.innerType, value);
    case 'pipe':
      return choices(def.in, value);
    case 'union': {
      const options = def.options.flatMap((option) => choices(option, value));
      const type = childOf(value, 'type');
      const same = options.filter((option) => literalType(option) === type);
      return same.length > 0 && type !== undefined ? same : options;
    }
    default:
      return [schema];
  }
}

/** The `type` that a member of a discriminated union is recognised by. */
function literalType(schema: Schema): unknown {
  const def = defOf(schema);
  const type = def.type === 'object' ? def.shape.type : undefined;
  const typeDef = type === undefined ? undefined : defOf(type);
  return typeDef?.type === 'literal' ? typeDef.values[0] : undefined;
}

function descend(schema: Schema, part: string | number): readonly Schema[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'object': {
      const field = def.shape[part];
      return field === undefined ? [] : [field];
    }
    case 'array':
      return [def.element];
    case 'record':
      return [def.valueType];
    default:
      return [];
  }
}

function fieldNames(schema: Schema): readonly string[] {
  const def = defOf(schema);
  if (def.type === 'object') {
    return Object.keys(def.shape);
  }
  const keys = def.type === 'record' ? defOf(def.keyType) : undefined;
  return keys?.type === 'enum' ? Object.values(keys.entries).map(String) : [];
}
