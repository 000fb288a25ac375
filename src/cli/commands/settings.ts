import type { Command } from "commander";
import type { App } from "../../core/app.ts";
import { ACTOR_WORDS, OPERATOR } from "../../core/kernel/actor.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { formatRubles, kopecks } from "../../core/kernel/money.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { fileProblem } from "../../core/runtime/file-problem.ts";
import { folderProblem } from "../../core/runtime/folder-problem.ts";
import { listSegments } from "../../core/segments/index.ts";
import {
  changeSetting,
  DEFAULTS,
  definitionOf,
  isSettingKey,
  listSettingChanges,
  loadSettings,
  SETTING_KEYS,
  type SettingChange,
  type SettingKey,
  type Settings,
  type SettingUnit,
} from "../../core/settings/index.ts";
import { offering, type Parser } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { nearestOf } from "../nearest.ts";
import { counted, fields, momentOf, moreBelow, pageOf, type Reply, table } from "../output.ts";
import { type SegmentOfRefusal, segmentOf } from "./segment-of.ts";

const UNIT_WORDS: Readonly<
  Record<Exclude<SettingUnit, "rubles">, string | readonly [string, string, string]>
> = {
  days: ["день", "дня", "дней"],
  hours: "ч",
  minutes: "мин",
  percent: "%",
  points: ["балл", "балла", "баллов"],
  bookings: ["запись", "записи", "записей"],
  rewards: ["награда", "награды", "наград"],
  copies: ["копия", "копии", "копий"],
};

/** Whether there is such a setting is answered with the nearest one that there is. */
const KEY: Parser<string> = offering(SETTING_KEYS, (typed) => typed);

export function addSettingCommands(settings: Command, desk: Desk): void {
  withExamples(
    settings
      .command("list")
      .description("показать все настройки")
      .action(answering(desk, () => list(desk))),
    "settings list",
    "settings list --json",
  );
  withExamples(
    settings
      .command("get")
      .description("показать одну настройку")
      .argument("<ключ>", "ключ, например booking.holdMinutes", KEY)
      .action(answering(desk, (key: string) => getOne(desk, key))),
    "settings get booking.holdMinutes",
  );
  withExamples(
    settings
      .command("set")
      .description("изменить настройку; уже сделанные записи живут по прежним условиям")
      .argument("<ключ>", "ключ, например hot.discountPercent", KEY)
      .argument("<значение>", "новое значение: 25, 500,50, yes, Europe/Moscow")
      .action(answering(desk, (key: string, value: string) => setOne(desk, key, value))),
    "settings set hot.discountPercent 25",
    "settings set hot.prepayment 500,50",
    'settings set reminders.hours "24, 4, 1"',
    "settings set business.timeZone Asia/Yekaterinburg",
    'settings set hot.segments "Новые (1 визит)"',
  );
  withExamples(
    settings
      .command("reset")
      .description("вернуть настройку к значению по умолчанию")
      .argument("<ключ>", "ключ, например hot.discountPercent", KEY)
      .action(answering(desk, (key: string) => resetOne(desk, key))),
    "settings reset hot.discountPercent",
  );
  withExamples(
    withPaging(
      settings
        .command("history")
        .description("показать, кто, когда и что менял, новое сверху")
        .argument("[ключ]", "только эта настройка", KEY),
    ).action(answering(desk, (key: string | undefined, flags: HistoryFlags) => history(desk, key, flags))),
    "settings history",
    "settings history hot.discountPercent --json",
  );
}

type HistoryFlags = Paging;

async function history(desk: Desk, key: string | undefined, { limit, offset }: HistoryFlags) {
  if (key !== undefined && !isSettingKey(key)) return unknownSetting(key);
  const { app, zone } = await openShop(desk);
  const page = pageOf(await listSettingChanges(app.db, { key, rowsMax: limit + 1, offset }), limit);
  const names = await segmentNames(app);
  const rows = page.items.map((change) => [
    momentOf(change.changedAt, zone),
    change.key,
    shown(change.key, change.before, names),
    shown(change.key, change.after, names),
    change.staffName ?? ACTOR_WORDS[change.actorKind],
  ]);
  const columns = ["Когда", "Ключ", "Было", "Стало", "Кто"].map(
    (title) => ({ title, isFlexible: true }) as const,
  );
  const text = () =>
    rows.length === 0
      ? "Изменений не было."
      : table(columns, rows, desk.io.columns) + moreBelow(page, offset);
  return reply({ items: page.items.map(changeJson), hasMore: page.hasMore }, text);
}

const changeJson = (change: SettingChange) => ({
  ...change,
  staffName: change.staffName ?? null,
  unit: unitJson(definitionOf(change.key).unit),
});

async function list(desk: Desk) {
  const app = await desk.openApp();
  const settings = await loadSettings(app.db);
  const names = await segmentNames(app);
  const rows = SETTING_KEYS.map((key) => [
    `${key}${isDefault(settings, key) ? "" : " *"}`,
    shown(key, settings[key], names),
    definitionOf(key).label,
  ]);
  const drawn = table(
    [{ title: "Ключ" }, { title: "Значение", isFlexible: true }, { title: "Что это", isFlexible: true }],
    rows,
    desk.io.columns,
  );
  return reply(
    { items: SETTING_KEYS.map((key) => settingJson(settings, key)) },
    `${drawn}\n\n* изменено, остальное — по умолчанию`,
  );
}

async function getOne(desk: Desk, key: string): Promise<Outcome<Reply, "unknown_setting">> {
  if (!isSettingKey(key)) return unknownSetting(key);
  const app = await desk.openApp();
  const settings = await loadSettings(app.db);
  const names = await segmentNames(app);
  const definition = definitionOf(key);
  const text = fields(
    [
      [definition.label, shown(key, settings[key], names)],
      ["По умолчанию", shown(key, DEFAULTS[key], names)],
      ["Ожидается", definition.expected],
    ],
    desk.io.columns,
  );
  return reply(settingJson(settings, key), `${key}\n${text}`);
}

async function setOne(desk: Desk, key: string, typed: string) {
  if (!isSettingKey(key)) return unknownSetting(key);
  const app = await desk.openApp();
  const named = key === "hot.segments" ? await segmentIdsOf(app, typed) : done(typed);
  if (!named.ok) return named;
  const changed = await changeSetting(app, { key, typed: named.value, actor: OPERATOR });
  if (!changed.ok) return changed;
  const { before, after } = changed.value;
  const warnings = key === "backup.folder" ? await warningsOfFolder(String(after)) : [];
  for (const { message } of warnings) desk.io.err(`${message}\n`);
  const names = await segmentNames(app);
  const settings = await loadSettings(app.db);
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  const text = isSame
    ? `${key}: уже ${shown(key, after, names)}, ничего не изменилось.`
    : `${key}: было ${shown(key, before, names)}, стало ${shown(key, after, names)}.`;
  return reply({ ...settingJson(settings, key), before, warnings }, text);
}

/** What is wrong with a value that was taken all the same: people read it beside the answer, programs within it. */
type Warning = { readonly code: "folder_unwritable"; readonly problem: string; readonly message: string };

/** The folder may come later, on a disk that is not there yet; whoever mistyped it hears of it now. */
async function warningsOfFolder(folder: string): Promise<readonly Warning[]> {
  const problem = folder === "" ? undefined : await folderProblem(folder);
  if (problem === undefined) return [];
  const message = `Внимание: в папку ${folder} сейчас не записать (${fileProblem(problem)}). Пока это так, копии по расписанию не получатся.`;
  return [{ code: "folder_unwritable", problem, message }];
}

const resetOne = async (desk: Desk, key: string) =>
  isSettingKey(key) ? setOne(desk, key, definitionOf(key).format(DEFAULTS[key])) : unknownSetting(key);

const unknownSetting = (key: string): Outcome<never, "unknown_setting"> => {
  const nearest = nearestOf(key, SETTING_KEYS);
  return refuse("unknown_setting", nearest === undefined ? { key } : { key, nearest });
};

const isDefault = (settings: Settings, key: SettingKey): boolean =>
  JSON.stringify(settings[key]) === JSON.stringify(DEFAULTS[key]);

/** What the saved segments are called: a setting holds their ids. */
const segmentNames = async (app: App): Promise<ReadonlyMap<string, string>> =>
  new Map((await listSegments(app.db)).map(({ id, name }) => [id, name]));

/** Segments are typed by their names, with semicolons between them; ids will do too. */
async function segmentIdsOf(app: App, typed: string): Promise<Outcome<string, SegmentOfRefusal>> {
  const ids: string[] = [];
  for (const word of typed.split(";").map((part) => part.trim())) {
    if (word === "") continue;
    const given = word.split(/[\s,]+/);
    if (given.every(isUuid)) {
      ids.push(...given);
      continue;
    }
    const segment = await segmentOf(app, word);
    if (!segment.ok) return segment;
    ids.push(segment.value.id);
  }
  return done(ids.join(", "));
}

function shown(key: SettingKey, value: Settings[SettingKey], names: ReadonlyMap<string, string>): string {
  if (key === "hot.segments") {
    const ids: readonly unknown[] = Array.isArray(value) ? value : [];
    return (
      ids.map((id) => names.get(String(id)) ?? "удалённый сегмент").join("; ") ||
      "(у кого нет записи впереди)"
    );
  }
  const { format, unit, values } = definitionOf(key);
  if (typeof value === "boolean") return value ? "да" : "нет";
  const text = format(value);
  if (text === "") return "(пусто)";
  const name = values?.[text];
  if (name !== undefined) return `${text}\u00a0(${name})`;
  if (unit === undefined) return text;
  if (unit === "rubles") return formatRubles(kopecks(Number(value)));
  const words = UNIT_WORDS[unit];
  return typeof words === "string" ? `${text}\u00a0${words}` : counted(Number(value), words);
}

const unitJson = (unit: SettingUnit | undefined) => (unit === "rubles" ? "kopecks" : (unit ?? null));

/** `value` is what programs reckon with (money in kopecks), `typed` is what `settings set` would take. */
function settingJson(settings: Settings, key: SettingKey) {
  const { group, label, unit, expected, format } = definitionOf(key);
  return {
    key,
    value: settings[key],
    default: DEFAULTS[key],
    unit: unitJson(unit),
    isDefault: isDefault(settings, key),
    typed: format(settings[key]),
    group,
    label,
    expected,
  };
}
