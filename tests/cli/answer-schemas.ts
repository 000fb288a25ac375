import type { z } from "zod";
import { BOOKINGS_ANSWERS } from "./answers/bookings.ts";
import { CALENDAR_ANSWERS } from "./answers/calendar.ts";
import { CATALOG_ANSWERS } from "./answers/catalog.ts";
import { CLIENTS_ANSWERS } from "./answers/clients.ts";
import { MACHINE_ANSWERS } from "./answers/machine.ts";
import { MESSAGES_ANSWERS } from "./answers/messages.ts";
import { MONEY_ANSWERS } from "./answers/money.ts";
import { REPORTS_ANSWERS } from "./answers/reports.ts";
import { SEGMENTS_ANSWERS } from "./answers/segments.ts";
import { SETTINGS_ANSWERS } from "./answers/settings.ts";

/*
 * What programs may rely on: every field of every answer, whether it may be null, and its unit in its name. A field that
 * is there in one answer of a verb is there in all of them, unless it is marked; a field more or less fails.
 */

/** The answer to each verb with `--json`. */
export const ANSWERS: Readonly<Record<string, z.ZodType>> = {
  ...CALENDAR_ANSWERS,
  ...CATALOG_ANSWERS,
  ...BOOKINGS_ANSWERS,
  ...CLIENTS_ANSWERS,
  ...MESSAGES_ANSWERS,
  ...MONEY_ANSWERS,
  ...SEGMENTS_ANSWERS,
  ...SETTINGS_ANSWERS,
  ...REPORTS_ANSWERS,
  ...MACHINE_ANSWERS,
};
