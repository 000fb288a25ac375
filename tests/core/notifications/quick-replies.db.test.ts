import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import {
  answerClient,
  listQuickReplies,
  removeQuickReply,
  saveQuickReply,
} from "../../../src/core/notifications/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();

const save = (over: Partial<Parameters<typeof saveQuickReply>[1]> = {}) =>
  saveQuickReply(app, {
    quickReplyId: app.newId(),
    title: "Адрес",
    text: "Мы здесь",
    actor: OPERATOR,
    ...over,
  });
const remove = (quickReplyId: string) => removeQuickReply(app, { quickReplyId, actor: OPERATOR });
const clear = async () => {
  for (const { id } of await listQuickReplies(app.db)) granted(await remove(id));
};
const order = async () => (await listQuickReplies(app.db)).map(({ place, title }) => `${place} ${title}`);

describe("quick replies (PE-5)", () => {
  it("stand in an order of the business's own, without gaps", async () => {
    await clear();
    const ids = new Map<string, string>();
    for (const title of ["А", "Б", "В"]) ids.set(title, granted(await save({ title })).id);
    expect(await order()).toEqual(["1 А", "2 Б", "3 В"]);
    granted(await save({ quickReplyId: ids.get("В") ?? "", title: "В", place: 1 }));
    expect(await order()).toEqual(["1 В", "2 А", "3 Б"]);
    granted(await save({ title: "Г", place: 2 }));
    expect(await order()).toEqual(["1 В", "2 Г", "3 А", "4 Б"]);
    granted(await save({ quickReplyId: ids.get("В") ?? "", title: "В", place: 99 }));
    expect(await order()).toEqual(["1 Г", "2 А", "3 Б", "4 В"]);
    granted(await remove(ids.get("А") ?? ""));
    expect(await order()).toEqual(["1 Г", "2 Б", "3 В"]);
  });

  it("the same once more is the same, and the journal knows what differs", async () => {
    await clear();
    const quickReplyId = app.newId();
    const first = granted(await save({ quickReplyId }));
    expect(granted(await writingNothing(app, () => save({ quickReplyId })))).toEqual(first);
    granted(await save({ quickReplyId, text: "Мы там" }));
    granted(await remove(quickReplyId));
    const trail = await app.db.many(sql`
      SELECT action, change FROM audit WHERE subject_id = ${quickReplyId} ORDER BY id`);
    expect(trail).toEqual([
      {
        action: "add_quick_reply",
        change: { name: [null, "Адрес"], text: [null, "Мы здесь"], place: [null, 1] },
      },
      { action: "change_quick_reply", change: { text: ["Мы здесь", "Мы там"] } },
      { action: "remove_quick_reply", change: { name: ["Адрес", null], text: ["Мы там", null] } },
    ]);
  });

  it("refuses what cannot be, and writes nothing", async () => {
    await clear();
    granted(await save({ title: "Занято" }));
    const refused = (over: Parameters<typeof save>[0]) => refusedBy(app, () => save(over));
    expect(await refused({ title: "ЗАНЯТО" })).toBe("quick_reply_title_taken");
    expect(await refused({ title: " " })).toBe("quick_reply_title_empty");
    expect(await refused({ text: "{неведомое}" })).toBe("quick_reply_blank_unknown");
    expect(await refused({ place: 0 })).toBe("quick_reply_place_wrong");
    expect(await refused({ place: Number.NaN })).toBe("quick_reply_place_wrong");
    expect(await refusedBy(app, () => remove(app.newId()))).toBe("unknown_quick_reply");
  });

  it("there are no more of them than somebody chooses from", async () => {
    await clear();
    for (let one = 1; one <= 30; one += 1) granted(await save({ title: `Ответ ${one}` }));
    expect(await refusedBy(app, () => save({ title: "Ещё один" }))).toBe("quick_replies_too_many");
    const [{ id, title } = { id: "", title: "" }] = await listQuickReplies(app.db);
    granted(await save({ quickReplyId: id, title, text: "Другие слова" }));
  });

  it("of two saved at once each has a place of its own", async () => {
    await clear();
    const both = await Promise.all([save({ title: "Один" }), save({ title: "Два" }), save({ title: "Три" })]);
    for (const outcome of both) granted(outcome);
    expect((await listQuickReplies(app.db)).map(({ place }) => place)).toEqual([1, 2, 3]);
  });

  it("interrupted, nothing is left of it", async () => {
    await clear();
    const input = { quickReplyId: app.newId(), title: "Адрес", text: "Мы здесь", actor: OPERATOR };
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => saveQuickReply(dying, input)),
    );
    granted(await saveQuickReply(app, input));
  });
});

describe("a blank that nobody filled in", () => {
  it("is not sent to a client (PE-5)", async () => {
    const { id: clientId } = await makeClient(app);
    const letter = { messageId: app.newId(), clientId, actor: OPERATOR };
    const send = (text: string) => answerClient(app, { ...letter, text });
    expect(await refusedBy(app, () => send("Ждём вас на { Услуга }"))).toBe("message_unfilled");
    granted(await send("Ждём вас на {стрижку}"));
  });
});
