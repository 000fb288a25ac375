import { isUuid } from "../../core/kernel/ids.ts";
import {
  listQuickReplies,
  QUICK_REPLY_BLANKS,
  removeQuickReply,
  saveQuickReply,
} from "../../core/notifications/index.ts";
import {
  type ActionCall,
  done,
  type Form,
  type PanelAction,
  type Said,
  said,
  stale,
  type Values,
} from "../panel-action.ts";

const FIELDS = {
  quick_reply_title_empty: "title",
  quick_reply_title_too_long: "title",
  quick_reply_title_taken: "title",
  quick_reply_text_empty: "text",
  quick_reply_text_too_long: "text",
  quick_reply_blank_unknown: "text",
  quick_reply_brace_alone: "text",
  quick_reply_place_wrong: "place",
} as const;

const BLANKS = QUICK_REPLY_BLANKS.map((blank) => `{${blank}}`).join(", ");

/** Keeps what staff write to clients often. */
export const addQuickReply: PanelAction = {
  name: "addQuickReply",
  label: "Новый быстрый ответ",
  icon: "Plus",
  of: "list",
  form: async (call) => {
    const { length } = await listQuickReplies(call.app.db);
    return formOf({ id: call.app.newId(), title: "", text: "", place: length + 1 });
  },
  run: (call, values) => save(call, values),
};

/** Other words for it, or another place in the list. */
export const changeQuickReply: PanelAction = {
  name: "changeQuickReply",
  label: "Изменить",
  icon: "Edit",
  of: "record",
  form: ({ row }) =>
    formOf({
      id: String(row.id),
      title: String(row.title),
      text: String(row.text),
      place: Number(row.place),
    }),
  run: (call, values) => save(call, values),
};

/** Takes it out of the list. */
export const deleteQuickReply: PanelAction = {
  name: "deleteQuickReply",
  label: "Удалить",
  icon: "Trash2",
  of: "record",
  form: ({ row }) => ({
    intro: `«${String(row.title)}» исчезнет из списка. Уже отправленные сообщения останутся.`,
    submit: "Удалить быстрый ответ",
    fields: [],
  }),
  run: async (call) => {
    const outcome = await removeQuickReply(call.app, {
      quickReplyId: String(call.row.id),
      actor: call.actor,
    });
    return said(outcome, call, ({ title }) => done(`Быстрый ответ «${title}» удалён.`));
  },
};

const formOf = (reply: {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly place: number;
}): Form => ({
  submit: "Сохранить",
  fields: [
    { name: "quickReplyId", label: "", kind: "hidden", value: reply.id },
    {
      name: "title",
      label: "Название",
      kind: "text",
      value: reply.title,
      isRequired: true,
      hint: "По нему ответ выбирают. Клиент его не увидит.",
    },
    {
      name: "text",
      label: "Текст",
      kind: "textarea",
      value: reply.text,
      rows: 6,
      isRequired: true,
      hint: `Подставятся сами: ${BLANKS}. Время, услуга и специалист — из записи, о которой пишете, или из ближайшей.`,
    },
    {
      name: "place",
      label: "Место в списке",
      kind: "number",
      value: String(reply.place),
      hint: "1 — самый первый. Остальные подвинутся.",
    },
  ],
});

async function save(call: ActionCall, values: Values): Promise<Said> {
  // A record's form is about that record, whatever id it carries.
  const quickReplyId = call.row.id === undefined ? values.text("quickReplyId") : String(call.row.id);
  if (!isUuid(quickReplyId)) return stale("title");
  const outcome = await saveQuickReply(call.app, {
    quickReplyId,
    title: values.text("title"),
    text: values.text("text"),
    place: values.optional("place") === undefined ? undefined : values.whole("place"),
    actor: call.actor,
  });
  return said(outcome, call, ({ title }) => done(`Быстрый ответ «${title}» сохранён.`), FIELDS);
}
