import { beforeEach, describe, expect, it } from "vitest";
import { confirmHold, DAY_PARTS, giveUpHold, holdSlot } from "../../../src/core/booking/index.ts";
import { setConsent } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { granted, makeSlot } from "../../support/make.ts";
import { blockByHand } from "../../support/people.ts";
import { at, makeFullSalon, makeWaiting, nobodyWaits, offeringOn } from "../../support/wait.ts";

const app = await testAppWithBank();
const { offer, entryOf, holdOf, makeQueue } = offeringOn(app);
const NOON = "2026-11-24T09:00:00Z";

beforeEach(async () => {
  app.clock.set(START);
  await nobodyWaits(app);
});

describe("MS-9: who is passed over keeps their place", () => {
  const outOfTheWay: readonly (readonly [string, (clientId: string) => Promise<unknown>])[] = [
    ["is blocked (CX-4)", (clientId) => blockByHand(app, clientId)],
    [
      "cannot be reached (MS-6)",
      (clientId) => app.db.run(sql`UPDATE clients SET unreachable_at = now() WHERE id = ${clientId}::uuid`),
    ],
    [
      "took back their consent (PE-1)",
      (clientId) => setConsent(app, { clientId, kind: "personal_data", action: "withdrawn", pressed: "Нет" }),
    ],
    ["holds another start (PY-1)", (clientId) => hold(clientId, "2026-11-26T09:00:00Z")],
    ["has a visit at that time (SL-7)", (clientId) => visit(clientId, NOON)],
    [
      "has as many visits ahead as may be (SL-7)",
      async (clientId) => {
        for (const date of ["26", "27", "28"]) await visit(clientId, `2026-11-${date}T09:00:00Z`);
      },
    ],
  ];

  async function hold(clientId: string, startsAt: string) {
    const { service, specialist } = await makeFullSalon(app, { policy: "onSite" });
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
    const bookingId = app.newId();
    granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id }));
    return { bookingId, clientId };
  }
  const visit = async (clientId: string, startsAt: string) =>
    granted(await confirmHold(app, await hold(clientId, startsAt)));

  it.each(outOfTheWay)("who %s: the next one is offered it", async (_, happens) => {
    const { queue, slotAt } = await makeQueue(2);
    const [first, second] = [at(queue, 0), at(queue, 1)];
    await happens(first.clientId);
    await slotAt();
    expect(await offer()).toBe(1);
    expect(await entryOf(first)).toMatchObject({ state: "waiting", offers: 0 });
    expect(await entryOf(second)).toMatchObject({ state: "offered" });
  });

  it("and is the first again when nothing stands in the way any more", async () => {
    const { queue, slotAt } = await makeQueue(2);
    const first = at(queue, 0);
    const held = await hold(first.clientId, "2026-11-26T09:00:00Z");
    await slotAt();
    await offer();
    granted(await giveUpHold(app, held));
    await slotAt("2026-11-24T12:00:00Z");
    await offer();
    expect((await holdOf(first))?.startsAt).toEqual(new Date("2026-11-24T12:00:00Z"));
  });

  it("a visit at one of the times leaves the other", async () => {
    const { queue, slotAt } = await makeQueue(1);
    const first = at(queue, 0);
    await visit(first.clientId, NOON);
    await slotAt();
    await slotAt("2026-11-24T10:00:00Z");
    expect(await offer()).toBe(1);
    expect((await holdOf(first))?.startsAt).toEqual(new Date("2026-11-24T10:00:00Z"));
  });

  it("who waits for two things has one offer at a time (PY-1)", async () => {
    const { service, specialist } = await makeFullSalon(app);
    const one = await makeWaiting(app, { serviceId: service.id, hours: DAY_PARTS.day });
    app.clock.advance(60_000);
    const two = await makeWaiting(app, { ...one.asked, entryId: app.newId(), hours: DAY_PARTS.any });
    await makeSlot(app, { specialistId: specialist.id, startsAt: NOON });
    await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-24T10:00:00Z" });
    expect(await offer()).toBe(1);
    expect(await offer()).toBe(0);
    expect([(await entryOf(one))?.state, (await entryOf(two))?.state]).toEqual(["offered", "waiting"]);
  });
});
