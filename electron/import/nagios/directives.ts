/**
 * Directives of Nagios that nothing was made of: told once where they stand, a template's for all that use it.
 */
import type { Report } from '../report.ts';
import type { Resolved } from './objects.ts';

/** How things look there, how it keeps its own house, and what is read by its name elsewhere: no word is needed. */
const SILENT =
  /^(?:_.*|name|use|register|alias|display_name|address|notes|notes_url|action_url|icon_image.*|statusmap_image|vrml_image|[23]d_coords|gd2_image|retain_.*|process_perf_data|obsess.*|flap_detection.*|(?:low|high)_flap_threshold|passive_checks_enabled|active_checks_enabled|failure_prediction_enabled|parallelize_check|event_handler_enabled|initial_state|importance|hourly_value|minimum_importance|can_submit_commands|host_name|service_description|hostgroups?|hostgroup_name|servicegroups|contacts|contact_groups|check_command|parents|(?:normal_|retry_)?check_interval|retry_interval|max_check_attempts|notifications_enabled|(?:host|service)_notifications_enabled|(?:host|service)_notification_commands|.*_members|members|.*group_name|contact_name|command_(?:name|line))$/;

/** What the nearest is here. */
const NEAREST: Readonly<Record<string, string>> = {
  event_handler: 'an event handler: nothing is repaired from here',
  first_notification_delay: 'first_notification_delay: the nearest is pageAfter',
  check_period: 'check_period: it is looked at all the time',
  notification_period: 'notification_period: who is woken when is a schedule',
  host_notification_period: 'host_notification_period: who is woken when is a schedule',
  service_notification_period: 'service_notification_period: who is woken when is a schedule',
  notification_interval: 'notification_interval: reminders come with rising gaps',
  notification_options: 'notification_options: every trouble and its end is told',
  host_notification_options: 'host_notification_options: every trouble and its end is told',
  service_notification_options: 'service_notification_options: every trouble and its end is told',
  check_freshness: 'check_freshness: a heartbeat is what notices that a result is missing',
};

/** Says nothing else than what is so here anyway. */
const AS_HERE = new Set(['24x7', '0', '']);

export function tellDirectives(objects: readonly Resolved[], report: Report): void {
  for (const object of objects) {
    for (const template of object.unknownTemplates) {
      report.lost(
        object.place,
        `it uses "${template}", and no ${object.type} of that name was read: what stands there is missing`,
      );
    }
    for (const { name, value, place } of object.left()) {
      if (!SILENT.test(name) && !AS_HERE.has(value)) {
        report.lost(place, NEAREST[name] ?? `${name}: it has no counterpart`);
      }
    }
  }
}
