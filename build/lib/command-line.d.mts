export const HEAP_FLAGS: readonly string[];
export function commandLine(args: readonly string[]): string[];
