import type { Command } from "commander";
import { rehearsed } from "../../core/app.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { done } from "../../core/kernel/outcome.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import {
  countSegment,
  deleteSegment,
  describeDefinition,
  FACTS,
  findSegmentByName,
  findSegmentNames,
  listSegmentClients,
  listSegments,
  readDefinition,
  type Segment,
  type SegmentClient,
  saveSegment,
} from "../../core/segments/index.ts";
import { readId } from "../arguments.ts";
import { confirmed, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, fields, momentOf, moreBelow, pageOf, table } from "../output.ts";
import { beginOf } from "./id-of.ts";
import { addSegmentLookup } from "./segment-lookup.ts";
import { segmentOf } from "./segment-of.ts";
import { namingUsers } from "./segment-users.ts";
import { factLines } from "./segment-words.ts";
import { type Described, definitionFrom, withDefinition } from "./typed-definition.ts";

const CLIENTS: readonly [string, string, string] = ["клиент", "клиента", "клиентов"];
const FIRST_CLIENTS = 10;

/** Who belongs together, and who is in a segment now (MS-3). */
export function addSegmentCommands(segments: Command, desk: Desk): void {
  addReading(segments, desk);
  addSegmentLookup(segments, desk);
  withExamples(
    withDefinition(
      segments
        .command("save")
        .description("сохранить сегмент: новый, или новые условия у того, что есть")
        .argument("<имя>", "название"),
    )
      .option("--rename <имя>", "новое название того, что есть")
      .option("--id <uuid>", "id сегмента: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (name: string, flags: SaveFlags) => save(desk, name, flags))),
    'segments save "Спящие VIP" --definition \'{"all": [{"fact": "vip", "op": "is", "value": true}, {"fact": "lastVisit", "op": "atLeast", "value": 60}]}\'',
    'segments save "Спящие VIP" --file sleeping.json',
  );
  withExamples(
    withYes(
      segments
        .command("delete")
        .description("удалить сегмент, которым ничего не пользуется")
        .argument("<сегмент>", "название или id"),
      "удалить",
    ).action(answering(desk, (word: string, flags: YesFlag) => remove(desk, word, flags))),
    'segments delete "Спящие VIP"',
    'segments delete "Спящие VIP" --yes',
  );
}

function addReading(segments: Command, desk: Desk): void {
  withExamples(
    segments
      .command("list")
      .description("показать сегменты и сколько в них клиентов сейчас")
      .action(answering(desk, () => list(desk))),
    "segments list",
    "segments list --json",
  );
  withExamples(
    segments
      .command("show")
      .description("показать сегмент: условия словами, сколько клиентов, первые из них")
      .argument("<сегмент>", "название или id")
      .action(answering(desk, (word: string) => show(desk, word))),
    'segments show "Новые (1 визит)"',
    'segments show "Новые (1 визит)" --json',
  );
  withExamples(
    withDefinition(
      segments
        .command("count")
        .description("посчитать клиентов: сохранённого сегмента или условий, которые ещё не сохранены")
        .argument("[сегмент]", "название или id"),
    ).action(answering(desk, (word: string | undefined, flags: Described) => count(desk, word, flags))),
    'segments count "Новые (1 визит)"',
    'segments count --definition \'{"fact": "tags", "op": "anyOf", "value": ["утро"]}\'',
  );
  withExamples(
    withPaging(
      segments
        .command("clients")
        .description("показать клиентов сегмента, новые сверху")
        .argument("<сегмент>", "название или id"),
    ).action(answering(desk, (word: string, flags: Paging) => clients(desk, word, flags))),
    'segments clients "Без будущей записи" --json',
  );
  withExamples(
    segments
      .command("facts")
      .description("показать, из чего составляют условия")
      .action(answering(desk, async () => reply(FACTS, factLines))),
    "segments facts",
  );
}

async function list(desk: Desk) {
  const { app } = await openShop(desk);
  const names = await findSegmentNames(app.db);
  const items: SegmentJson[] = [];
  for (const segment of await listSegments(app.db)) {
    const words = describeDefinition(segment.definition, names);
    items.push(segmentJson(segment, { words, clients: await countSegment(app, segment.definition) }));
  }
  return reply({ items }, () => segmentTable(items, desk.io.columns));
}

function segmentTable(items: readonly SegmentJson[], columns: number): string {
  if (items.length === 0) return "Сегментов пока нет. Добавить: segments save --help";
  return table(
    [
      { title: "Сегмент", isFlexible: true },
      { title: "Кто в нём", isFlexible: true },
      { title: "Клиентов", align: "right" },
    ],
    items.map(({ name, words, clients: found }) => [name, words, formatWhole(found)]),
    columns,
  );
}

async function show(desk: Desk, word: string) {
  const { app, zone } = await openShop(desk);
  const found = await segmentOf(app, word);
  if (!found.ok) return found;
  const segment = found.value;
  const words = describeDefinition(segment.definition, await findSegmentNames(app.db));
  const total = await countSegment(app, segment.definition);
  const first = await listSegmentClients(app, segment.definition, { rowsMax: FIRST_CLIENTS });
  const json = { ...segmentJson(segment, { words, clients: total }), first: first.map(clientJson) };
  const text = () =>
    fields(
      [
        ["Сегмент", segment.name],
        ["id", segment.id],
        ["Кто в нём", words],
        ["Сейчас", counted(total, CLIENTS)],
        ["Первые", first.length === 0 ? undefined : first.map(clientLine).join("\n")],
        ["Изменён", momentOf(segment.updatedAt, zone)],
        ["Условия", JSON.stringify(segment.definition)],
      ],
      desk.io.columns,
    );
  return reply(json, text);
}

async function count(desk: Desk, word: string | undefined, flags: Described) {
  const typed = word === undefined ? await definitionFrom(desk, flags) : undefined;
  const { app } = await openShop(desk);
  const found = word === undefined ? undefined : await segmentOf(app, word);
  if (found && !found.ok) return found;
  const definition = found ? done(found.value.definition) : readDefinition(typed);
  if (!definition.ok) return definition;
  const total = await countSegment(app, definition.value);
  return reply(
    { clients: total, definition: definition.value },
    `Сейчас подходит: ${counted(total, CLIENTS)}.`,
  );
}

async function clients(desk: Desk, word: string, { limit, offset }: Paging) {
  const { app } = await openShop(desk);
  const found = await segmentOf(app, word);
  if (!found.ok) return found;
  const rows = await listSegmentClients(app, found.value.definition, { rowsMax: limit + 1, offset });
  const page = pageOf(rows, limit);
  const text = () => clientTable(page.items, desk.io.columns) + moreBelow(page, offset);
  return reply({ items: page.items.map(clientJson), hasMore: page.hasMore }, text);
}

function clientTable(rows: readonly SegmentClient[], columns: number): string {
  if (rows.length === 0) return "Сейчас в этом сегменте никого.";
  return table(
    [{ title: "Клиент", isFlexible: true }, { title: "Телефон" }, { title: "id" }],
    rows.map(({ name, phone, id }) => [name, phone ?? "—", beginOf(id)]),
    columns,
  );
}

type SaveFlags = Described & { readonly id?: string; readonly rename?: string };

async function save(desk: Desk, name: string, flags: SaveFlags) {
  const definition = await definitionFrom(desk, flags);
  const { app } = await openShop(desk);
  const known = await findSegmentByName(app.db, name.trim());
  const segmentId = flags.id ?? known?.id ?? app.newId();
  const called = flags.rename ?? known?.name ?? name;
  const saved = await saveSegment(app, { segmentId, name: called, definition, actor: OPERATOR });
  if (!saved.ok) return saved;
  const segment = saved.value;
  const words = describeDefinition(segment.definition, await findSegmentNames(app.db));
  const total = await countSegment(app, segment.definition);
  return reply(
    segmentJson(segment, { words, clients: total }),
    `Сегмент «${segment.name}» сохранён: ${words}. Сейчас подходит: ${counted(total, CLIENTS)}.\nid: ${segment.id}`,
  );
}

async function remove(desk: Desk, word: string, flags: YesFlag) {
  const { app } = await openShop(desk);
  const found = await segmentOf(app, word);
  if (!found.ok) return found;
  const what = `Сегмент «${found.value.name}» и его условия удалятся.`;
  const asked = { segmentId: found.value.id, actor: OPERATOR };
  const sure = await confirmed(desk, flags, what, () => deleteSegment(rehearsed(app), asked));
  if (!sure.ok) return namingUsers(app, sure, found.value);
  const removed = await deleteSegment(app, asked);
  if (!removed.ok) return namingUsers(app, removed, found.value);
  return reply({ id: removed.value.id, isDeleted: true }, `Сегмент «${removed.value.name}» удалён.`);
}

type SegmentJson = ReturnType<typeof segmentJson>;

const segmentJson = (
  { id, name, definition, createdAt, updatedAt }: Segment,
  now: { readonly words: string; readonly clients: number },
) => ({ id, name, ...now, definition, createdAt, updatedAt });

const clientJson = ({ id, name, phone }: SegmentClient) => ({ id, name, phone: phone ?? null });

const clientLine = ({ name, phone }: SegmentClient): string => (phone ? `${name}, ${phone}` : name);
