import type { App } from "../core/app.ts";
import { SLOT_CHANGE_WORDS } from "../core/calendar/index.ts";
import { EXPORT_CONTENTS_WORDS, EXPORT_SPAN_WORDS } from "../core/exports/index.ts";
import { isUuid } from "../core/kernel/ids.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { formatRubles, kopecks } from "../core/kernel/money.ts";
import { STAFF_MESSAGE_WORDS } from "../core/people/index.ts";
import { auditedWords, namesOfAudited } from "../core/reports/index.ts";
import { sql } from "../core/runtime/sql.ts";
import { isSettingKey } from "../core/settings/index.ts";
import { isManager, mayDo, type PanelUser, type ResourceId } from "./access.ts";
import { DIALECT_WORDS } from "./pages/exports/typed.ts";
import { formatInstant, textOf } from "./readable.ts";
import {
  ACTOR_KINDS,
  BOOKING_STATES,
  PAYMENT_METHODS,
  POLICY_NAMES,
  REFUND_SOURCES,
  SERVICE_KIND_NAMES,
  SLOT_KIND_NAMES,
  STAFF_ROLES_NAMES,
} from "./resources/words.ts";
import { segmentNames } from "./segment-names.ts";
import { valueText } from "./setting-words.ts";
import type { Params, Telling } from "./table-list.ts";
import { contentPartNames, wayToContent } from "./tell-bot-content.ts";
import { idsOfSlots, isNothing, tellSlots } from "./tell-changed-slots.ts";

/** The journal's rows in words: who did it, to whom or what, what changed. What is gone by now is said to be. */
export async function tellAudit(
  rows: readonly Params[],
  { app, zone, viewer }: Telling,
): Promise<readonly Params[]> {
  const changes = await changesOf(app, rows);
  const ids = rows.flatMap(({ actorId, subjectId }) => [actorId, subjectId].map(String));
  const all = [...ids, ...[...changes.values()].flatMap(idsIn)].filter(isUuid);
  const names = await namesOf(app, [...new Set(all)], zone);
  const isOfBot = rows.some(({ subjectKind }) => subjectKind === "bot_content");
  const parts = isOfBot ? await contentPartNames(app.db) : undefined;
  const telling = { zone, names, segments: await segmentNames(app), parts };
  return rows.map((row) => ({
    actorId: names.get(String(row.actorId)) ?? ACTOR_KINDS[String(row.actorKind)] ?? "",
    subjectId: auditedWords(
      {
        action: String(row.action),
        subjectKind: String(row.subjectKind),
        subjectId: String(row.subjectId ?? ""),
      },
      names,
    ),
    subjectIdHref: wayTo(row, names, viewer),
    change: changeOf(changes.get(String(row.id)), telling),
  }));
}

/** Kind of subject → the list that holds it. */
const LISTS: Readonly<Record<string, ResourceId>> = {
  slot: "Slot",
  client: "Client",
  booking: "Booking",
  service: "Service",
  specialist: "Specialist",
  payment: "Payment",
  refund: "Refund",
  broadcast: "Broadcast",
  segment: "Segment",
  quick_reply: "QuickReply",
};

/** Where a row leads: to what it is about, while that is there and may be opened by whoever looks. */
function wayTo(
  { action, subjectKind, subjectId }: Params,
  names: ReadonlyMap<string, string>,
  viewer: PanelUser | undefined,
): string | undefined {
  const id = String(subjectId);
  if (subjectKind === "bot_content") return wayToContent(action, id, viewer);
  if (subjectKind === "setting") return isSettingKey(id) ? `pages/setup?tab=settings&find=${id}` : undefined;
  if (!names.has(id)) return undefined;
  if (subjectKind === "export") return isManager(viewer) ? "pages/exports" : undefined;
  if (subjectKind === "staff") return viewer?.role === "owner" ? "pages/setup?tab=staff" : undefined;
  const list = LISTS[String(subjectKind)];
  return list !== undefined && mayDo(viewer, list, "show")
    ? `resources/${list}/records/${id}/show`
    : undefined;
}

const idsIn = (change: unknown): readonly string[] =>
  typeof change === "object" && change !== null
    ? Object.entries(change).flatMap(([name, value]) =>
        name in NAMED ? [value].flat().map(String) : idsOfSlots(name, value),
      )
    : [];

/** What a change may name beside its subject. */
const NAMED: Readonly<Record<string, string>> = {
  specialistId: "чей календарь",
  service: "услуга",
  merged: "вместе с",
  replaces: "вместо",
  invitedBy: "пригласил",
};

/** Read anew: AdminJS takes a JSON value to pieces, at dots in its names too. */
async function changesOf({ db }: App, rows: readonly Params[]): Promise<ReadonlyMap<string, unknown>> {
  const read = await db.many<{ id: string; change: unknown }>(sql`
    SELECT id::text, change FROM audit WHERE id = ANY(${rows.map(({ id }) => String(id))}::bigint[])`);
  return new Map(read.map(({ id, change }) => [id, change]));
}

/** What is gone by now has no name; a slot is called by its time. */
async function namesOf(
  { db }: App,
  ids: readonly string[],
  zone: Zone,
): Promise<ReadonlyMap<string, string>> {
  const named = await namesOfAudited(db, ids);
  return new Map(
    named.map(({ id, name, startsAt }) => [
      id,
      startsAt === null ? (name ?? "") : `${formatInstant(startsAt, zone)}, ${name}`,
    ]),
  );
}

/** «баллы: 150», «подтверждена → визит состоялся»; ids and what has no words are left out. */
type Names = {
  readonly zone: Zone;
  readonly names: ReadonlyMap<string, string>;
  readonly segments: ReadonlyMap<string, string>;
  /** What of the bot's content was changed, by the names that its editor sees. */
  readonly parts: ((changed: unknown) => readonly string[]) | undefined;
};

function changeOf(change: unknown, telling: Names): string {
  if (typeof change !== "object" || change === null) return "";
  const parts = inOrder(Object.entries(change)).flatMap(([name, value]) => {
    const fact = FACTS[name];
    if (fact !== undefined) return value === true ? [fact] : [];
    const ofSlots = tellSlots(name, value, telling);
    if (ofSlots !== undefined) return ofSlots;
    // Where the stretches are told one by one, how far they reach is told by them.
    if (isNothing(name, value) || ("spans" in change && SPAN_ENDS.has(name))) return [];
    if (name === "parts") return telling.parts?.(value) ?? [];
    if (name === "definition") return ["условия отбора"];
    if (name === "added" || name === "removed") return tagsOf(name, value);
    const [before, after] = Array.isArray(value) ? value : [undefined, value];
    const isPair = Array.isArray(value);
    if (isPair && before === after) return [];
    const words = (one: unknown) => wordsOf(name, one, telling);
    const told = words(after);
    const label = labelOf(name);
    const from = isPair && before !== null ? words(before) : undefined;
    if (told === undefined)
      return from === undefined ? [] : [`${label === "" ? "" : `${label}: `}было «${from}»`];
    return [`${label === "" ? "" : `${label}: `}${from === undefined ? told : `${from} → ${told}`}`];
  });
  return parts.join("; ");
}

/** JSON keeps no order that people would: what has a label is told in the order of the labels, the rest after it. */
const inOrder = (entries: readonly (readonly [string, unknown])[]) =>
  entries.toSorted(([one], [other]) => placeOf(one) - placeOf(other));

const placeOf = (name: string): number => {
  const place = LABEL_ORDER.indexOf(name);
  return place === -1 ? LABEL_ORDER.length : place;
};

/** What a trail without personal values says of a change. */
const FACTS: Readonly<Record<string, string>> = {
  hasNewName: "другое имя",
  hasNewEmail: "другая почта для входа",
  hasNewWords: "другое описание",
  hasNewLink: "другая ссылка на встречу",
};

const tagsOf = (name: string, tags: unknown): readonly string[] =>
  Array.isArray(tags) && tags.length > 0
    ? [`${name === "added" ? "добавлены метки" : "сняты метки"}: ${tags.join(", ")}`]
    : [];

const LABELS: Readonly<Record<string, string>> = {
  undone: "",
  pattern: "",
  slotAt: "",
  spans: "",
  slotOf: "",
  alsoOf: "",
  name: "название",
  startsAt: "время",
  at: "начало",
  endsAt: "до",
  points: "баллы",
  isVip: "VIP",
  isActive: "действует",
  hasTelegram: "Telegram",
  price: "цена",
  amount: "сумма",
  policy: "оплата",
  role: "роль",
  text: "текст",
  place: "место в списке",
  made: "создано",
  overlapping: "пересекались",
  past: "в прошлом",
  off: "в нерабочее время",
  closed: "закрыто окошек",
  reopened: "открыто окошек",
  slots: "окошек",
  discountPercent: "скидка, %",
  works: "работает",
  sessions: "сеансов",
  times: "раз",
  durationMinutes: "минут",
  prepayment: "предоплата",
  serviceKind: "вид",
  personName: "имя",
  cron: "расписание",
  folder: "папка",
  isToTelegram: "Telegram",
  ...NAMED,
  ...STAFF_MESSAGE_WORDS,
};
const SPAN_ENDS: ReadonlySet<string> = new Set(["startsAt", "endsAt", "times"]);
const LABEL_ORDER = Object.keys(LABELS);
const labelOf = (name: string): string => LABELS[name] ?? "";

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  state: BOOKING_STATES,
  role: STAFF_ROLES_NAMES,
  policy: POLICY_NAMES,
  kind: SLOT_KIND_NAMES,
  serviceKind: SERVICE_KIND_NAMES,
  method: PAYMENT_METHODS,
  of: REFUND_SOURCES,
  undone: SLOT_CHANGE_WORDS,
  span: EXPORT_SPAN_WORDS,
  contents: EXPORT_CONTENTS_WORDS,
  dialect: DIALECT_WORDS,
};

function wordsOf(name: string, value: unknown, { zone, names, segments }: Names): string | undefined {
  if (name === "specialistId" && value === null) return "ничей";
  if (value === undefined || value === null) return undefined;
  if (name in NAMED) return names.get(String(value));
  if (isSettingKey(name)) return valueText(name, value as Parameters<typeof valueText>[1], segments);
  const words = WORDS[name];
  if (words !== undefined) return words[String(value)];
  if (name === "price" || name === "amount" || name === "prepayment")
    return formatRubles(kopecks(Number(value)));
  if (name === "startsAt" || name === "endsAt" || name === "at")
    return formatInstant(new Date(String(value)), zone);
  if (name === "points") return textOf(value, { label: "", as: "change" }, zone);
  if (typeof value === "boolean") return value ? "да" : "нет";
  return name in LABELS ? String(value) : undefined;
}
