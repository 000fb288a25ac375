import type { Command } from "commander";
import { type App, rehearsed } from "../../core/app.ts";
import {
  type Broadcast,
  broadcastMessage,
  cancelBroadcast,
  countWaitingWindows,
  describeBroadcast,
  describeWindows,
  dryRunBroadcast,
  findBroadcast,
  findBroadcastByNumber,
  listBroadcasts,
  listLeftOut,
  NOT_READER_WORDS,
  pauseBroadcast,
  quietWait,
  resumeBroadcast,
  type ScheduleBroadcastRefusal,
  scheduleBroadcast,
  startBroadcast,
  testBroadcast,
  WINDOWS_WAIT_TEXT,
  whyNotReader,
} from "../../core/broadcasts/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { changeSetting, loadSettings } from "../../core/settings/index.ts";
import { type DayAndTime, readBroadcastKey, readDayAndTime } from "../arguments.ts";
import { confirmed, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, moreBelow, pageOf } from "../output.ts";
import { addBroadcastCreate } from "./broadcast-draft.ts";
import {
  broadcastJson,
  broadcastTable,
  type Clocks,
  dryRunJson,
  dryRunText,
  figuresJson,
  namesText,
  plainLook,
  showText,
  stateLine,
} from "./broadcast-view.ts";
import { idOf } from "./id-of.ts";
import { clientOf, staffIdOf } from "./lookup.ts";
import { instantOf } from "./typed-moment.ts";

type Key = string | number;

const WINDOWS = ["новое горящее окно", "новых горящих окна", "новых горящих окон"] as const;

/** Named of each reason: for a person who reads, and for a program. */
const NAMES_MAX = 50;
const NAMES_JSON_MAX = 5_000;

/** A broadcast by its number or its id. */
/** Broadcasts from the command line (MS-3): written, tried out, started, steered, counted. */
export function addBroadcastCommands(broadcast: Command, desk: Desk): void {
  withExamples(
    withPaging(broadcast.command("list").description("показать рассылки, новые сверху")).action(
      answering(desk, (flags: Paging) => list(desk, flags)),
    ),
    "broadcast list --json",
  );
  one(broadcast, "show", "показать рассылку: как идёт и что из неё вышло; то же — status")
    .alias("status")
    .action(answering(desk, (key: Key) => show(desk, key)));
  addBroadcastCreate(broadcast, desk);
  one(broadcast, "dry-run", "посчитать, кто получит и кто нет, ничего не отправляя", "3 --names")
    .option(
      "--names",
      `и назвать, кто не получит: первых ${NAMES_MAX} по каждой причине (в --json ${NAMES_JSON_MAX})`,
    )
    .action(answering(desk, (key: Key, flags: { names?: true }) => dryRunOne(desk, key, flags)));
  one(
    broadcast,
    "preview",
    "показать текст глазами клиента, которого называет --client",
    "3 --client +79001234567",
  )
    .requiredOption("--client <кто>", "id или телефон клиента")
    .action(answering(desk, (key: Key, flags: { client: string }) => preview(desk, key, flags.client)));
  one(broadcast, "test", "отправить пробу сотруднику в Telegram", "3 --staff olga@example.ru")
    .requiredOption("--staff <кто>", "e-mail, имя или id сотрудника")
    .action(answering(desk, (key: Key, flags: { staff: string }) => tryOut(desk, key, flags.staff)));
  addSteering(broadcast, desk);
}

function addSteering(broadcast: Command, desk: Desk): void {
  withYes(one(broadcast, "start", "начать сейчас: отправленного не вернуть", "3 --yes"), "начать").action(
    answering(desk, (key: Key, flags: YesFlag) =>
      steer(desk, key, { step: startBroadcast, goal: "running", flags, ...START }),
    ),
  );
  one(broadcast, "schedule", "начать в назначенное время", '3 --at "2026-12-01 12:00"')
    .requiredOption("--at <день и время>", "начало, «ГГГГ-ММ-ДД ЧЧ:ММ»", readDayAndTime)
    .action(answering(desk, (key: Key, flags: { at: DayAndTime }) => schedule(desk, key, flags.at)));
  one(broadcast, "pause", "приостановить: что ещё не ушло, подождёт").action(
    answering(desk, (key: Key) => steer(desk, key, { step: pauseBroadcast, goal: "paused" })),
  );
  one(broadcast, "resume", "продолжить с того же места").action(
    answering(desk, (key: Key) => steer(desk, key, { step: resumeBroadcast, goal: "running" })),
  );
  withYes(
    one(broadcast, "cancel", "отменить насовсем: кто не получил, уже не получит", "3 --yes"),
    "отменить",
  ).action(
    answering(desk, (key: Key, flags: YesFlag) =>
      steer(desk, key, { step: cancelBroadcast, goal: "cancelled", flags, ...CANCEL }),
    ),
  );
  withExamples(
    broadcast
      .command("freeze")
      .description("остановить всю рекламу разом: рассылки встанут на паузу")
      .action(answering(desk, () => freeze(desk))),
    "broadcast freeze",
  );
}

/** A command about one broadcast, with what its example is given. */
const one = (broadcast: Command, name: string, description: string, given = "3"): Command =>
  withExamples(
    broadcast
      .command(name)
      .description(description)
      .argument("<номер>", "номер рассылки или её id", readBroadcastKey),
    `broadcast ${name} ${given}`,
  );

/** By its number, its id, or the beginning of that. */
async function broadcastOf(
  app: App,
  key: Key,
): Promise<Outcome<Broadcast, "unknown_broadcast" | "ambiguous_id">> {
  const numbered = typeof key === "number" ? await findBroadcastByNumber(app.db, key) : undefined;
  if (numbered !== undefined) return done(numbered);
  const id = await idOf(app, "broadcast", String(key));
  if (!id.ok) return id;
  const found = await findBroadcast(app.db, id.value);
  return found ? done(found) : refuse("unknown_broadcast", { given: String(key) });
}

async function list(desk: Desk, { limit, offset }: Paging) {
  const { app, zone } = await openShop(desk);
  const page = pageOf(await listBroadcasts(app.db, { rowsMax: limit + 1, offset }), limit);
  const clocks = await clocksOf(app, zone);
  const items = page.items.map((broadcast) => broadcastJson(broadcast, clocks.quietUntil(broadcast)));
  const waiting = await countWaitingWindows(app);
  const waits = waiting === 0 ? "" : `\n\n${counted(waiting, WINDOWS)}: ${WINDOWS_WAIT_TEXT}.`;
  return reply({ items, hasMore: page.hasMore, waitingWindows: waiting }, () =>
    broadcastTable(page.items, clocks, desk.io.columns).concat(moreBelow(page, offset), waits),
  );
}

async function show(desk: Desk, key: Key) {
  const { app, zone } = await openShop(desk);
  const found = await broadcastOf(app, key);
  if (!found.ok) return found;
  const described = await describeBroadcast(app, found.value.id);
  if (!described.ok) return described;
  const { broadcast, figures } = described.value;
  const clocks = await clocksOf(app, zone);
  // The command line takes no money; the server, which sends, does.
  const windows = await describeWindows(app, broadcast, { arePaymentsOn: true });
  return reply(
    { ...broadcastJson(broadcast, clocks.quietUntil(broadcast)), windows, figures: figuresJson(figures) },
    () => showText(described.value, windows, { clocks, columns: desk.io.columns }),
  );
}

async function dryRunOne(desk: Desk, key: Key, flags: { readonly names?: true }) {
  const { app, zone } = await openShop(desk);
  const found = await broadcastOf(app, key);
  if (!found.ok) return found;
  const run = await dryRunBroadcast(app, found.value.id);
  if (!run.ok) return run;
  const text = () => dryRunText(run.value, zone);
  if (flags.names === undefined) return reply(dryRunJson(found.value, run.value), text);
  const named = await listLeftOut(app, { broadcastId: found.value.id, clientsMax: NAMES_JSON_MAX });
  if (!named.ok) return named;
  const withNames = () => `${text()}\n${namesText(run.value.leftOut, named.value, NAMES_MAX)}`.trimEnd();
  return reply(dryRunJson(found.value, run.value, named.value), withNames);
}

async function preview(desk: Desk, key: Key, who: string) {
  const { app } = await openShop(desk);
  const found = await broadcastOf(app, key);
  if (!found.ok) return found;
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const reader = { clientId: client.value.id };
  // The command line takes no money; the server, which sends, does.
  const written = await broadcastMessage(app, { broadcastId: found.value.id, reader, arePaymentsOn: true });
  if (!written.ok) return written;
  const { html, buttons } = written.value;
  const why = await whyNotReader(app, { broadcast: found.value, clientId: client.value.id });
  const json = {
    number: found.value.number,
    clientId: client.value.id,
    html,
    buttons,
    notReader: why ?? null,
  };
  const warning = why === undefined ? "" : `${client.value.name} не получит: ${NOT_READER_WORDS[why]}.\n\n`;
  return reply(json, () => warning + plainLook(written.value));
}

async function tryOut(desk: Desk, key: Key, who: string) {
  const { app } = await openShop(desk);
  const found = await broadcastOf(app, key);
  if (!found.ok) return found;
  const staff = await staffIdOf(app, who);
  if (!staff.ok) return staff;
  const staffId = staff.value;
  const tried = await testBroadcast(app, { testId: app.newId(), broadcastId: found.value.id, staffId });
  if (!tried.ok) return tried;
  const { number } = found.value;
  return reply({ number, staffId }, `Проба рассылки №${number} отправляется в Telegram.`);
}

type Steer = typeof startBroadcast | typeof pauseBroadcast | typeof resumeBroadcast | typeof cancelBroadcast;

/** A step; one that cannot be taken back says what it does, and asks. Whoever has reached its goal is told so, and not asked. */
type Step = {
  readonly step: Steer;
  readonly goal: Broadcast["state"];
  readonly flags?: YesFlag;
  readonly deed?: Deed;
};

/** What is about to happen to a broadcast. */
type Deed = (app: App, broadcastId: string) => Promise<string>;

const startDeed: Deed = async (app, broadcastId) => {
  const run = await dryRunBroadcast(app, broadcastId);
  return `начнёт уходить клиентам${run.ok ? `: сейчас получателей ${formatWhole(run.value.recipients)}` : ""}`;
};
const START = { deed: startDeed };
const CANCEL = { deed: async () => "остановится насовсем" };

async function steer(desk: Desk, key: Key, { step, goal, flags = {}, deed }: Step) {
  const { app, zone } = await openShop(desk);
  const found = await broadcastOf(app, key);
  if (!found.ok) return found;
  const { id: broadcastId, number, title, state } = found.value;
  const input = { broadcastId, actor: OPERATOR };
  const isRepeated = state === goal;
  if (deed !== undefined && !isRepeated) {
    const what = `Рассылка №${number} «${title}» ${await deed(app, broadcastId)}.`;
    const sure = await confirmed(desk, flags, what, () => step(rehearsed(app), input));
    if (!sure.ok) return sure;
  }
  const clocks = await clocksOf(app, zone);
  const taken = await step(app, input);
  if (!taken.ok) return taken;
  return reply({ ...stateJson(taken.value, clocks), isRepeated }, stateLine(taken.value, clocks, isRepeated));
}

async function schedule(desk: Desk, key: Key, typed: DayAndTime) {
  const { app, zone } = await openShop(desk);
  const found = await broadcastOf(app, key);
  if (!found.ok) return found;
  const at = instantOf(typed, zone, "--at");
  const clocks = await clocksOf(app, zone);
  return steered(await scheduleBroadcast(app, { broadcastId: found.value.id, at, actor: OPERATOR }), clocks);
}

const steered = (outcome: Outcome<Broadcast, ScheduleBroadcastRefusal>, clocks: Clocks) =>
  outcome.ok ? reply(stateJson(outcome.value, clocks), stateLine(outcome.value, clocks)) : outcome;

const stateJson = (broadcast: Broadcast, clocks: Clocks) =>
  broadcastJson(broadcast, clocks.quietUntil(broadcast));

async function clocksOf(app: App, zone: Zone): Promise<Clocks> {
  const { quietHours: quiet, "marketing.enabled": isMarketingOn } = await loadSettings(app.db);
  const now = app.clock.now();
  return { zone, isMarketingOn, quietUntil: (broadcast) => quietWait(broadcast, { quiet, zone, now }) };
}

async function freeze(desk: Desk) {
  const { app } = await openShop(desk);
  const changed = await changeSetting(app, { key: "marketing.enabled", typed: "нет", actor: OPERATOR });
  if (!changed.ok) return changed;
  return reply(
    { marketingEnabled: false },
    "Реклама остановлена: рекламные рассылки встанут на паузу. Включить: settings set marketing.enabled yes",
  );
}
