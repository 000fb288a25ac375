import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { blockClient } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { writeToStaff } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeClient } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const clientId = await makeClient(app, "Анна");
const messageId = randomUUID();
granted(await writeToStaff(app, { clientId, messageId, text: "Можно прийти раньше?" }));
const reach = (isReachable: boolean) =>
  db.run(
    sql`UPDATE clients SET unreachable_at = ${isReachable ? null : new Date()} WHERE id = ${clientId}::uuid`,
  );
const introOf = async (at: string) =>
  String(((await owner.get(at)).json.form as { readonly intro?: string } | undefined)?.intro);
const ofClient = (action: string) => `/admin/api/resources/Client/records/${clientId}/${action}`;
const answer = `/admin/api/resources/ClientMessage/records/${messageId}/answerMessage`;
const answered = async (text: string) =>
  (await owner.post(answer, { messageId: randomUUID(), text })).json.notice?.message;
const cardOf = async () =>
  (await owner.get(`/admin/api/pages/client?id=${clientId}`)).json as unknown as {
    readonly card: {
      readonly actions: readonly { readonly name: string }[];
      readonly parts: readonly {
        readonly id: string;
        readonly lines: readonly { readonly words?: string; readonly badge?: { readonly text: string } }[];
      }[];
    };
  };
const talk = async () => (await cardOf()).card.parts.find(({ id }) => id === "talk")?.lines ?? [];
const BY_HAND = "Бот не может написать клиенту: сообщите ему сами.";

it("nobody is promised that the bot tells a client who has stopped it", async () => {
  expect(await introOf(ofClient("blockClient"))).toContain("Бот сообщит клиенту об этом и причину.");
  await reach(false);
  expect(await introOf(ofClient("blockClient"))).toContain(BY_HAND);
  granted(
    await blockClient(app, {
      clientId,
      blockId: randomUUID(),
      reason: "Неявки",
      endsAt: undefined,
      actor: OPERATOR,
    }),
  );
  expect(await introOf(ofClient("liftBlock"))).toContain(BY_HAND);
  const names = (await cardOf()).card.actions.map(({ name }) => name);
  expect(names).not.toContain("writeToClient");
  await reach(true);
  expect((await cardOf()).card.actions.map(({ name }) => name)).toContain("writeToClient");
});

it("a conversation says of each of ours that it has not arrived, and the form says it before", async () => {
  await reach(true);
  expect(await introOf(answer)).not.toContain("не дойдёт");
  expect(await answered("Да, ждём")).toBe("Сообщение отправляется.");
  await reach(false);
  expect((await talk())[0]).toMatchObject({
    words: "Да, ждём",
    badge: { text: "не дойдёт: бот заблокирован" },
  });
  expect(await introOf(answer)).toContain("ответ останется в переписке, но не дойдёт. Позвоните сами.");
  expect(await answered("Позвоним")).toContain("не дойдёт. Позвоните сами.");
  await db.run(
    sql`UPDATE outbox SET state = 'skipped', state_reason = 'bot_blocked' WHERE kind = 'message_from_staff'`,
  );
  expect((await talk()).map(({ badge }) => badge?.text)).toEqual(["не дошло", "не дошло", "от клиента"]);
  await db.run(
    sql`UPDATE outbox SET state = 'sent', state_reason = NULL, sent_at = now() WHERE kind = 'message_from_staff'`,
  );
  expect((await talk()).map(({ badge }) => badge?.text)).toEqual([undefined, undefined, "от клиента"]);
});
