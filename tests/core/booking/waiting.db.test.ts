import { describe, expect, it } from "vitest";
import {
  DAY_PARTS,
  findWaitlistEntry,
  joinWaitlist,
  leaveWaitlist,
  listWaitlist,
  OPEN_WAIT_STATES,
  offerWaitlist,
} from "../../../src/core/booking/index.ts";
import { changeService } from "../../../src/core/catalog/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import type { Outcome } from "../../../src/core/kernel/outcome.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeSlot, makeSpecialist } from "../../support/make.ts";
import { blockByHand, makeEntered } from "../../support/people.ts";
import { makeFullSalon, makeWaiting, messagesTo, TOMORROW } from "../../support/wait.ts";

const app = await testApp();
const LATER = localDay("2026-11-30");
const refused = async (work: () => Promise<Outcome<unknown, string>>, refusal: string) =>
  expect(await refusedBy(app, work)).toBe(refusal);

describe("MS-9: a client asks to be told when something becomes free", () => {
  it("and waits for a service, days in order and hours, with one specialist or any", async () => {
    const { service, specialist } = await makeFullSalon(app);
    const { clientId, entry, asked } = await makeWaiting(app, {
      serviceId: service.id,
      specialistId: specialist.id,
      days: [LATER, TOMORROW],
      hours: DAY_PARTS.evening,
    });
    expect(entry).toMatchObject({
      id: asked.entryId,
      clientId,
      serviceName: service.name,
      specialistName: specialist.name,
      days: [TOMORROW, LATER],
      fromMinute: 17 * 60,
      toMinute: 24 * 60,
      state: "waiting",
      offers: 0,
      endedAt: undefined,
    });
    expect(await messagesTo(app, clientId)).toEqual([]);
    const rows = { clientId, states: OPEN_WAIT_STATES, rowsMax: 10 };
    expect(await listWaitlist(app.db, rows)).toEqual([entry]);
  });

  it("repeated under the same id, it is one entry", async () => {
    const { asked, entry } = await makeWaiting(app, { serviceId: (await makeFullSalon(app)).service.id });
    expect(granted(await writingNothing(app, () => joinWaitlist(app, asked)))).toEqual(entry);
    const stranger = await makeClient(app);
    expect(refusalOf(await joinWaitlist(app, { ...asked, clientId: stranger.id }))).toBe("already_waiting");
  });

  it("the same wish is not waited for twice, at once either; another one is", async () => {
    const { service } = await makeFullSalon(app);
    const { asked } = await makeWaiting(app, { serviceId: service.id });
    await refused(() => joinWaitlist(app, { ...asked, entryId: app.newId() }), "already_waiting");
    const other = { ...asked, hours: DAY_PARTS.evening };
    const many = await Promise.all(
      [1, 2, 3].map(() => joinWaitlist(app, { ...other, entryId: app.newId() })),
    );
    expect(many.map(refusalOf).sort()).toEqual(["already_waiting", "already_waiting", "done"]);
  });

  it("three wishes at a time", async () => {
    const { service } = await makeFullSalon(app);
    const { asked, clientId, entry } = await makeWaiting(app, { serviceId: service.id });
    for (const hours of [DAY_PARTS.morning, DAY_PARTS.day])
      await makeWaiting(app, { ...asked, entryId: app.newId(), hours });
    const fourth = { ...asked, entryId: app.newId(), hours: DAY_PARTS.evening };
    await refused(() => joinWaitlist(app, fourth), "waitlist_full");
    granted(await leaveWaitlist(app, { entryId: entry.id, by: { kind: "client", clientId } }));
    expect(refusalOf(await joinWaitlist(app, fourth))).toBe("done");
  });

  it("not for what nobody offers, for who cannot be offered anything, or for days that are over", async () => {
    const { service } = await makeFullSalon(app);
    const client = await makeClient(app);
    const wish = {
      entryId: app.newId(),
      clientId: client.id,
      serviceId: service.id,
      days: [TOMORROW],
      hours: DAY_PARTS.any,
      actor: OPERATOR,
    };
    const not = (over: object, refusal: string) =>
      refused(() => joinWaitlist(app, { ...wish, ...over }), refusal);
    await not({ serviceId: app.newId() }, "unknown_service");
    await not({ specialistId: (await makeSpecialist(app, [])).id }, "unknown_specialist");
    await not({ clientId: app.newId() }, "unknown_client");
    await not({ clientId: (await makeEntered(app)).id }, "client_has_no_chat");
    await not({ days: [localDay("2026-11-22")] }, "wait_days_passed");
    await not({ days: [localDay("2027-11-22")] }, "wait_days_too_far");
    await not({ hours: { fromMinute: 60, toMinute: 60 } }, "wait_hours_reversed");
    await blockByHand(app, client.id);
    await not({}, "client_blocked");
    granted(await changeService(app, { serviceId: service.id, isActive: false, actor: OPERATOR }));
    await not({}, "unknown_service");
  });

  it("interrupted at its write, nobody waits", async () => {
    const { service } = await makeFullSalon(app);
    const client = await makeClient(app);
    const actor = { kind: "client", id: client.id } as const;
    const asked = { entryId: app.newId(), clientId: client.id, serviceId: service.id, actor };
    const wish = { ...asked, days: [TOMORROW], hours: DAY_PARTS.any };
    await writingNothing(app, async () => {
      await interrupted(app, /INSERT INTO waitlist_entries/, (dying) => joinWaitlist(dying, wish));
      await interrupted(app, /COMMIT/, (dying) => joinWaitlist(dying, wish));
    });
  });
});

describe("MS-8, MS-9: staff put a client on the list and take them off it", () => {
  it("the client is told both times, once, and the trail knows who did it", async () => {
    const { service } = await makeFullSalon(app);
    const { asked, clientId, entry } = await makeWaiting(app, { serviceId: service.id, actor: OPERATOR });
    granted(await joinWaitlist(app, asked));
    const by = { kind: "staff", actor: OPERATOR, reason: " мастер заболел " } as const;
    await refused(
      () => leaveWaitlist(app, { entryId: entry.id, by: { ...by, reason: " " } }),
      "reason_missing",
    );
    const left = granted(await leaveWaitlist(app, { entryId: entry.id, by }));
    expect(left).toMatchObject({ state: "left", endedReason: "by_staff", note: "мастер заболел" });
    granted(await writingNothing(app, () => leaveWaitlist(app, { entryId: entry.id, by })));
    expect((await messagesTo(app, clientId)).map(({ kind }) => kind)).toEqual([
      "waitlist_ended",
      "waitlist_joined",
    ]);
    const trail = await app.db.many(sql`
      SELECT action, actor_kind, reason FROM audit WHERE subject_id = ${clientId} AND action LIKE '%waitlist' ORDER BY id`);
    expect(trail).toEqual([
      { action: "add_to_waitlist", actorKind: "operator", reason: null },
      { action: "remove_from_waitlist", actorKind: "operator", reason: "мастер заболел" },
    ]);
  });
});

describe("MS-9: a client leaves the list", () => {
  it("at once and without a word; only their own entry, and only while it stands", async () => {
    const { service } = await makeFullSalon(app);
    const { clientId, entry } = await makeWaiting(app, { serviceId: service.id });
    const stranger = await makeClient(app);
    const leave = (who: string, entryId = entry.id) =>
      leaveWaitlist(app, { entryId, by: { kind: "client", clientId: who } });
    await refused(() => leave(stranger.id), "unknown_wait");
    await refused(() => leave(clientId, app.newId()), "unknown_wait");
    expect(granted(await leave(clientId))).toMatchObject({ state: "left", endedReason: "by_client" });
    granted(await writingNothing(app, () => leave(clientId)));
    expect(await messagesTo(app, clientId)).toEqual([]);
  });

  it("with a start offered, that start is free again", async () => {
    const { service, specialist } = await makeFullSalon(app);
    const { clientId, entry } = await makeWaiting(app, { serviceId: service.id });
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-24T09:00:00Z" });
    await offerWaitlist(app);
    expect(await findWaitlistEntry(app.db, entry.id)).toMatchObject({ state: "offered" });
    granted(await leaveWaitlist(app, { entryId: entry.id, by: { kind: "client", clientId } }));
    expect(await app.db.first(sql`SELECT booking_id FROM slots WHERE id = ${slot.id}::uuid`)).toEqual({
      bookingId: null,
    });
    expect(await findWaitlistEntry(app.db, entry.id)).toMatchObject({
      state: "left",
      endedReason: "by_client",
      offeredBookingId: undefined,
    });
  });
});

describe("MS-9: days that are over", () => {
  it("end the waiting, and the client is told once, after quiet hours when it is night", async () => {
    const { service } = await makeFullSalon(app);
    const evening = await makeWaiting(app, { serviceId: service.id, hours: DAY_PARTS.day });
    const night = await makeWaiting(app, { serviceId: service.id });
    app.clock.set("2026-11-24T13:59:59Z");
    await offerWaitlist(app);
    expect(await findWaitlistEntry(app.db, evening.entry.id)).toMatchObject({ state: "waiting" });
    app.clock.set("2026-11-24T14:00:00Z");
    await offerWaitlist(app);
    await offerWaitlist(app);
    expect(await findWaitlistEntry(app.db, evening.entry.id)).toMatchObject({
      state: "expired",
      endedReason: "days_passed",
      endedAt: new Date("2026-11-24T14:00:00Z"),
    });
    expect(await messagesTo(app, evening.clientId)).toMatchObject([
      { kind: "waitlist_ended", dueAt: new Date("2026-11-24T14:00:00Z") },
    ]);
    app.clock.set("2026-11-24T21:00:01Z");
    await offerWaitlist(app);
    expect(await messagesTo(app, night.clientId)).toMatchObject([
      { kind: "waitlist_ended", dueAt: new Date("2026-11-25T06:00:00Z") },
    ]);
    const by = { kind: "client", clientId: night.clientId } as const;
    await refused(() => leaveWaitlist(app, { entryId: night.entry.id, by }), "wait_over");
  });
});
