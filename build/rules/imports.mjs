/**
 * What a source file imports, by a real parser: every way TypeScript has to name another module, type imports and
 * `import('…')` in types included. A type known is a room known.
 */
import { parseSync } from 'vite';

/** How each kind of syntax names its module. */
const NAMES_MODULE = {
  ImportDeclaration: (node) => node.source,
  ExportNamedDeclaration: (node) => node.source,
  ExportAllDeclaration: (node) => node.source,
  ImportExpression: (node) => node.source,
  TSImportType: (node) => node.source,
  TSExternalModuleReference: (node) => node.expression,
  CallExpression: (node) => (node.callee.name === 'require' ? node.arguments[0] : null),
};

/** The module names in a source, in order of appearance. Throws when the source cannot be parsed. */
export function importsOf(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const names = [];
  walk(program, (node) => {
    const named = NAMES_MODULE[node.type]?.(node);
    if (named?.type === 'Literal' && typeof named.value === 'string') names.push(named.value);
  });
  return names;
}

function walk(node, visit) {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
  } else if (node !== null && typeof node === 'object') {
    if (typeof node.type === 'string') visit(node);
    for (const value of Object.values(node)) walk(value, visit);
  }
}
