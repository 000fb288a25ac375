import type { Command } from "commander";
import { rehearsed } from "../../core/app.ts";
import {
  DAY_PARTS,
  hoursText,
  joinWaitlist,
  leaveWaitlist,
  listWaitlist,
  OPEN_WAIT_STATES,
  WAIT_DAYS_MAX,
  WAIT_STATE_WORDS,
  type WaitlistView,
  wishDaysText,
} from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import {
  daysFrom,
  type LocalDay,
  plusDays,
  type Weekday,
  weekdayOf,
  type Zone,
} from "../../core/kernel/local-day.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import {
  type DayTime,
  inOrder,
  readDay,
  readHours,
  readId,
  readIdOrBegin,
  readWeekdays,
} from "../arguments.ts";
import { confirmed, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, momentOf, moreBelow, pageOf, table } from "../output.ts";
import { beginOf, idOf } from "./id-of.ts";
import { clientOf, serviceIdsOf, specialistIdOf } from "./lookup.ts";

/** Who waits for what to become free (MS-9). */
export function addWaitlistCommands(waitlist: Command, desk: Desk): void {
  withExamples(
    withPaging(
      waitlist
        .command("list")
        .description("показать, кто ждёт и чего; кто дольше всех — сверху")
        .option("--client <кто>", "только этот клиент: id или телефон")
        .option("--service <имя>", "только эта услуга: имя или id")
        .option("--all", "и те, кто уже не ждёт"),
    ).action(answering(desk, (flags: ListFlags) => list(desk, flags))),
    "waitlist list",
    "waitlist list --service Стрижка --json",
  );
  withExamples(
    waitlist
      .command("add")
      .description("добавить клиента: что освободится, бот придержит и предложит ему")
      .requiredOption("--client <кто>", "id или телефон")
      .requiredOption("--service <имя>", "услуга: имя или id")
      .option("--specialist <кто>", "только к этому специалисту: имя или id")
      .requiredOption("--from <день>", "первый день, ГГГГ-ММ-ДД", readDay)
      .option("--to <день>", "последний день, включительно; без флага — тот же", readDay)
      .option("--days <дни>", "дни недели: mon-fri, sat,sun, daily", readWeekdays)
      .option("--hours <с-до>", "начало визита в эти часы: 17:00-21:00", readHours)
      .option("--id <uuid>", "id этого ожидания: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (flags: AddFlags) => add(desk, flags))),
    "waitlist add --client +79001234567 --service Стрижка --from 2026-12-01 --to 2026-12-14 --days sat,sun",
  );
  withExamples(
    withYes(
      waitlist
        .command("remove")
        .description("снять с ожидания; клиент узнает об этом и прочтёт причину")
        .argument("<id>", "id ожидания или его начало, как в waitlist list", readIdOrBegin)
        .requiredOption("--reason <текст>", "причина: её увидит клиент"),
      "снять",
    ).action(answering(desk, (id: string, flags: RemoveFlags) => remove(desk, id, flags))),
    'waitlist remove 0f8fad5b --reason "мастер в отпуске"',
  );
}

type ListFlags = Paging & { readonly client?: string; readonly service?: string; readonly all?: true };

async function list(desk: Desk, { client, service, all, limit, offset }: ListFlags) {
  const { app, zone } = await openShop(desk);
  const found = client === undefined ? undefined : await clientOf(app, client);
  if (found !== undefined && !found.ok) return found;
  const services = await serviceIdsOf(app, service === undefined ? undefined : [service]);
  if (!services.ok) return services;
  const rows = await listWaitlist(app.db, {
    clientId: found?.value.id,
    serviceId: services.value?.[0],
    states: all ? undefined : OPEN_WAIT_STATES,
    rowsMax: limit + 1,
    offset,
  });
  const page = pageOf(rows, limit);
  return reply({ items: page.items.map(jsonOf), hasMore: page.hasMore }, () =>
    page.items.length === 0
      ? "Никто не ждёт."
      : `${tableOf(page.items, { zone, columns: desk.io.columns })}${moreBelow(page, offset)}`,
  );
}

type AddFlags = {
  readonly client: string;
  readonly service: string;
  readonly specialist?: string;
  readonly from: LocalDay;
  readonly to?: LocalDay;
  readonly days?: ReadonlySet<Weekday>;
  readonly hours?: DayTime;
  readonly id?: string;
};

async function add(desk: Desk, flags: AddFlags) {
  const { from, to = from } = inOrder(flags);
  if (plusDays(from, WAIT_DAYS_MAX) <= to) return refuse("wait_days_too_far", { max: WAIT_DAYS_MAX });
  const days = daysFrom({ from, to }).filter((day) => flags.days?.has(weekdayOf(day)) ?? true);
  const { app } = await openShop(desk);
  const client = await clientOf(app, flags.client);
  if (!client.ok) return client;
  const services = await serviceIdsOf(app, [flags.service]);
  if (!services.ok) return services;
  const specialist = await specialistIdOf(app, flags.specialist);
  if (!specialist.ok) return specialist;
  const hours = flags.hours && { fromMinute: flags.hours.from, toMinute: flags.hours.to };
  const joined = await joinWaitlist(app, {
    entryId: flags.id ?? app.newId(),
    clientId: client.value.id,
    serviceId: services.value?.[0] ?? "",
    specialistId: specialist.value,
    days,
    hours: hours ?? DAY_PARTS.any,
    actor: OPERATOR,
  });
  if (!joined.ok) return joined;
  const entry = joined.value;
  return reply(
    jsonOf(entry),
    `${entry.clientName}: в листе ожидания, ${wishOf(entry)}. Клиент узнает от бота.`,
  );
}

type RemoveFlags = YesFlag & { readonly reason: string };

async function remove(desk: Desk, typed: string, { reason, yes }: RemoveFlags) {
  const { app } = await openShop(desk);
  const id = await idOf(app, "wait", typed);
  if (!id.ok) return id;
  const entryId = id.value;
  const place = "Клиент потеряет своё место в очереди и узнает об этом.";
  const asked = { entryId, by: { kind: "staff", actor: OPERATOR, reason } } as const;
  const sure = await confirmed(desk, { yes }, place, () => leaveWaitlist(rehearsed(app), asked));
  if (!sure.ok) return sure;
  const left = await leaveWaitlist(app, asked);
  if (!left.ok) return left;
  return reply(jsonOf(left.value), `${left.value.clientName}: больше не ждёт, ${wishOf(left.value)}.`);
}

const wishOf = (entry: WaitlistView): string =>
  `${entry.serviceName}, ${wishDaysText(entry.days)}, ${hoursText(entry)}`;

const jsonOf = ({
  specialistId,
  specialistName,
  offeredBookingId,
  takenBookingId,
  ...entry
}: WaitlistView) => ({
  ...entry,
  specialistId: specialistId ?? null,
  specialistName: specialistName ?? null,
  endedReason: entry.endedReason ?? null,
  note: entry.note ?? null,
  endedAt: entry.endedAt ?? null,
  offeredBookingId: offeredBookingId ?? null,
  takenBookingId: takenBookingId ?? null,
});

function tableOf(
  entries: readonly WaitlistView[],
  { zone, columns }: { readonly zone: Zone; readonly columns: number },
): string {
  const rows = entries.map((entry) => [
    momentOf(entry.createdAt, zone),
    entry.clientName,
    `${entry.serviceName}${entry.specialistName === undefined ? "" : `, ${entry.specialistName}`}`,
    `${wishDaysText(entry.days)}, ${hoursText(entry)}`,
    `${WAIT_STATE_WORDS[entry.state]}, ${counted(entry.offers, ["предложение", "предложения", "предложений"])}`,
    beginOf(entry.id),
  ]);
  return table(
    [
      { title: "Ждёт с" },
      { title: "Клиент", isFlexible: true },
      { title: "Услуга", isFlexible: true },
      { title: "Когда", isFlexible: true },
      { title: "Состояние", isFlexible: true },
      { title: "id" },
    ],
    rows,
    columns,
  );
}
