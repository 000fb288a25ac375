import { randomUUID } from "node:crypto";
import type { App } from "../../src/core/app.ts";
import { confirmHold, holdSlot } from "../../src/core/booking/index.ts";
import { addSlot } from "../../src/core/calendar/index.ts";
import { addService, addSpecialist } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter, minutesAfter } from "../../src/core/kernel/instant.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import type { Outcome } from "../../src/core/kernel/outcome.ts";
import { registerClient } from "../../src/core/people/index.ts";

/** What an outcome holds, where a test has no use for a refusal. */
export function granted<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal}`);
  return outcome.value;
}

export async function makeSpecialist(app: App, name: string): Promise<string> {
  return granted(await addSpecialist(app, { name, serviceIds: "all", actor: OPERATOR })).id;
}

export async function makeService(app: App, name: string): Promise<string> {
  const service = await addService(app, {
    name,
    kind: "in_person",
    durationMinutes: 60,
    price: kopecks(150_000),
    policy: "onSite",
    prepayment: kopecks(0),
    specialistIds: "all",
    actor: OPERATOR,
  });
  return granted(service).id;
}

/** @param inHours how far ahead, from the next full hour */
export async function makeSlot(app: App, specialistId: string, inHours: number): Promise<string> {
  const startsAt = new Date(
    Math.ceil(hoursAfter(app.clock.now(), inHours).getTime() / 3_600_000) * 3_600_000,
  );
  const endsAt = minutesAfter(startsAt, 60);
  return granted(await addSlot(app, { specialistId, startsAt, endsAt, kind: "regular", actor: OPERATOR })).id;
}

let telegramId = 7_000_000;

export async function makeClient(app: App, name: string): Promise<string> {
  telegramId += 1;
  const person = {
    telegramId,
    telegramUsername: undefined,
    name,
    inviteCode: undefined,
    pressed: "Даю согласие на обработку данных",
  };
  return granted(await registerClient(app, person)).id;
}

export async function makeBooking(
  app: App,
  of: { readonly clientId: string; readonly serviceId: string; readonly slotId: string },
): Promise<{ readonly id: string; readonly number: number }> {
  const bookingId = randomUUID();
  granted(await holdSlot(app, { bookingId, ...of }));
  return granted(await confirmHold(app, { bookingId, clientId: of.clientId }));
}
