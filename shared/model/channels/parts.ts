/**
 * What several channels' settings are made of.
 */
import { z } from 'zod';

export const HttpUrl = z.url({ protocol: /^https?$/ });

/** E.164: with the country, without blanks. */
export const PhoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'an international number like +447700900123');

export const Port = z.number().int().min(1).max(65_535);

/** Whose account pays, and where Twilio's REST API is. */
export const twilioAccount = {
  accountSid: z.string().min(1),
  authToken: z.string().min(1),
  baseUrl: HttpUrl.default('https://api.twilio.com'),
};
