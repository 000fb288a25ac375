import { describe, expect, it } from "vitest";
import {
  broadcastMessage,
  dryRunBroadcast,
  findBroadcast,
  findPicture,
  previewText,
  type SaveBroadcastInput,
  saveBroadcast,
  scheduleBroadcast,
  startBroadcast,
  testBroadcast,
} from "../../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { deleteSegment, saveSegment } from "../../../src/core/segments/index.ts";
import { testApp } from "../../support/app.ts";
import {
  letter,
  makeBroadcast,
  makeReader,
  sayOfMarketing,
  switchMarketing,
} from "../../support/broadcast.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import {
  givePoints,
  granted,
  makeClient,
  makeService,
  makeSlot,
  makeSpecialist,
} from "../../support/make.ts";
import { makeEntered } from "../../support/people.ts";

const app = await testApp();
await switchMarketing(app, "on");
const NOBODY = "00000000-0000-4000-8000-000000000000";
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
const auditOf = (id: string) =>
  app.db.many<{ action: string }>(sql`SELECT action FROM audit WHERE subject_id = ${id} ORDER BY id`);

describe("writing a broadcast down (MS-3)", () => {
  it("keeps what is said and to whom, as a draft with a number, and leaves a trail", async () => {
    const input = letter(app, { text: "  Ждём вас, {имя}!\r\nВаш салон ", picture: PNG });
    const saved = granted(await saveBroadcast(app, input));
    expect(saved).toMatchObject({
      state: "draft",
      text: "Ждём вас, {имя}!\nВаш салон",
      hasPicture: true,
      recipients: 0,
    });
    expect(saved.number).toBeGreaterThan(0);
    expect(await findPicture(app.db, saved.id)).toMatchObject({ kind: "png" });
    expect(await auditOf(saved.id)).toEqual([{ action: "create_broadcast" }]);
  });

  it("twice with the same id is one broadcast, and by two at once as well", async () => {
    const input = letter(app);
    const answers = await Promise.all([saveBroadcast(app, input), saveBroadcast(app, input)]);
    expect(answers.map(refusalOf)).toEqual(["done", "done"]);
    await writingNothing(app, () => saveBroadcast(app, { ...input, picture: "keep" }));
    expect(
      await app.db.many(sql`SELECT id FROM broadcasts WHERE id = ${input.broadcastId}::uuid`),
    ).toHaveLength(1);
  });

  it("anew changes it, and the picture stays until it is taken away", async () => {
    const input = letter(app, { picture: PNG });
    granted(await saveBroadcast(app, input));
    const changed: SaveBroadcastInput = {
      ...input,
      content: { ...input.content, title: "Зима" },
      picture: "keep",
    };
    expect(granted(await saveBroadcast(app, changed))).toMatchObject({ title: "Зима", hasPicture: true });
    expect(granted(await saveBroadcast(app, { ...changed, picture: "none" }))).toMatchObject({
      hasPicture: false,
    });
    expect((await auditOf(input.broadcastId)).map(({ action }) => action)).toEqual([
      "create_broadcast",
      "change_broadcast",
      "change_broadcast",
    ]);
  });

  it.each<[string, Parameters<typeof letter>[1]]>([
    ["broadcast_text_empty", { text: " " }],
    ["broadcast_markup_broken", { text: "<b>жирно" }],
    ["broadcast_variable_unknown", { text: "{скидка}" }],
    ["broadcast_text_too_long", { text: "я".repeat(1025), picture: PNG }],
    ["picture_unreadable", { picture: Uint8Array.from([1, 2, 3]) }],
    ["unknown_segment", { audience: { segmentId: NOBODY } }],
    ["unknown_service", { buttons: [{ leadsTo: "service", serviceId: NOBODY, label: "Записаться" }] }],
  ])("is refused: %s", async (refusal, over) => {
    expect(await refusedBy(app, () => saveBroadcast(app, letter(app, over)))).toBe(refusal);
  });

  it("with a button to a slot that is not there is refused", async () => {
    const { id: serviceId } = await makeService(app);
    const buttons = [{ leadsTo: "slot", serviceId, slotId: NOBODY, label: "В 12:00" }] as const;
    expect(await refusedBy(app, () => saveBroadcast(app, letter(app, { buttons })))).toBe("unknown_slot");
  });

  it("after it started is refused", async () => {
    await makeReader(app);
    const input = letter(app);
    granted(await saveBroadcast(app, input));
    granted(await startBroadcast(app, { broadcastId: input.broadcastId, actor: OPERATOR }));
    expect(await refusedBy(app, () => saveBroadcast(app, input))).toBe("broadcast_started");
  });

  it("interrupted writes nothing", async () => {
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => saveBroadcast(dying, letter(app))),
    );
  });

  it("to a saved segment holds on to it until it starts, with the definition that stands then", async () => {
    const client = await makeReader(app);
    await givePoints(app, client.id, 777);
    const segment = granted(
      await saveSegment(app, {
        segmentId: app.newId(),
        name: `Богатые ${app.newId()}`.slice(0, 40),
        definition: { fact: "points", op: "atLeast", value: 1 },
        actor: OPERATOR,
      }),
    );
    const { id: broadcastId } = await makeBroadcast(app, { audience: { segmentId: segment.id } });
    const drop = () => deleteSegment(app, { segmentId: segment.id, actor: OPERATOR });
    expect(await refusedBy(app, drop)).not.toBe("done");
    const narrow = { fact: "points", op: "atLeast", value: 777 } as const;
    granted(
      await saveSegment(app, {
        segmentId: segment.id,
        name: segment.name,
        definition: narrow,
        actor: OPERATOR,
      }),
    );
    granted(await startBroadcast(app, { broadcastId, actor: OPERATOR }));
    expect(await findBroadcast(app.db, broadcastId)).toMatchObject({
      segment: narrow,
      segmentName: segment.name,
      segmentId: undefined,
    });
    expect(refusalOf(await drop())).toBe("done");
  });
});

describe("a dry run (MS-3)", () => {
  it("says how many get it and how many are left out, and why, without writing anything", async () => {
    const only = await tagged();
    await only.reader();
    await only.reader();
    await only.add((await makeClient(app)).id);
    await only.add((await makeEntered(app)).id);
    const blocked = await only.reader();
    await app.db.run(sql`UPDATE clients SET unreachable_at = now() WHERE id = ${blocked}::uuid`);
    const withdrawn = await only.reader();
    app.clock.advance(1_000);
    await sayOfMarketing(app, withdrawn, "withdrawn");

    const marketing = await makeBroadcast(app, { audience: only.audience });
    expect(await writingNothing(app, () => dryRunBroadcast(app, marketing.id))).toMatchObject({
      value: { recipients: 2, leftOut: { no_consent: 2, no_chat: 1, blocked_bot: 1 }, isSwitchedOff: false },
    });
    const news = await makeBroadcast(app, { audience: only.audience, kind: "informational" });
    expect(await dryRunBroadcast(app, news.id)).toMatchObject({
      value: { recipients: 4, leftOut: { no_chat: 1, blocked_bot: 1 } },
    });
  });

  it("says that the switch is off (MS-7), and until when it is quiet (MS-5)", async () => {
    const marketing = await makeBroadcast(app);
    const news = await makeBroadcast(app, { kind: "informational" });
    await switchMarketing(app, "off");
    expect(await dryRunBroadcast(app, marketing.id)).toMatchObject({ value: { isSwitchedOff: true } });
    expect(await dryRunBroadcast(app, news.id)).toMatchObject({
      value: { isSwitchedOff: false, quietUntil: undefined },
    });
    await switchMarketing(app, "on");
    app.clock.set("2026-11-23T20:00:00Z");
    expect(await dryRunBroadcast(app, news.id)).toMatchObject({
      value: { quietUntil: new Date("2026-11-24T06:00:00Z") },
    });
    app.clock.set("2026-11-23T09:10:00Z");
  });

  it("of an unknown one is refused", async () => {
    expect(await refusedBy(app, () => dryRunBroadcast(app, NOBODY))).toBe("unknown_broadcast");
  });
});

/** A segment of one's own. */
async function tagged() {
  const tag = app.newId().slice(0, 8);
  const add = async (id: string) => {
    await app.db.run(sql`UPDATE clients SET tags = ARRAY[${tag}] WHERE id = ${id}::uuid`);
    return id;
  };
  const audience = { definition: { fact: "tags", op: "anyOf", value: [tag] } } as const;
  return { add, audience, reader: async () => add((await makeReader(app)).id) };
}

describe("a preview (MS-3)", () => {
  it("shows it as a chosen client would read it", async () => {
    const client = await makeReader(app);
    await givePoints(app, client.id, 21);
    const text = "<b>{имя}</b>, у вас {баллы}. Были {последний визит|давно}. {салон}";
    const { content } = letter(app, { text, erid: "2Vtz" });
    const reader = { clientId: client.id };
    const shown = granted(await previewText(app, content, reader)).replaceAll("\u00a0", " ");
    expect(shown).toBe("<b>Анна</b>, у вас 21 балл. Были давно. Окошко\n\n<i>Реклама. erid: 2Vtz</i>");
    expect(await previewText(app, content, { clientId: NOBODY })).toMatchObject({
      refusal: "unknown_client",
    });
  });

  it("leaves out the buttons that lead nowhere any more, and of a hot one nothing when its slots are gone (MS-4)", async () => {
    const client = await makeReader(app);
    const { id: serviceId } = await makeService(app);
    const { id: specialistId } = await makeSpecialist(app, [serviceId]);
    const slot = await makeSlot(app, { specialistId, startsAt: "2026-11-25T09:00:00Z", kind: "hot" });
    const buttons = [
      { leadsTo: "slot", serviceId, slotId: slot.id, label: "В среду" },
      { leadsTo: "link", url: "https://okoshko.test/", label: "Сайт" },
    ] as const;
    const { id: broadcastId } = await makeBroadcast(app, { kind: "hot", buttons });
    const written = () => broadcastMessage(app, { broadcastId, reader: { clientId: client.id } });
    expect(granted(await written()).buttons.map(({ index, label }) => [index, label])).toEqual([
      [0, "В среду"],
      [1, "Сайт"],
    ]);
    await app.db.run(sql`UPDATE slots SET state = 'closed', closed_reason = 'x' WHERE id = ${slot.id}::uuid`);
    expect(await written()).toMatchObject({ refusal: "no_hot_slot_left" });
  });
});

describe("a try (MS-3)", () => {
  it("is promised once to a member of staff with a chat", async () => {
    const staff = granted(
      await addStaff(app, { name: "Ольга", role: "owner", telegramId: 501, actor: OPERATOR }),
    );
    const { id: broadcastId } = await makeBroadcast(app);
    const input = { testId: app.newId(), broadcastId, staffId: staff.id };
    granted(await testBroadcast(app, input));
    await writingNothing(app, () => testBroadcast(app, input));
    expect(
      await app.db.many(sql`SELECT kind, payload FROM outbox WHERE staff_id = ${staff.id}::uuid`),
    ).toEqual([{ kind: "broadcast_test", payload: { broadcastId } }]);
  });

  it("is refused without a chat, without a broadcast, without a member", async () => {
    const { id: broadcastId } = await makeBroadcast(app);
    const staff = granted(
      await addStaff(app, {
        name: "Нина",
        role: "admin",
        email: "nina@x.test",
        password: "0123456789",
        actor: OPERATOR,
      }),
    );
    const testId = app.newId();
    const tries = [
      { testId, broadcastId, staffId: staff.id },
      { testId, broadcastId: NOBODY, staffId: staff.id },
      { testId, broadcastId, staffId: NOBODY },
    ];
    const answers: string[] = [];
    for (const input of tries) answers.push(await refusedBy(app, () => testBroadcast(app, input)));
    expect(answers).toEqual(["staff_without_chat", "unknown_broadcast", "unknown_staff"]);
  });
});

describe("a moment to start at (MS-3)", () => {
  it("lies ahead; asked again with the same one nothing changes, with another the last word counts", async () => {
    await makeReader(app);
    const { id: broadcastId } = await makeBroadcast(app);
    const schedule = (at: string) =>
      scheduleBroadcast(app, { broadcastId, at: new Date(at), actor: OPERATOR });
    expect(await refusedBy(app, () => schedule("2026-11-23T09:00:00Z"))).toBe("schedule_in_past");
    granted(await schedule("2026-11-24T09:00:00Z"));
    await writingNothing(app, () => schedule("2026-11-24T09:00:00Z"));
    expect(granted(await schedule("2026-11-25T09:00:00Z"))).toMatchObject({
      state: "scheduled",
      scheduledAt: new Date("2026-11-25T09:00:00Z"),
    });
  });
});
