import { describe, expect, it } from "vitest";
import { blockClient, bookForClient, holdSlot, liftBlock, setVip } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { daysAfter } from "../../../src/core/kernel/instant.ts";
import { findBlock } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const service = await makeService(app, { policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
const actor = OPERATOR;
const blockOf = (clientId: string) => findBlock(app.db, clientId, app.clock.now());
const told = async (clientId: string) =>
  (
    await app.db.many<{ kind: string }>(
      sql`SELECT kind FROM outbox WHERE client_id = ${clientId}::uuid ORDER BY created_at, kind`,
    )
  ).map(({ kind }) => kind);
const block = (clientId: string, over: { blockId?: string; reason?: string; endsAt?: Date } = {}) =>
  blockClient(app, {
    blockId: app.newId(),
    clientId,
    reason: "дважды не предупредили",
    endsAt: undefined,
    actor,
    ...over,
  });

describe("CX-4: a block by hand", () => {
  it("closes the client's own booking, tells them, and leaves staff's way open", async () => {
    const { id: clientId } = await makeClient(app);
    const endsAt = daysAfter(app.clock.now(), 7);
    granted(await block(clientId, { endsAt }));
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-24T09:00:00Z" });
    const wanted = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: slot.id };
    expect(await holdSlot(app, wanted)).toMatchObject({
      refusal: "client_blocked",
      detail: { reason: "дважды не предупредили", endsAt },
    });
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    granted(await bookForClient(app, { ...wanted, payment, actor }));
    expect(await told(clientId)).toContain("client_blocked");
  });

  it("repeated with its id is one block and one message, and belongs to one client", async () => {
    const [one, two] = [await makeClient(app), await makeClient(app)];
    const blockId = app.newId();
    const first = granted(await block(one.id, { blockId }));
    expect(granted(await block(one.id, { blockId }))).toEqual(expect.objectContaining(first));
    const endsAt = daysAfter(app.clock.now(), 7);
    for (const over of [{ reason: "другая" }, { endsAt }]) {
      expect(await refusedBy(app, () => block(one.id, { blockId, ...over }))).toBe("block_is_another");
    }
    expect(await told(one.id)).toEqual(["client_blocked"]);
    expect(await block(two.id, { blockId })).toMatchObject({ refusal: "block_is_another" });
    expect(await blockOf(two.id)).toBeUndefined();
  });

  it("interrupted before its end leaves neither a block nor a message, and its lifting neither", async () => {
    const { id: clientId } = await makeClient(app);
    const input = { blockId: app.newId(), clientId, reason: "грубит", endsAt: undefined, actor };
    for (const before of [/INSERT INTO outbox/, /COMMIT/])
      await writingNothing(app, () => interrupted(app, before, (dying) => blockClient(dying, input)));
    granted(await blockClient(app, input));
    await writingNothing(app, () =>
      interrupted(app, /COMMIT/, (dying) => liftBlock(dying, { clientId, reason: "так", actor })),
    );
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => setVip(dying, { clientId, isVip: true, actor })),
    );
    expect(await told(clientId)).toEqual(["client_blocked"]);
  });

  it.each<[string, { reason?: string; endsAt?: Date }]>([
    ["reason_missing", { reason: "  " }],
    ["block_end_passed", { endsAt: new Date("2026-11-23T09:00:00Z") }],
  ])("is refused (%s) and writes nothing", async (refusal, over) => {
    const { id } = await makeClient(app);
    expect(await refusedBy(app, () => block(id, over))).toBe(refusal);
  });

  it("is lifted with a reason, once, and the client is told once", async () => {
    const { id: clientId } = await makeClient(app);
    granted(await block(clientId));
    expect(await liftBlock(app, { clientId, reason: " ", actor })).toMatchObject({
      refusal: "reason_missing",
    });
    const lift = () => liftBlock(app, { clientId, reason: "договорились", actor });
    expect([granted(await lift()), granted(await lift())]).toEqual([
      { wasBlocked: true },
      { wasBlocked: false },
    ]);
    expect(await blockOf(clientId)).toBeUndefined();
    expect((await told(clientId)).filter((kind) => kind === "block_lifted")).toHaveLength(1);
  });

  it("that has run out is nothing to lift, and nothing is said", async () => {
    const { id: clientId } = await makeClient(app);
    granted(await block(clientId, { endsAt: daysAfter(app.clock.now(), 1) }));
    const before = app.clock.now();
    app.clock.set("2026-11-25T09:00:00Z");
    expect(granted(await liftBlock(app, { clientId, reason: "пора", actor }))).toEqual({ wasBlocked: false });
    app.clock.set(before.toISOString());
    expect(await told(clientId)).toEqual(["client_blocked"]);
  });
});

describe("CX-4: a VIP client", () => {
  it("is let free at once and told, and is not blocked while they are one", async () => {
    const { id: clientId } = await makeClient(app);
    granted(await block(clientId));
    granted(await setVip(app, { clientId, isVip: true, actor }));
    granted(await setVip(app, { clientId, isVip: true, actor }));
    expect(await blockOf(clientId)).toBeUndefined();
    expect((await told(clientId)).sort()).toEqual(["block_lifted", "client_blocked"]);
    expect(await block(clientId)).toMatchObject({ refusal: "client_vip" });
    granted(await setVip(app, { clientId, isVip: false, actor }));
    expect(await blockOf(clientId)).toBeUndefined();
    granted(await block(clientId));
  });
});
