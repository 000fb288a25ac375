import { blockClient, bookForClient, confirmHold, holdSlot } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { type Client, enterClient } from "../../src/core/people/index.ts";
import type { TestApp } from "./app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "./make.ts";

let serial = 0;

/** A phone that nobody had yet. */
export function newPhone(): string {
  serial += 1;
  return `+7900${String(7_000_000 + serial)}`;
}

/** A client whom staff entered by phone. */
export async function makeEntered(app: TestApp, phone = newPhone()) {
  return granted(await enterClient(app, { phone, name: "Анна со слов", actor: OPERATOR }));
}

/** The contact that a client shares: their own card. */
export const cardOf = (client: Pick<Client, "id" | "telegramId">, phone: string) => ({
  clientId: client.id,
  phone,
  ownerTelegramId: client.telegramId,
  senderTelegramId: client.telegramId ?? 0,
});

/** Closes a client's own booking, until somebody opens it again. */
export const blockByHand = async (app: TestApp, clientId: string, reason = "спор") =>
  granted(
    await blockClient(app, { blockId: app.newId(), clientId, reason, endsAt: undefined, actor: OPERATOR }),
  );

/** A visit of an hour that staff booked for a client, paid on the spot; tomorrow at noon unless said otherwise. */
export async function bookedByStaff(app: TestApp, clientId: string, startsAt = "2026-11-24T09:00:00Z") {
  const { service, slot } = await timeAt(app, startsAt);
  return granted(
    await bookForClient(app, {
      bookingId: app.newId(),
      clientId,
      serviceId: service.id,
      slotId: slot.id,
      payment: { by: "on_spot", waiverReason: undefined },
      actor: OPERATOR,
    }),
  );
}

/** The same that the client booked in the bot. */
export async function bookedByClient(app: TestApp, clientId: string, startsAt = "2026-11-24T09:00:00Z") {
  const { service, slot } = await timeAt(app, startsAt);
  const bookingId = app.newId();
  granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id }));
  return granted(await confirmHold(app, { bookingId, clientId }));
}

async function timeAt(app: TestApp, startsAt: string) {
  const service = await makeService(app, { policy: "onSite" });
  const specialist = await makeSpecialist(app, [service.id]);
  return { service, slot: await makeSlot(app, { specialistId: specialist.id, startsAt }) };
}
