import { PNG } from "pngjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inline, startTelegram, type TelegramUnderTest, TOKEN } from "./telegram-sandbox.ts";

let telegram: TelegramUnderTest;
beforeEach(async () => {
  telegram = await startTelegram();
  await telegram.startUser();
});
afterEach(() => telegram.close());

const refusal = async (method: string, params: Record<string, unknown>): Promise<unknown> => {
  const { status, body } = await telegram.api(method, params);
  expect({ ok: body.ok, code: body.error_code }).toEqual({ ok: false, code: status });
  return `${status} ${body.description}`;
};
const sendRefusal = (params: Record<string, unknown>): Promise<unknown> =>
  refusal("sendMessage", { chat_id: 1001, text: "Привет", ...params });

describe("who may call what", () => {
  it("refuses a malformed token, a wrong one, and a method nobody knows", async () => {
    const path = async (url: string): Promise<unknown> => {
      const { status, body } = await telegram.call(url);
      return `${status} ${body.description}`;
    };
    expect(await path("/bottoken/getMe")).toBe("401 Unauthorized: invalid token specified");
    expect(await path("/bot1:other/getMe")).toBe("401 Unauthorized");
    expect(await path(`/bot${TOKEN}`)).toBe("404 Not Found");
    expect(await path(`/bot${TOKEN}/sendNothing`)).toBe("404 Not Found: method not found");
  });

  it("knows the bot, in any case of the method's letters", async () => {
    expect(await telegram.done("GETme")).toMatchObject({ id: 4200, is_bot: true, username: "okoshko_bot" });
  });

  it("takes parameters from the query, a form, JSON and JSON inside a form", async () => {
    const path = `/bot${TOKEN}/sendMessage`;
    const query = await telegram.call(`${path}?chat_id=1001&text=one`);
    const markup = JSON.stringify(inline({ text: "Да", callback_data: "yes" }));
    const form = await telegram.call(path, {
      method: "POST",
      body: new URLSearchParams({ chat_id: "1001", text: "two", reply_markup: markup }),
    });
    expect(query.body.result).toMatchObject({ text: "one", chat: { id: 1001, type: "private" } });
    expect(form.body.result).toMatchObject({ reply_markup: { inline_keyboard: [[{ text: "Да" }]] } });
  });
});

describe("sending", () => {
  it("answers with a full message", async () => {
    expect(await telegram.send({ text: "Смотрите /help" })).toEqual({
      message_id: expect.any(Number),
      from: { id: 4200, is_bot: true, first_name: "Окошко", username: "okoshko_bot" },
      chat: { id: 1001, type: "private", first_name: "Анна" },
      date: Date.UTC(2026, 4, 4, 9, 0, 0) / 1000,
      text: "Смотрите /help",
      entities: [{ type: "bot_command", offset: 9, length: 5 }],
    });
  });

  it("knows only users who wrote first", async () => {
    await telegram.sim("users", { id: 1002, first_name: "Борис" });
    expect(await sendRefusal({ chat_id: 1002 })).toBe("400 Bad Request: chat not found");
    expect(await sendRefusal({ chat_id: 5 })).toBe("400 Bad Request: chat not found");
    expect(await sendRefusal({ chat_id: "" })).toBe("400 Bad Request: chat_id is empty");
  });

  it("counts the text in characters, after the tags are gone", async () => {
    const most = "🙂".repeat(4096);
    await telegram.send({ text: `<b>${most}</b>`, parse_mode: "HTML" });
    expect(await sendRefusal({ text: `${most}я` })).toBe("400 Bad Request: message is too long");
    expect(await sendRefusal({ text: " \n " })).toBe("400 Bad Request: message text is empty");
    expect(await sendRefusal({ text: "<b></b>", parse_mode: "HTML" })).toBe(
      "400 Bad Request: message text is empty",
    );
  });

  it("reads HTML into entities and the four named characters", async () => {
    const text =
      ' <b>Ж <i>и</i></b> &lt;&amp;&gt; <a href="https://a.example/?x=1&amp;y=2">вот</a> <code>1</code>';
    expect(await telegram.send({ text, parse_mode: "HTML" })).toMatchObject({
      text: "Ж и <&> вот 1",
      entities: [
        { type: "bold", offset: 0, length: 3 },
        { type: "italic", offset: 2, length: 1 },
        { type: "text_link", offset: 8, length: 3, url: "https://a.example/?x=1&y=2" },
        { type: "code", offset: 12, length: 1 },
      ],
    });
  });

  it.each([
    ["<div>x</div>", 'Unsupported start tag "div" at byte offset 0'],
    ["5 < 6", 'Unsupported start tag "" at byte offset 2'],
    ["я <b>x", 'Can\'t find end tag corresponding to start tag "b"'],
    ["<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ["ж</b>", "Unexpected end tag at byte offset 2"],
    ["<b", "Unclosed start tag at byte offset 0"],
    ["<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])("refuses the HTML %s", async (text, detail) => {
    expect(await sendRefusal({ text, parse_mode: "HTML" })).toBe(
      `400 Bad Request: can't parse entities: ${detail}`,
    );
  });

  it.each([
    [{ text: "x", callback_data: "ж".repeat(33) }, "BUTTON_DATA_INVALID"],
    [{ text: "x", callback_data: "" }, "BUTTON_DATA_INVALID"],
    [{ text: "x", url: "javascript:alert(1)" }, "BUTTON_URL_INVALID"],
    [{ text: "x", url: "no host" }, "BUTTON_URL_INVALID"],
    [{ text: "x", callback_data: "x", style: "green" }, "invalid button style specified"],
    [{ text: "x" }, "text buttons are unallowed in the inline keyboard"],
    [{ callback_data: "x" }, "can't parse inline keyboard button: Can't find field \"text\""],
  ])("refuses the button %j", async (button, detail) => {
    expect(await sendRefusal({ reply_markup: inline(button) })).toBe(`400 Bad Request: ${detail}`);
  });

  it("takes 64 bytes of callback data, any known style and a hundred buttons", async () => {
    const button = { text: "x", callback_data: "ж".repeat(32), style: "SUCCESS" };
    const sent = await telegram.send({ reply_markup: inline(button, { ...button, style: "default" }) });
    expect(sent.reply_markup).toEqual({
      inline_keyboard: [
        [{ text: "x", style: "success", callback_data: "ж".repeat(32) }],
        [{ text: "x", callback_data: "ж".repeat(32) }],
      ],
    });
    await telegram.send({ reply_markup: inline(...Array.from({ length: 100 }, () => button)) });
    expect(await sendRefusal({ reply_markup: inline(...Array.from({ length: 101 }, () => button)) })).toBe(
      "400 Bad Request: reply markup is too long",
    );
  });

  it("sends a document by upload and again by its id, and gives the bytes back", async () => {
    const form = new FormData();
    form.set("chat_id", "1001");
    form.set("caption", "Ваш визит");
    form.set("document", new Blob(["BEGIN:VCALENDAR\r\n\r\nEND"], { type: "text/calendar" }), "визит.ics");
    const sent = await telegram.call(`/bot${TOKEN}/sendDocument`, { method: "POST", body: form });
    expect(sent.body.result).toMatchObject({
      caption: "Ваш визит",
      document: { file_name: "визит.ics", mime_type: "text/calendar", file_size: 22 },
    });
    const view = await telegram.chat();
    const url = view.messages.at(-1)?.document?.url ?? "";
    expect(await (await fetch(url)).text()).toBe("BEGIN:VCALENDAR\r\n\r\nEND");

    const fileId = decodeURIComponent(url.split("/").at(-1) ?? "");
    await telegram.done("sendDocument", { chat_id: 1001, document: fileId });
    expect(await telegram.done("getFile", { file_id: fileId })).toMatchObject({
      file_path: "documents/file_1.ics",
    });
    const file = await fetch(`${telegram.url}/file/bot${TOKEN}/documents/file_1.ics`);
    expect(await file.text()).toBe("BEGIN:VCALENDAR\r\n\r\nEND");
    expect(await refusal("sendDocument", { chat_id: 1001, document: "nothing" })).toBe(
      "400 Bad Request: wrong file identifier/HTTP URL specified",
    );
  });
});

describe("editing and deleting", () => {
  const keyboard = inline({ text: "Да", callback_data: "yes" });

  it("edits in place and says when", async () => {
    const { message_id } = await telegram.send({ text: "Было", reply_markup: keyboard });
    const edited = await telegram.done("editMessageText", { chat_id: 1001, message_id, text: "Стало" });
    expect(edited).toMatchObject({ message_id, text: "Стало", edit_date: expect.any(Number) });
    expect(edited).not.toHaveProperty("reply_markup");
    expect((await telegram.chat()).messages.at(-1)).toMatchObject({
      text: "Стало",
      edited: true,
      buttons: [],
    });
  });

  it("refuses an edit that changes nothing", async () => {
    const { message_id } = await telegram.send({
      text: "<b>Так</b>",
      parse_mode: "HTML",
      reply_markup: keyboard,
    });
    const same = {
      chat_id: 1001,
      message_id,
      text: "<b>Так</b>",
      parse_mode: "HTML",
      reply_markup: keyboard,
    };
    expect(await refusal("editMessageText", same)).toContain(
      "400 Bad Request: message is not modified: specified new",
    );
    expect(
      await refusal("editMessageReplyMarkup", { chat_id: 1001, message_id, reply_markup: keyboard }),
    ).toContain("message is not modified");
    await telegram.done("editMessageText", { ...same, text: "Так" });
  });

  it("edits only the bot's own messages that are there and brought no reply keyboard", async () => {
    const mine = (await telegram.chat()).messages[0]?.message_id;
    const withReply = await telegram.send({ reply_markup: { keyboard: [["Да"]] } });
    const edit = (message_id: unknown) =>
      refusal("editMessageText", { chat_id: 1001, message_id, text: "x" });
    expect(await edit(mine)).toBe("400 Bad Request: message can't be edited");
    expect(await edit(withReply.message_id)).toBe("400 Bad Request: message can't be edited");
    expect(await edit(999_999)).toBe("400 Bad Request: message to edit not found");
  });

  it("deletes once, and nothing older than two days", async () => {
    const first = await telegram.send({});
    const second = await telegram.send({});
    await telegram.done("deleteMessage", { chat_id: 1001, message_id: first.message_id });
    expect(await refusal("deleteMessage", { chat_id: 1001, message_id: first.message_id })).toBe(
      "400 Bad Request: message to delete not found",
    );
    await telegram.advance(48 * 3600 + 1);
    expect(await refusal("deleteMessage", { chat_id: 1001, message_id: second.message_id })).toBe(
      "400 Bad Request: message can't be deleted",
    );
    expect((await telegram.chat()).messages.map(({ deleted }) => deleted)).toEqual([false, true, false]);
  });
});

describe("answering a press", () => {
  const press = async (): Promise<unknown> => {
    await telegram.send({ reply_markup: inline({ text: "Да", callback_data: "yes" }) });
    const { update_id } = await telegram.sim("press", { user: 1001, button: "Да" });
    const updates = await telegram.updates({ offset: update_id });
    expect(updates[0]).toMatchObject({
      callback_query: { data: "yes", from: { id: 1001 }, message: { text: "Привет" } },
    });
    return (updates[0]?.callback_query as { id: unknown } | undefined)?.id;
  };
  const tooOld = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";

  it("takes one answer, and shows its text", async () => {
    const callback_query_id = await press();
    expect((await telegram.chat()).unanswered_presses).toBe(1);
    await telegram.done("answerCallbackQuery", { callback_query_id, text: "Записали", show_alert: true });
    expect(await refusal("answerCallbackQuery", { callback_query_id })).toBe(tooOld);
    expect(await telegram.chat()).toMatchObject({
      unanswered_presses: 0,
      toasts: [{ text: "Записали", show_alert: true }],
    });
  });

  it("takes no answer after 150 seconds, nor a longer text than 200 characters", async () => {
    const callback_query_id = await press();
    expect(await refusal("answerCallbackQuery", { callback_query_id, text: "ж".repeat(201) })).toBe(
      "400 Bad Request: MESSAGE_TOO_LONG",
    );
    await telegram.advance(151);
    expect(await refusal("answerCallbackQuery", { callback_query_id })).toBe(tooOld);
  });
});

describe("a photo", () => {
  const upload = async (width: number, height: number) => {
    const form = new FormData();
    form.set("chat_id", "1001");
    form.set("caption", "Код");
    const png = PNG.sync.write(new PNG({ width, height }));
    form.set("photo", new Blob([new Uint8Array(png)], { type: "image/png" }), "code.png");
    return telegram.call(`/bot${TOKEN}/sendPhoto`, { method: "POST", body: form });
  };

  it("comes with its own size, is shown in the chat and can be fetched", async () => {
    await telegram.startUser();
    const { body } = await upload(30, 20);
    expect(body).toMatchObject({ ok: true, result: { photo: [{ width: 30, height: 20 }], caption: "Код" } });
    const shown = (await telegram.chat()).messages.at(-1);
    expect(shown?.text).toBe("Код");
    const picture = await fetch(shown?.photo?.url ?? "");
    expect(PNG.sync.read(Buffer.from(await picture.arrayBuffer()))).toMatchObject({ width: 30, height: 20 });
  });

  it("is refused when it is too large or too narrow", async () => {
    for (const [width, height] of [
      [21, 1],
      [9_000, 1_001],
    ] as const)
      expect((await upload(width, height)).body).toMatchObject({
        error_code: 400,
        description: "Bad Request: PHOTO_INVALID_DIMENSIONS",
      });
  });
});

describe("the bot's own settings", () => {
  it("keeps commands per scope and language", async () => {
    const commands = [{ command: "start", description: "Начать" }];
    await telegram.done("setMyCommands", { commands, scope: { type: "chat", chat_id: 1001 } });
    expect(await telegram.done("getMyCommands")).toEqual([]);
    expect(await telegram.done("getMyCommands", { scope: { type: "chat", chat_id: 1001 } })).toEqual(
      commands,
    );
    expect((await telegram.chat()).commands).toEqual(commands);
    await telegram.done("deleteMyCommands", { scope: { type: "chat", chat_id: 1001 } });
    expect((await telegram.chat()).commands).toEqual([]);
    expect(await refusal("setMyCommands", { commands: [{ command: "Привет", description: "x" }] })).toBe(
      "400 Bad Request: BOT_COMMAND_INVALID",
    );
  });
});

describe("limits", () => {
  it("lets a burst through, then asks to wait, and leaves answers to a user's action alone", async () => {
    let elapsedMs = 0;
    const limited = await startTelegram({ limits: { chatBurst: 3 }, elapsedMs: () => elapsedMs });
    try {
      await limited.startUser();
      for (let count = 0; count < 10; count += 1) await limited.send({});
      elapsedMs += 31_000;
      for (let count = 0; count < 3; count += 1) await limited.send({});
      const refused = await limited.api("sendMessage", { chat_id: 1001, text: "x" });
      expect(refused.status).toBe(429);
      expect(refused.headers.get("retry-after")).toBe("1");
      expect(refused.body).toEqual({
        ok: false,
        error_code: 429,
        description: "Too Many Requests: retry after 1",
        parameters: { retry_after: 1 },
      });
      elapsedMs += 1000;
      await limited.send({});
    } finally {
      await limited.close();
    }
  });
});
