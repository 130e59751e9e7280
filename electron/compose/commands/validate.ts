/** `watchbell validate`: every mistake in the configuration with its line and column, and what the schema for editors is. */
import { configJsonSchemaText } from '../../config/json-schema.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfig, problemLine } from './context.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';

export async function validateCommand(places: Places, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadConfig(places, terminal);
  if (loaded === null) {
    return EXIT.badInput;
  }
  for (const warning of loaded.warnings) {
    terminal.err(`warning: ${problemLine(places.configPath, warning)}`);
  }
  const { components, checks, people, channels, schedules, policies } = loaded.config;
  terminal.out(
    `${places.configPath} is right: ${components.size} components, ${checks.size} checks, ${people.size} people, ` +
      `${channels.size} channels, ${schedules.size} schedules, ${policies.size} policies`,
  );
  return EXIT.well;
}

/** `watchbell schema`: the JSON Schema of the configuration file, for editors. */
export function schemaCommand(terminal: Terminal): ExitCode {
  terminal.out(configJsonSchemaText());
  return EXIT.well;
}
