/**
 * Files that need each other. Two of them are one file, or lack a third.
 */

/** Each cycle once, as the list of files along it. `graph` maps a file to the files it imports. */
export function findCycles(graph) {
  const cycles = [];
  const done = new Set();
  const trail = [];
  const visit = (file) => {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) {
      cycles.push(trail.slice(seenAt));
    } else if (!done.has(file)) {
      trail.push(file);
      for (const next of graph.get(file) ?? []) visit(next);
      trail.pop();
      done.add(file);
    }
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}
