/**
 * The checks of practable systems: a stream of an experiment, its jump connection, and the services that tell of both. Made by the house
 * from what book, relay and jump say, never in the file. See rules/practable.
 */
import { z } from 'zod';
import { SERVICES, SystemId } from '../practable/settings.ts';
import { timing } from './common.ts';

const ofSystem = {
  ...timing,
  system: SystemId,
  /** Of the system, for people. */
  systemName: z.string(),
};

export const PractableStreamCheck = z.strictObject({
  type: z.literal('practable_stream'),
  ...ofSystem,
  stub: z.string(),
  /** Whole: `aaaa00-st-data`. */
  topic: z.string(),
  required: z.boolean(),
});

export const PractableJumpCheck = z.strictObject({ type: z.literal('practable_jump'), ...ofSystem, stub: z.string() });

export const PractableServiceCheck = z.strictObject({
  type: z.literal('practable_service'),
  ...ofSystem,
  service: z.enum(SERVICES),
  /** Where it answers. */
  url: z.string(),
});
