import type { Command } from "commander";
import type { App } from "../../core/app.ts";
import { type BookingView, type TakenTimeOff, takeTimeOff } from "../../core/booking/index.ts";
import {
  liftTimeOff,
  listTimeOff,
  type TimeOff,
  type TimeOffSpan,
  type WeeklyTimeOff,
} from "../../core/calendar/index.ts";
import { listSpecialists } from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { clockReaches, dayOf, type LocalDay, type Weekday, type Zone } from "../../core/kernel/local-day.ts";
import { inOrder, readDay, readHours, readId, readIdOrBegin, readNames, readWeekdays } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, daysOf, dayTitle, momentOf, stretchOf, table, timeOf } from "../output.ts";
import { beginOf, idOf } from "./id-of.ts";
import { specialistIdOf, specialistIdsOf } from "./lookup.ts";
import { stretchOfDays } from "./stretch.ts";

const FREE_SLOTS = ["свободное окно", "свободных окна", "свободных окон"] as const;
const BOOKINGS = ["запись", "записи", "записей"] as const;
const STRETCHES = ["отрезок", "отрезка", "отрезков"] as const;

/** Time in which specialists do not work: listed, taken, lifted. */
export function addTimeOffCommands(slots: Command, desk: Desk): void {
  const noun = slots
    .command("time-off")
    .description("нерабочее время: выходные и перерывы специалистов")
    .helpCommand("help [команда]", "показать справку");
  withExamples(
    noun
      .command("list")
      .description("показать нерабочее время; без --from — с сегодняшнего дня, без --to — две недели")
      .option("--specialist <кто>", "имя или id")
      .option("--from <день>", "первый день, ГГГГ-ММ-ДД", readDay)
      .option("--to <день>", "последний день, включительно", readDay)
      .action(answering(desk, (flags: ListFlags) => list(desk, flags))),
    "slots time-off list --specialist Анна --json",
  );
  withExamples(
    noun
      .command("add")
      .description("закрыть свободные окна и не предлагать новых; записи остаются, их покажет список")
      .requiredOption("--specialist <кто>", "имена или id через запятую, или all — все", readNames)
      .requiredOption("--from <день>", "первый день, ГГГГ-ММ-ДД", readDay)
      .option("--to <день>", "последний день, включительно; без флага — тот же", readDay)
      .option("--days <дни>", "повторять по дням недели между ними: mon-fri, mon,wed или daily", readWeekdays)
      .option(
        "--hours <с-до>",
        "не целые дни: со времени первого дня до времени последнего, с --days — каждый день в эти часы, 13:00-15:00",
        readHours,
      )
      .requiredOption("--reason <текст>", "причина: её увидят сотрудники")
      .option("--id <uuid>", "id этого изменения: повтор с тем же id ничего не изменит", readId)
      .option("--dry-run", "только посчитать окна и показать записи, ничего не меняя")
      .action(answering(desk, (flags: AddFlags) => add(desk, flags))),
    'slots time-off add --specialist Анна --from 2026-12-01 --to 2026-12-14 --reason "Отпуск" --dry-run',
    'slots time-off add --specialist all --from 2026-12-31 --hours 15:00-22:00 --reason "Короткий день"',
    'slots time-off add --specialist Анна --from 2026-12-01 --to 2026-12-31 --days mon-fri --hours 13:00-14:00 --reason "Обед"',
  );
  withExamples(
    noun
      .command("lift")
      .description("снять нерабочее время: откроются ровно те окна, которые оно закрыло")
      .argument("<id>", "id или его начало, как в slots time-off list", readIdOrBegin)
      .option("--series", "и всё, что записано вместе с ним по дням недели и ещё не прошло")
      .action(answering(desk, (timeOffId: string, flags: LiftFlags) => lift(desk, timeOffId, flags))),
    "slots time-off lift 0f8fad5b",
    "slots time-off lift 0f8fad5b --series",
  );
}

type ListFlags = { readonly specialist?: string; readonly from?: LocalDay; readonly to?: LocalDay };

async function list(desk: Desk, flags: ListFlags) {
  inOrder(flags);
  const { app, zone } = await openShop(desk);
  const specialistId = await specialistIdOf(app, flags.specialist);
  if (!specialistId.ok) return specialistId;
  const stretch = stretchOfDays(flags, { now: app.clock.now(), zone });
  const specialistIds = specialistId.value === undefined ? undefined : [specialistId.value];
  const found = await listTimeOff(app.db, stretch, { specialistIds });
  const names = await namesOf(app);
  const items = found.map((off) => timeOffJson(off, names));
  const days = daysOf(stretch, zone);
  const text = () =>
    found.length === 0
      ? `Нерабочего времени нет (${days}).`
      : `${timeOffTable(found, names, { zone, columns: desk.io.columns })}\n\n${counted(found.length, STRETCHES)} (${days})`;
  return reply({ items }, text);
}

type AddFlags = {
  readonly specialist: "all" | readonly string[];
  readonly from: LocalDay;
  readonly to?: LocalDay;
  readonly days?: ReadonlySet<Weekday>;
  readonly hours?: { readonly from: number; readonly to: number };
  readonly reason: string;
  readonly id?: string;
  readonly dryRun?: true;
};

async function add(desk: Desk, flags: AddFlags) {
  inOrder(flags);
  const { app, zone } = await openShop(desk);
  const chosen = await specialistIdsOf(app, flags.specialist);
  if (!chosen.ok) return chosen;
  const all = (await listSpecialists(app.db)).filter(({ isActive }) => isActive).map(({ id }) => id);
  const isDryRun = flags.dryRun ?? false;
  const taken = await takeTimeOff(app, {
    changeId: flags.id ?? app.newId(),
    specialistIds: Array.isArray(chosen.value) ? chosen.value : all,
    span: spanOf(flags, zone),
    ...{ reason: flags.reason, actor: OPERATOR, isDryRun },
  });
  if (!taken.ok) return taken;
  const names = await namesOf(app);
  return reply(takenJson(taken.value, names, isDryRun), () => takenText(taken.value, isDryRun, zone));
}

/** With hours it begins at the one on the first day and ends at the other on the last; with days it is in each of them. */
function spanOf({ from, to = from, days, hours }: AddFlags, zone: Zone): TimeOffSpan | WeeklyTimeOff {
  if (days !== undefined) return { fromDay: from, toDay: to, weekdays: days, hours };
  if (hours === undefined) return { fromDay: from, toDay: to };
  return { startsAt: clockReaches(from, hours.from, zone), endsAt: clockReaches(to, hours.to, zone) };
}

type LiftFlags = { readonly series?: true };

async function lift(desk: Desk, typed: string, { series: isWholeSeries }: LiftFlags) {
  const { app, zone } = await openShop(desk);
  const id = await idOf(app, "timeOff", typed);
  if (!id.ok) return id;
  const timeOffId = id.value;
  const lifted = await liftTimeOff(app, { timeOffId, isWholeSeries, actor: OPERATOR });
  if (!lifted.ok) return { ...lifted, detail: { ...lifted.detail, given: timeOffId } };
  const { timeOff, reopened, lifted: times } = lifted.value;
  const series = times > 1 ? ` и ещё ${counted(times - 1, STRETCHES)} ряда` : "";
  const names = await namesOf(app);
  return reply(
    { ...timeOffJson(timeOff, names), lifted: times, reopened },
    `Нерабочее время снято: ${names.get(timeOff.specialistId) ?? ""}, ${stretchText(timeOff, zone)}${series}. Снова открыто: ${counted(reopened, FREE_SLOTS)}.`,
  );
}

type Names = ReadonlyMap<string, string>;

const namesOf = async (app: App): Promise<Names> =>
  new Map((await listSpecialists(app.db)).map(({ id, name }) => [id, name]));

type Bounds = Pick<TimeOff, "startsAt" | "endsAt">;

/** `вт 01.12.2026 — чт 03.12.2026, целиком` where it is whole days, otherwise the hours of its day. */
function stretchText({ startsAt, endsAt }: Bounds, zone: Zone): string {
  const from = dayOf(startsAt, zone);
  const until = dayOf(new Date(endsAt.getTime() - 1), zone);
  const isWhole = [startsAt, endsAt].every((at) => timeOf(at, zone) === "00:00");
  if (!isWhole) return `${dayTitle(from)}, ${stretchOf(startsAt, endsAt, zone)}`;
  return `${dayTitle(from)}${from === until ? "" : ` — ${dayTitle(until)}`}, целиком`;
}

/** Where there are several, from the first to the last of them. */
const spanText = ({ startsAt, endsAt }: Bounds, zone: Zone): string =>
  `${momentOf(startsAt, zone)} — ${momentOf(endsAt, zone)}`;

const timeOffJson = (off: TimeOff, names: Names) => ({
  id: off.id,
  specialistId: off.specialistId,
  specialistName: names.get(off.specialistId) ?? null,
  startsAt: off.startsAt,
  endsAt: off.endsAt,
  reason: off.reason,
  liftedAt: off.liftedAt ?? null,
});

const bookingJson = (booking: BookingView) => ({
  id: booking.id,
  number: booking.number,
  state: booking.state,
  startsAt: booking.startsAt,
  endsAt: booking.endsAt,
  specialistId: booking.specialistId,
  specialistName: booking.specialistName,
  serviceName: booking.serviceName,
  clientName: booking.clientName,
});

const takenJson = (taken: TakenTimeOff, names: Names, isDryRun: boolean) => ({
  isDryRun,
  changeId: isDryRun ? null : taken.changeId,
  startsAt: taken.startsAt,
  endsAt: taken.endsAt,
  stretches: taken.stretches,
  closed: taken.closed,
  items: taken.timeOff.map((off) => timeOffJson(off, names)),
  bookings: taken.bookings.map(bookingJson),
});

function takenText(taken: TakenTimeOff, isDryRun: boolean, zone: Zone): string {
  const { closed, bookings, stretches } = taken;
  const when =
    stretches.length > 1
      ? `${counted(stretches.length, STRETCHES)}, ${spanText(taken, zone)}`
      : stretchText(taken, zone);
  const lead = isDryRun ? "Проба, ничего не изменено. Закрылось бы" : "Нерабочее время записано. Закрыто";
  const head = `${lead}: ${counted(closed, FREE_SLOTS)} (${when}).`;
  if (bookings.length === 0) return `${head}\nЗаписей на это время нет.`;
  const lines = bookings.map(
    ({ number, startsAt, specialistName, serviceName, clientName }) =>
      `  №${number}, ${momentOf(startsAt, zone)}, ${specialistName}: ${serviceName}, ${clientName}`,
  );
  return `${head}\nНадо перенести или отменить (bookings move, bookings cancel): ${counted(bookings.length, BOOKINGS)}\n${lines.join("\n")}`;
}

/** A heading for each leaves room for the reason, and the beginning of the id is what lifting takes. */
const timeOffTable = (
  found: readonly TimeOff[],
  names: Names,
  { zone, columns }: { readonly zone: Zone; readonly columns: number },
): string =>
  table(
    [{ title: "  Причина", isFlexible: true }, { title: "id" }],
    found.flatMap((off) => [
      "",
      `${names.get(off.specialistId) ?? off.specialistId}, ${stretchText(off, zone)}`,
      [`  ${off.reason}`, beginOf(off.id)],
    ]),
    columns,
  );
