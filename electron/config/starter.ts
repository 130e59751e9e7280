/**
 * The configuration that a newcomer begins with when the demo goes: it watches nothing yet, and can already wake somebody.
 *
 * Lines with `# ` and a field are examples that work as soon as the mark is taken away; a test takes them all away.
 */
import { CONFIG_NAME } from './locate.ts';

export const SCHEMA_NAME = 'watchbell.schema.json';

/** The whole file. The first line is for editors (yaml-language-server): completion, and red lines before saving. */
export const STARTER_TEXT = `# yaml-language-server: $schema=./${SCHEMA_NAME}
## ${CONFIG_NAME}: what is watched, who is woken, and how.
## A saved change takes effect at once. A mistake changes nothing: what ran keeps running, and the window says what is wrong.
## Lengths of time look like 45s, 2m or 1h30m. Secrets come from the environment: "\${NAME}" or "\${NAME:-default}".

version: 1

## What is watched. Each component has one check or more; the worst of them is its status.
components:
#  - id: shop
#    name: Shop
#    group: web
#    runbook: https://wiki.example.org/shop
#    checks:
#      - type: http
#        url: https://shop.example.org/health
#        interval: 30s
#        expectBody: { contains: ok }
#        latencyLimit: 800ms
#  - id: database
#    checks:
#      - type: tcp
#        host: db.example.org
#        port: 5432
#  - id: backup
#    name: Nightly backup
#    pageAfter: 0
#    checks:
#      # Pushed, not asked: the job calls /beat/<token> on this machine when it is done.
#      - type: heartbeat
#        every: 1d
#        grace: 2h
#        token: "\${BACKUP_TOKEN:-change-me-to-something-long}"

groups:
#  - id: web
#    name: Web

## How people are reached. \`native\` and \`sound\` are this machine's own screen and speakers.
channels:
  - id: notice
    type: native
  - id: tone
    type: sound
    volume: 0.8
#  - id: sms
#    type: twilio-sms
#    accountSid: "\${TWILIO_ACCOUNT_SID:-AC…}"
#    authToken: "\${TWILIO_AUTH_TOKEN:-change-me}"
#    from: "+15005550006"
#    to: "+447700900123"

people:
  - id: you
    name: You
    channels: [notice, tone]
#  - id: kim
#    name: Kim
#    channels: [sms]

## Who is on call when, by the clock of the schedule's own zone.
schedules:
#  - id: rota
#    name: Rota
#    timeZone: Europe/Berlin
#    rotation:
#      turn: weekly
#      start: 2026-01-05T09:00
#      people: [you, kim]

## In which order people are woken until somebody acknowledges.
policies:
  - id: default
    steps:
      - targets: [{ person: you }]
        delay: 5m
#      - targets: [{ schedule: rota }]
#        delay: 10m
    repeat: 2
`;
