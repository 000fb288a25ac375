import { isUuid } from "../../core/kernel/ids.ts";
import { present } from "../../core/kernel/invariant.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { listTags } from "../../core/people/index.ts";
import {
  countSegment,
  EVERYBODY,
  type Explanation,
  FACTS,
  findSegment,
  findSegmentNames,
  lookUpClient,
  readDefinition,
  deleteSegment as remove,
  type SegmentDefinition,
  saveSegment,
} from "../../core/segments/index.ts";
import {
  type ActionCall,
  done,
  type Field,
  type Form,
  type PanelAction,
  refusedWith,
  type Said,
  type SegmentOffer,
  said,
  stale,
  type Values,
  wrong,
} from "../panel-action.ts";
import { wordFor } from "../readable.ts";
import { CLIENT_FIELD, findTyped, HAS_MORE, INDENT, whoIs } from "./typed-client.ts";

const TAGS_MAX = 200;
const MATCHES_MAX = 5;

const FIELDS = {
  bad_segment: "definition",
  segment_name_empty: "name",
  segment_name_too_long: "name",
  segment_name_taken: "name",
} as const;

/** Says who belongs together, under a new name; how many there are is counted while it is said. */
export const addSegment: PanelAction = {
  name: "addSegment",
  label: "Новый сегмент",
  icon: "Plus",
  of: "list",
  form: (call) => formOf(call, { id: call.app.newId(), name: "", definition: EVERYBODY }),
  run: (call, values) => run(call, values, { stays: false }),
};

/** Changes the name or the conditions of a segment. */
export const changeSegment: PanelAction = {
  name: "changeSegment",
  label: "Изменить",
  icon: "Edit",
  of: "record",
  form: async (call) =>
    formOf(call, present(await findSegment(call.app.db, String(call.row.id)), "the segment of the row")),
  run: (call, values) => run(call, values, { stays: true }),
};

async function formOf(
  call: ActionCall,
  segment: { readonly id: string; readonly name: string; readonly definition: SegmentDefinition },
): Promise<Form> {
  const definition: Field = {
    name: "definition",
    label: "Кто в нём",
    kind: "segment",
    value: JSON.stringify(segment.definition),
    segment: await offerOf(call),
  };
  return {
    submit: "Сохранить",
    countsAtOnce: definition.name,
    fields: [
      { name: "segmentId", label: "", kind: "hidden", value: segment.id },
      {
        name: "name",
        label: "Название",
        kind: "text",
        value: segment.name,
        isRequired: true,
        hint: "Его видят только сотрудники.",
      },
      definition,
    ],
  };
}

async function offerOf({ app }: ActionCall): Promise<SegmentOffer> {
  const names = await findSegmentNames(app.db);
  const choices = (called: ReadonlyMap<string, string>) =>
    [...called].map(([value, label]) => ({ value, label }));
  const tags = await listTags(app.db, TAGS_MAX);
  return {
    facts: FACTS,
    services: choices(names.services),
    specialists: choices(names.specialists),
    tags: tags.map((tag) => ({ value: tag, label: tag })),
  };
}

async function run(call: ActionCall, values: Values, back: { readonly stays: boolean }): Promise<Said> {
  const definition = values.json("definition");
  if (values.flag("isPreview")) return count(call, definition);
  // A record's form is about that record, whatever id it carries.
  const segmentId = call.row.id === undefined ? values.text("segmentId") : String(call.row.id);
  if (!isUuid(segmentId)) return stale("name");
  const outcome = await saveSegment(call.app, {
    segmentId,
    name: values.text("name"),
    definition,
    actor: call.actor,
  });
  return said(outcome, call, ({ name }) => done(`Сегмент «${name}» сохранён.`, back), FIELDS);
}

async function count(call: ActionCall, definition: unknown): Promise<Said> {
  const read = readDefinition(definition);
  if (!read.ok) return refusedWith(read, call, FIELDS);
  return { kind: "counted", message: fitting(await countSegment(call.app, read.value)) };
}

/** «Подходит 21 клиент.» */
const fitting = (clients: number): string =>
  `${wordFor(clients, ["Подходит", "Подходят", "Подходит"])} ${formatWhole(clients)} ${wordFor(clients, ["клиент", "клиента", "клиентов"])}.`;

/** Says of a client in or out, and why, condition by condition. */
export const lookUpSegment: PanelAction = {
  name: "lookUpSegment",
  label: "Проверить клиента",
  icon: "Search",
  of: "record",
  form: ({ row }) => ({
    intro: `Входит ли клиент в сегмент «${String(row.name)}», и почему.`,
    submit: "Проверить",
    fields: [CLIENT_FIELD],
  }),
  run: async (call, values) => {
    const segment = await findSegment(call.app.db, String(call.row.id));
    if (segment === undefined) return wrong("client", "Этого сегмента больше нет.");
    const found = await findTyped(call, values, MATCHES_MAX);
    if ("kind" in found) return found;
    const answers: string[] = [];
    for (const client of found.clients) {
      const looked = await lookUpClient(call.app, { definition: segment.definition, clientId: client.id });
      if (!looked.ok) continue;
      const verdict = looked.value.isIn ? "входит" : "не входит";
      answers.push([`${whoIs(client)}: ${verdict}`, ...looked.value.why.map(lineOf)].join("\n"));
    }
    if (found.hasMore) answers.push(HAS_MORE);
    return { kind: "counted", message: answers.join("\n\n") };
  },
};

const lineOf = ({ words, depth, holds, isGroup, own }: Explanation): string =>
  `${INDENT.repeat(depth + 1)}${holds ? "✓" : "✗"} ${words}${isGroup ? ":" : own ? ` (${own})` : ""}`;

/** Takes a segment away that nothing uses. */
export const deleteSegment: PanelAction = {
  name: "deleteSegment",
  label: "Удалить",
  icon: "Trash2",
  of: "record",
  form: ({ row }) => ({
    intro: `Сегмент «${String(row.name)}» исчезнет из списка. С самими клиентами ничего не случится.`,
    submit: "Удалить сегмент",
    fields: [],
  }),
  run: async (call) => {
    const outcome = await remove(call.app, { segmentId: String(call.row.id), actor: call.actor });
    return said(outcome, call, ({ name }) => done(`Сегмент «${name}» удалён.`));
  },
};
