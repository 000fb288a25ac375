import { expect, it } from "vitest";
import { startTelegram } from "./telegram-sandbox.ts";

it("the staff of the business stand on the chat page, may be written to, and are there again after a reset", async () => {
  const telegram = await startTelegram({ staff: [{ id: 1000, firstName: "Ольга, владелец" }] });
  try {
    expect(await telegram.sim("users", { first_name: "Анна" })).toMatchObject({ id: 1001 });
    const shown = async () =>
      (
        (await telegram.call("/sim/telegram/chats")).body.chats as { staff?: boolean; user: { id: number } }[]
      ).map(({ user, staff }) => [user.id, staff === true]);
    expect((await shown()).sort()).toEqual([
      [1000, true],
      [1001, false],
    ]);
    await telegram.done("sendMessage", { chat_id: 1000, text: "Низкая оценка" });
    expect((await telegram.api("sendMessage", { chat_id: 1001, text: "Рано" })).body.ok).toBe(false);
    await telegram.post("/sim/reset", {});
    expect(await shown()).toEqual([[1000, true]]);
  } finally {
    await telegram.close();
  }
});
