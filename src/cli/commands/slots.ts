import { type Command, Option } from "commander";
import {
  closeSlot,
  type DayTime,
  generateSlots,
  makeHot,
  reopenSlot,
  SLOT_KINDS,
  type SlotKind,
  slotsWithin,
} from "../../core/calendar/index.ts";
import { listSpecialists } from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { present } from "../../core/kernel/invariant.ts";
import type { LocalDay, Weekday } from "../../core/kernel/local-day.ts";
import type { Percent } from "../../core/kernel/money.ts";
import { type Refused, refuse } from "../../core/kernel/outcome.ts";
import {
  inOrder,
  oneOf,
  readDay,
  readHours,
  readIdOrBegin,
  readPercent,
  readWeekdays,
  several,
} from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, daysOf, moreBelow, pageOf } from "../output.ts";
import { startProgress } from "../progress.ts";
import { begunHint } from "./begun-slots.ts";
import { changedSlot, withSlot } from "./changed-slot.ts";
import { idOf } from "./id-of.ts";
import { specialistIdOf } from "./lookup.ts";
import { addMoveSlot } from "./move-slot.ts";
import {
  bookingNumbers,
  readLength,
  SLOT_STATES,
  type SlotState,
  slotJson,
  slotTable,
  stateOf,
} from "./slot-view.ts";
import { stretchOfDays } from "./stretch.ts";
import { addTimeOffCommands } from "./time-off.ts";
import { addUndoCommand } from "./undo-slots.ts";

const SLOTS = ["окно", "окна", "окон"] as const;
/** More than a specialist's slots in a year: what a command asks the calendar for at once. */
const SLOTS_READ_MAX = 100_000;

export function addSlotCommands(slots: Command, desk: Desk): void {
  addGenerate(slots, desk);
  withExamples(
    withPaging(
      slots
        .command("list")
        .description("показать окна; без --from — с сегодняшнего дня, без --to — две недели")
        .option("--specialist <кто>", "имя или id")
        .option("--from <день>", "первый день, ГГГГ-ММ-ДД", readDay)
        .option("--to <день>", "последний день, включительно", readDay)
        .option("--kind <вид>", "regular — обычные, hot — горящие, online — онлайн", oneOf(SLOT_KINDS))
        .option("--state <что>", "free — свободные, booked — занятые, closed — закрытые", oneOf(SLOT_STATES)),
    ).action(answering(desk, (flags: ListFlags) => list(desk, flags))),
    "slots list --specialist Анна --from 2026-12-01 --to 2026-12-07",
    "slots list --state free --kind hot --json",
  );
  withExamples(
    slots
      .command("close")
      .description("закрыть окно; занятое не закроется")
      .argument("<id>", "id окна или его начало, как в slots list", readIdOrBegin)
      .requiredOption("--reason <текст>", "причина: останется в истории")
      .action(
        answering(desk, (slotId: string, flags: { reason: string }) => close(desk, slotId, flags.reason)),
      ),
    'slots close 0f8fad5b --reason "Отпуск"',
  );
  withExamples(
    slots
      .command("open")
      .description("снова открыть закрытое окно")
      .argument("<id>", "id окна или его начало, как в slots list", readIdOrBegin)
      .action(answering(desk, (slotId: string) => open(desk, slotId))),
    "slots open 0f8fad5b",
  );
  withExamples(
    slots
      .command("heat")
      .description("сделать свободное окно горящим")
      .argument("<id>", "id окна или его начало, как в slots list", readIdOrBegin)
      .option(
        "--discount <n>",
        "своя скидка в процентах; без флага — из настройки hot.discountPercent",
        readPercent,
      )
      .action(
        answering(desk, (slotId: string, flags: { discount?: Percent }) =>
          heat(desk, slotId, flags.discount),
        ),
      ),
    "slots heat 0f8fad5b --discount 30",
  );
  addMoveSlot(slots, desk);
  addTimeOffCommands(slots, desk);
  addUndoCommand(slots, desk);
}

function addGenerate(slots: Command, desk: Desk): void {
  withExamples(
    slots
      .command("generate")
      .description(
        "создать окна по шаблону: все разом или ни одного; повтор ничего не добавит, начавшихся не будет",
      )
      .requiredOption("--specialist <кто>", "имя или id")
      .requiredOption("--from <день>", "первый день, ГГГГ-ММ-ДД", readDay)
      .requiredOption("--to <день>", "последний день, включительно", readDay)
      .addOption(
        new Option("--days <дни>", "mon-fri, mon,wed или daily")
          .argParser(readWeekdays)
          .default(readWeekdays("daily"), "daily"),
      )
      .requiredOption("--hours <с-до>", "рабочие часы, 10:00-19:00", readHours)
      .option("--break <с-до>", "перерыв; можно несколько раз", several(readHours))
      .requiredOption("--length <n>", "длина окна в минутах", readLength)
      .option(
        "--kind <вид>",
        "regular — обычные, hot — горящие, online — онлайн",
        oneOf(SLOT_KINDS),
        "regular",
      )
      .option("--discount <n>", "своя скидка горящих окон в процентах", readPercent)
      .option("--dry-run", "только посчитать, ничего не создавая")
      .action(answering(desk, (flags: GenerateFlags) => generate(desk, flags))),
    "slots generate --specialist Анна --days mon-fri --from 2026-12-01 --to 2026-12-14 --hours 10:00-19:00 --break 13:00-14:00 --length 60 --kind regular",
    "slots generate --specialist Мария --kind hot --discount 30 --from 2026-12-05 --to 2026-12-06 --hours 16:00-20:00 --length 60 --dry-run",
  );
}

type GenerateFlags = {
  readonly specialist: string;
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly days: ReadonlySet<Weekday>;
  readonly hours: DayTime;
  readonly break?: readonly DayTime[];
  readonly length: number;
  readonly kind: SlotKind;
  readonly discount?: Percent;
  readonly dryRun?: true;
};

async function generate(desk: Desk, flags: GenerateFlags) {
  const { from, to } = inOrder(flags);
  const { app, zone } = await openShop(desk);
  const found = await specialistIdOf(app, flags.specialist);
  if (!found.ok) return found;
  const specialistId = present(found.value, "the specialist asked for");
  const isDryRun = flags.dryRun ?? false;
  const progress = startProgress(desk.io);
  const generated = await generateSlots(app, {
    specialistId,
    pattern: {
      ...{ from, to, weekdays: flags.days, hours: flags.hours, breaks: flags.break ?? [] },
      lengthMinutes: flags.length,
    },
    ...{ kind: flags.kind, discountPercent: flags.discount, actor: OPERATOR, isDryRun },
    onProgress: progress.report,
  }).finally(progress.end);
  if (!generated.ok) return ofDays(generated, { from, to });
  const { made, overlapping, past, off } = generated.value;
  const skipped = overlapping + past + off;
  const reasons = [
    overlapping > 0 ? `уже есть окно — ${overlapping}` : "",
    past > 0 ? `уже начались — ${past}` : "",
    off > 0 ? `нерабочее время — ${off}` : "",
  ].filter(Boolean);
  const lead = isDryRun ? "Проба, ничего не изменено. Было бы создано" : "Создано";
  const hint = past > 0 ? begunHint(flags, { now: app.clock.now(), zone }) : undefined;
  const rest =
    skipped > 0 ? [`\nПропущено: ${skipped} (${reasons.join(", ")}).`, hint ?? []].flat().join("\n") : "";
  return reply(
    { specialistId, isDryRun, made, skipped, overlapping, past, off },
    `${lead}: ${counted(made, SLOTS)} (время ${zone}).${rest}`,
  );
}

/** Days too many are told by the flag that says how many. */
const ofDays = <R extends string>(
  { refusal, detail }: Refused<R>,
  days: Pick<GenerateFlags, "from" | "to">,
): Refused<R> =>
  refuse(
    refusal,
    refusal === "pattern_too_long" ? { ...detail, flag: "--to", given: days.to, from: days.from } : detail,
  );

type ListFlags = Paging & {
  readonly specialist?: string;
  readonly from?: LocalDay;
  readonly to?: LocalDay;
  readonly kind?: SlotKind;
  readonly state?: SlotState;
};

async function list(desk: Desk, flags: ListFlags) {
  inOrder(flags);
  const { app, zone } = await openShop(desk);
  const specialistId = await specialistIdOf(app, flags.specialist);
  if (!specialistId.ok) return specialistId;
  const stretch = stretchOfDays(flags, { now: app.clock.now(), zone });
  const read = await slotsWithin(app.db, stretch, {
    specialistId: specialistId.value,
    slotsMax: SLOTS_READ_MAX,
  });
  const matching = read.filter(
    (slot) =>
      (flags.kind === undefined || slot.kind === flags.kind) &&
      (flags.state === undefined || stateOf(slot) === flags.state),
  );
  const page = pageOf(matching.slice(flags.offset), flags.limit);
  const specialists = new Map((await listSpecialists(app.db)).map(({ id, name }) => [id, name]));
  const names = { specialists, bookings: await bookingNumbers(app, page.items) };
  const items = page.items.map((slot) => slotJson(slot, names, zone));
  const days = daysOf(stretch, zone);
  const text = () =>
    page.items.length === 0
      ? `Окон нет (${days}).`
      : `${slotTable(page.items, names, { zone, columns: desk.io.columns })}\n\n${counted(page.items.length, SLOTS)} (${days})${moreBelow(page, flags.offset)}`;
  return reply({ items, hasMore: page.hasMore }, text);
}

async function close(desk: Desk, typed: string, reason: string) {
  const { app } = await openShop(desk);
  const id = await idOf(app, "slot", typed);
  if (!id.ok) return id;
  const closed = await closeSlot(app, { slotId: id.value, reason, actor: OPERATOR });
  return closed.ok ? changedSlot(desk, closed.value, "Окно закрыто") : withSlot(closed, typed);
}

async function open(desk: Desk, typed: string) {
  const { app } = await openShop(desk);
  const id = await idOf(app, "slot", typed);
  if (!id.ok) return id;
  const opened = await reopenSlot(app, { slotId: id.value, actor: OPERATOR });
  return opened.ok ? changedSlot(desk, opened.value, "Окно открыто") : withSlot(opened, typed);
}

async function heat(desk: Desk, typed: string, discountPercent: Percent | undefined) {
  const { app } = await openShop(desk);
  const id = await idOf(app, "slot", typed);
  if (!id.ok) return id;
  const heated = await makeHot(app, { slotId: id.value, discountPercent, actor: OPERATOR });
  return heated.ok ? changedSlot(desk, heated.value, "Окно теперь горящее") : withSlot(heated, typed);
}
