import { beforeEach, describe, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { answerClient, listClientMessages } from "../../src/core/notifications/index.ts";
import { addStaff, findClientByTelegram } from "../../src/core/people/index.ts";
import { START, testApp } from "../support/app.ts";
import { granted, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const DAY_MS = 24 * 60 * 60_000;
const app = await testApp();
const { person, settle, worker } = await startBot(app);
const staff = { actor: OPERATOR } as const;
const olga = granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 7_100, ...staff }));
const { id: specialistId } = await makeSpecialist(app, []);
const maria = granted(
  await addStaff(app, { name: "Мария", role: "specialist", telegramId: 7_101, specialistId, ...staff }),
);
const owner = person(7_100, "Ольга");
const master = person(7_101, "Мария");
await owner.come();
await master.come();
beforeEach(() => app.clock.set(START));

let telegramId = 7_200;
async function writtenTo(by: string) {
  telegramId += 1;
  const one = person(telegramId, "Анна <b>");
  await one.join();
  const { id } = present(await findClientByTelegram(app.db, telegramId), "the client");
  const write = async (text: string) => {
    const input = { messageId: app.newId(), clientId: id, text };
    granted(await answerClient(app, { ...input, actor: { kind: "staff", id: by } }));
    await settle();
    app.clock.advance(1_000);
  };
  await write("Можно на час раньше?");
  const said = async () => (await listClientMessages(app.db, id)).map(({ text }) => text);
  return { ...one, clientId: id, said, writeTo: write };
}

let updateId = 900_000;
/** Telegram's own «Ответить» on a message of the bot's. */
async function replies(to: { readonly id: number }, messageId: number, text: string): Promise<void> {
  updateId += 1;
  const from = { id: to.id, is_bot: false, first_name: "Анна" };
  const chat = { id: to.id, type: "private", first_name: "Анна" };
  const date = Math.floor(app.clock.now().getTime() / 1000);
  const answered = { message_id: messageId, date, chat, text: "…" };
  const message = { message_id: updateId, date, from, chat, text, reply_to_message: answered };
  await worker.accept([{ update_id: updateId, message }] as unknown as Parameters<typeof worker.accept>[0]);
  await worker.idle();
  await settle();
}

describe("a client's answer to what staff wrote (PE-5)", () => {
  it("reaches who wrote and the managers without a button, safe in their chats, and is kept", async () => {
    const anna = await writtenTo(maria.id);
    await anna.write("Да, <i>буду</i> в два");
    expect((await anna.last()).text).toContain("Передали!");
    for (const reader of [owner, master]) {
      const passed = await reader.last();
      expect(passed.text).toContain("Сообщение от клиента");
      expect(passed.text).toContain("Да, <i>буду</i> в два");
    }
    expect(await anna.said()).toEqual(["Да, <i>буду</i> в два", "Можно на час раньше?"]);
    await master.press("Ответить");
    await master.write("Отлично, ждём");
    expect((await anna.last()).text).toContain("Отлично, ждём");
  });

  it("that goes on is passed on, too, for seven days after the last word", async () => {
    const anna = await writtenTo(olga.id);
    app.clock.advance(7 * DAY_MS - 1_000);
    await anna.write("Ещё вопрос");
    expect((await owner.last()).text).toContain("Ещё вопрос");
    app.clock.advance(7 * DAY_MS + 1);
    await anna.write("А вот ещё");
    expect((await anna.last()).text).toContain("Я понимаю кнопки лучше");
    expect((await owner.last()).text).toContain("Ещё вопрос");
  });

  it("given by Telegram's «reply» is theirs however late, and whatever the screen asks for", async () => {
    const anna = await writtenTo(olga.id);
    const asked = (await anna.messages()).find(({ text }) => text.includes("Можно на час раньше?"));
    app.clock.advance(30 * DAY_MS);
    await anna.write("/me");
    await anna.press("Имя");
    await replies(anna, present(asked, "the question").message_id, "Можно");
    expect((await owner.last()).text).toContain("Можно");
    expect((await findClientByTelegram(app.db, anna.id))?.name).not.toBe("Можно");
    // What answers any other message is for the screen.
    await anna.write("/me");
    await anna.press("Имя");
    await replies(anna, 1, "Ольга Петрова");
    expect((await findClientByTelegram(app.db, anna.id))?.name).toBe("Ольга Петрова");
  });

  it("is for the screen that asks for words, not for staff", async () => {
    const anna = await writtenTo(olga.id);
    await anna.write("/me");
    await anna.press("Имя");
    await anna.write("Анна Иванова");
    expect((await findClientByTelegram(app.db, anna.id))?.name).toBe("Анна Иванова");
    expect(await anna.said()).toEqual(["Можно на час раньше?"]);
  });

  it("is no command: those stay commands", async () => {
    const anna = await writtenTo(olga.id);
    await anna.write("/points");
    expect(await anna.said()).toEqual(["Можно на час раньше?"]);
  });

  it("more than twenty an hour are not passed on, and the client is told", async () => {
    const anna = await writtenTo(olga.id);
    for (let count = 0; count < 21; count += 1) await anna.write(`слово ${count}`);
    expect((await anna.last()).text).toContain("много сообщений подряд");
    expect(await anna.said()).toHaveLength(21);
    app.clock.advance(60 * 60_000);
    await anna.write("и снова");
    expect((await owner.last()).text).toContain("и снова");
  });
});
