import type { App } from "../../src/core/app.ts";
import { addSlot, type SlotKind } from "../../src/core/calendar/index.ts";
import { type AddServiceInput, addService, addSpecialist } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks, type Percent } from "../../src/core/kernel/money.ts";
import type { Outcome } from "../../src/core/kernel/outcome.ts";
import { adjustPoints } from "../../src/core/loyalty/index.ts";
import { registerClient } from "../../src/core/people/index.ts";

/** The value of an outcome that has to be one; a refusal fails the test with its name. */
export function granted<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal} ${JSON.stringify(outcome.detail)}`);
  return outcome.value;
}

let serial = 0;
const next = (): number => {
  serial += 1;
  return serial;
};

/** A service of an hour at 2 000 ₽, paid in full when booking. */
export async function makeService(app: App, over: Partial<AddServiceInput> = {}) {
  return granted(
    await addService(app, {
      name: `Стрижка ${next()}`,
      kind: "in_person",
      durationMinutes: 60,
      price: kopecks(200_000),
      policy: "full",
      prepayment: kopecks(0),
      actor: OPERATOR,
      ...over,
    }),
  );
}

/** A specialist who does the given services, or all there are. */
export async function makeSpecialist(
  app: App,
  serviceIds: "all" | readonly string[] = "all",
  { name = `Мария ${next()}` }: { readonly name?: string } = {},
) {
  const meetingUrl = "https://meet.example.test/room";
  return granted(await addSpecialist(app, { name, meetingUrl, serviceIds, actor: OPERATOR }));
}

/** One slot of an hour. */
export async function makeSlot(
  app: App,
  over: {
    readonly specialistId: string;
    readonly startsAt: string;
    readonly minutes?: number;
    readonly kind?: SlotKind;
    readonly discountPercent?: Percent;
  },
) {
  const startsAt = new Date(over.startsAt);
  const endsAt = new Date(startsAt.getTime() + (over.minutes ?? 60) * 60_000);
  const { specialistId, kind = "regular", discountPercent } = over;
  return granted(
    await addSlot(app, { specialistId, startsAt, endsAt, kind, discountPercent, actor: OPERATOR }),
  );
}

/** A client of the bot who agreed to the processing of their data. */
export async function makeClient(app: App, over: { readonly inviteCode?: string } = {}) {
  const telegramId = 1_000 + next();
  return granted(
    await registerClient(app, {
      telegramId,
      telegramUsername: undefined,
      name: `Анна ${telegramId}`,
      inviteCode: over.inviteCode,
      pressed: "Согласна",
    }),
  );
}

export async function givePoints(app: App, clientId: string, amount: number): Promise<void> {
  granted(
    await adjustPoints(app, {
      entryId: app.newId(),
      clientId,
      points: amount,
      reason: "в подарок",
      mayOwe: true,
      actor: OPERATOR,
    }),
  );
}

/** Somebody to book, something to book and a time for it: tomorrow at noon in Moscow, unless said otherwise. */
export async function makeSituation(
  app: App,
  over: { readonly service?: Partial<AddServiceInput>; readonly kind?: SlotKind; readonly at?: string } = {},
) {
  const service = await makeService(app, over.service);
  const specialist = await makeSpecialist(app, [service.id]);
  const slot = await makeSlot(app, {
    specialistId: specialist.id,
    startsAt: over.at ?? "2026-11-24T09:00:00Z",
    ...(over.kind === undefined ? {} : { kind: over.kind }),
  });
  const client = await makeClient(app);
  return { service, specialist, slot, client };
}
