/**
 * Where an import leads: to a file of the checkout (`electron/store/open.ts`), to Node (`node:fs`), to a package
 * (`package:react`), or nowhere (null).
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';

/** A resolver for one checkout. Sources name files whole, with their ending, so there is nothing to guess. */
export function resolverFor(folder) {
  const packages = packagesOf(folder);
  return (from, name) => {
    const bare = name.replace(/\?.*$/, '');
    if (bare.startsWith('.')) return fileAt(folder, path.posix.join(path.posix.dirname(from), bare));
    if (bare.startsWith('node:')) return bare;
    const [scope, rest] = bare.split('/');
    const owner = scope.startsWith('@') ? `${scope}/${rest}` : scope;
    if (packages.has(owner)) return `package:${owner}`;
    return builtinModules.includes(bare) ? `node:${bare}` : null;
  };
}

function fileAt(folder, file) {
  const full = path.join(folder, file);
  return existsSync(full) && statSync(full).isFile() ? file : null;
}

function packagesOf(folder) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  return new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
}
