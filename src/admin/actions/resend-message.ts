import { resendMessage as resend } from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { done, type PanelAction, said, stale } from "../panel-action.ts";

/** Sends a message of the bot once more, to the same person about the same thing (MS-6). */
export const resendMessage: PanelAction = {
  name: "resendMessage",
  label: "Отправить ещё раз",
  icon: "Repeat",
  of: "record",
  fits: ({ state }) => state !== "queued",
  form: async ({ app }) => ({
    intro:
      "Бот напишет то же самое ещё раз: слова возьмёт те, что верны сейчас. Если оно уже ни к чему, он откажется и скажет почему.",
    submit: "Отправить ещё раз",
    fields: [{ name: "requestId", label: "", kind: "hidden", value: app.newId() }],
  }),
  run: async (call, values) => {
    const requestId = values.text("requestId");
    if (!isUuid(requestId)) return stale("requestId");
    const outcome = await resend(call.app, { requestId, messageId: String(call.row.id), actor: call.actor });
    return said(outcome, call, () => done("Сообщение отправляется ещё раз.", { stays: true }), {});
  },
};
