/**
 * Version 1: the first tables. Frozen with the first release.
 *
 * State (watch, outbox, override, value) is small and read whole at the start; the journal (event, incident) and the
 * measurements (observation, rollup) grow, so every index here is paid for on each write and has one named reader.
 */
import type { Step } from './step.ts';

export const v1: Step = {
  version: 1,
  name: 'first tables',
  statements: ({ schema }, { counted, clustered }) => [
    schema
      .createTable('watch')
      .addColumn('component_id', 'text', (column) => column.primaryKey())
      .addColumn('updated', 'bigint', (column) => column.notNull())
      .addColumn('json', 'text', (column) => column.notNull()),

    schema
      .createTable('incident')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('component_id', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'bigint', (column) => column.notNull())
      .addColumn('resolved_at', 'bigint')
      .addColumn('json', 'text', (column) => column.notNull()),
    schema.createIndex('incident_opened').on('incident').columns(['opened_at', 'id']),
    schema.createIndex('incident_component').on('incident').columns(['component_id', 'opened_at', 'id']),

    schema
      .createTable('event')
      .addColumn('seq', 'integer', counted)
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('component_id', 'text')
      .addColumn('incident_id', 'text')
      .addColumn('person_id', 'text')
      .addColumn('channel_id', 'text')
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull()),
    schema.createIndex('event_at').on('event').columns(['at', 'seq']),
    schema.createIndex('event_type').on('event').columns(['type', 'seq']),
    schema
      .createIndex('event_component')
      .on('event')
      .columns(['component_id', 'seq'])
      .where('component_id', 'is not', null),
    schema
      .createIndex('event_incident')
      .on('event')
      .columns(['incident_id', 'seq'])
      .where('incident_id', 'is not', null),

    schema
      .createTable('outbox')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('next_attempt_at', 'bigint', (column) => column.notNull())
      .addColumn('channel_id', 'text', (column) => column.notNull())
      .addColumn('incident_id', 'text')
      .addColumn('updated', 'bigint', (column) => column.notNull())
      .addColumn('json', 'text', (column) => column.notNull()),
    schema.createIndex('outbox_state').on('outbox').columns(['state', 'next_attempt_at']),
    schema.createIndex('outbox_channel').on('outbox').columns(['channel_id', 'updated']),

    schema
      .createTable('override')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('updated', 'bigint', (column) => column.notNull())
      .addColumn('json', 'text', (column) => column.notNull()),

    schema
      .createTable('value')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('json', 'text', (column) => column.notNull()),

    schema
      .createTable('check_number')
      .addColumn('number', 'integer', counted)
      .addColumn('check_id', 'text', (column) => column.notNull().unique()),

    clustered(
      schema
        .createTable('observation')
        .addColumn('minute', 'integer', (column) => column.notNull())
        .addColumn('check_number', 'integer', (column) => column.notNull())
        .addColumn('ms', 'integer', (column) => column.notNull())
        .addColumn('outcome', 'integer', (column) => column.notNull())
        .addColumn('latency', 'integer')
        .addColumn('detail', 'text')
        .addPrimaryKeyConstraint('observation_key', ['minute', 'check_number', 'ms']),
    ),

    clustered(
      schema
        .createTable('rollup')
        .addColumn('unit', 'integer', (column) => column.notNull())
        .addColumn('start', 'integer', (column) => column.notNull())
        .addColumn('check_number', 'integer', (column) => column.notNull())
        .addColumn('passes', 'integer', (column) => column.notNull())
        .addColumn('slows', 'integer', (column) => column.notNull())
        .addColumn('fails', 'integer', (column) => column.notNull())
        .addColumn('inconclusives', 'integer', (column) => column.notNull())
        .addColumn('latency_sum', 'bigint', (column) => column.notNull())
        .addColumn('latency_max', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('rollup_key', ['unit', 'start', 'check_number']),
    ),

    schema
      .createTable('unreadable')
      .addColumn('id', 'integer', counted)
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('row_key', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('json', 'text', (column) => column.notNull()),
  ],
};
