/** Foreign bytes as a calendar: whatever they are, they are read to an end, and what is on call is somebody with a beginning before an end. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCalendarText } from '../../../../../electron/links/calendars/read-text.ts';
import { PersonId } from '../../../../../shared/model/ids.ts';
import { calendarShifts } from '../../../../../shared/rules/ical/shifts.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../../harness/fuzz.ts';

const KIM = PersonId.parse('kim');
const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2027, 0, 1);

const RECORDED = `BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Office
X-LIC-LOCATION:Europe/Berlin
END:VTIMEZONE
BEGIN:VEVENT
UID:1
SUMMARY:On call: Kim
DTSTART;TZID=Office:20260105T090000
DTEND;TZID=Office:20260112T090000
RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,-1FR;BYSETPOS=1;UNTIL=20261231T235959Z;WKST=SU
EXDATE;TZID=Office:20260302T090000
RDATE;VALUE=PERIOD:20260401T080000Z/PT2H
ATTENDEE;CN="Kim, K.";PARTSTAT=ACCEPTED:mailto:kim@example.org
SEQUENCE:3
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID;TZID=Office:20260504T090000
SUMMARY:Kim
DTSTART;VALUE=DATE:20260505
DURATION:P1DT2H
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
`;

it(
  'is read to its end',
  async () => {
    await fc.assert(
      fc.asyncProperty(near(RECORDED), async (text) => {
        const read = await readCalendarText(text, 'Europe/Berlin');
        const { shifts } = calendarShifts(read.ok ? read.events : [], { Kim: KIM }, FROM, TO);
        for (const { personId, from, to } of shifts) {
          expect(personId).toBe(KIM);
          expect(from < to && from < TO && to > FROM).toBe(true);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
