import type { App } from "../../core/app.ts";
import { type Slot, slotsWithin } from "../../core/calendar/index.ts";
import { minutesAfter } from "../../core/kernel/instant.ts";

/** The slot of a specialist that begins at a moment. */
export async function slotAt(app: App, startsAt: Date, specialistId: string): Promise<Slot | undefined> {
  const moment = { startsAt, endsAt: minutesAfter(startsAt, 1) };
  const [slot] = await slotsWithin(app.db, moment, { specialistId, slotsMax: 1 });
  return slot?.startsAt.getTime() === startsAt.getTime() ? slot : undefined;
}
