import type { Command } from "commander";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatChange, formatWhole } from "../../core/kernel/points.ts";
import { adjustPoints, listPointEntries, type PointEntry, pointWord } from "../../core/loyalty/index.ts";
import { readId, readPoints } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, momentOf, moreBelow, pageOf, table } from "../output.ts";
import { clientOf } from "./lookup.ts";

const POINTS = ["балл", "балла", "баллов"] as const;

export function addPointCommands(pointsNoun: Command, desk: Desk): void {
  withExamples(
    pointsNoun
      .command("adjust")
      .description("начислить или списать баллы вручную, с причиной")
      .requiredOption("--client <кто>", "id или телефон клиента")
      .requiredOption("--points <±n>", "сколько: +300 или -50", readPoints)
      .requiredOption("--reason <текст>", "причина: останется в истории")
      .option("--id <uuid>", "id этой правки: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (flags: AdjustFlags) => adjust(desk, flags))),
    'points adjust --client +79001234567 --points +300 --reason "Подарок на день рождения"',
    'points adjust --client +79001234567 --points -50 --reason "Ошибка" --id 0f8fad5b-d9cb-469f-a165-70867728950e',
  );
  withExamples(
    withPaging(
      pointsNoun
        .command("history")
        .description("показать все изменения баллов клиента, новые сверху")
        .requiredOption("--client <кто>", "id или телефон клиента"),
    ).action(answering(desk, (flags: HistoryFlags) => history(desk, flags))),
    "points history --client +79001234567",
  );
}

type AdjustFlags = {
  readonly client: string;
  readonly points: number;
  readonly reason: string;
  readonly id?: string;
};

async function adjust(desk: Desk, flags: AdjustFlags) {
  const { app } = await openShop(desk);
  const client = await clientOf(app, flags.client);
  if (!client.ok) return client;
  const entryId = flags.id ?? app.newId();
  const { points, reason } = flags;
  const adjusted = await adjustPoints(app, {
    entryId,
    clientId: client.value.id,
    points,
    reason,
    actor: OPERATOR,
  });
  if (!adjusted.ok) return adjusted;
  const { balance } = adjusted.value;
  const text = `${client.value.name}: ${formatChange(points)}, теперь на счету ${counted(balance, POINTS)}.`;
  return reply({ entryId, clientId: client.value.id, points, balance }, text);
}

type HistoryFlags = Paging & { readonly client: string };

async function history(desk: Desk, { client: who, limit, offset }: HistoryFlags) {
  const { app, zone } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const entries = await listPointEntries(app.db, { clientId: client.value.id, rowsMax: limit + 1, offset });
  const page = pageOf(entries, limit);
  const heading = `${client.value.name}: на счету ${counted(client.value.pointsBalance, POINTS)}`;
  const text = () =>
    `${heading}\n\n${entryTable(page.items, zone, desk.io.columns)}${moreBelow(page, offset)}`;
  return reply({ items: page.items.map(entryJson), hasMore: page.hasMore }, text);
}

function entryTable(entries: readonly PointEntry[], zone: Zone, columns: number): string {
  if (entries.length === 0) return "Изменений не было.";
  return table(
    [
      { title: "Когда" },
      { title: "Баллы", align: "right" },
      { title: "Остаток", align: "right" },
      { title: "За что", isFlexible: true },
    ],
    entries.map((entry) => [
      momentOf(entry.createdAt, zone),
      formatChange(entry.points),
      formatWhole(entry.balanceAfter),
      [
        pointWord(entry.kind, entry.visit?.state),
        entry.bookingNumber && `запись №${entry.bookingNumber}`,
        entry.reason,
      ]
        .filter(Boolean)
        .join(", "),
    ]),
    columns,
  );
}

const entryJson = (entry: PointEntry) => ({
  id: entry.id,
  points: entry.points,
  balanceAfter: entry.balanceAfter,
  kind: entry.kind,
  bookingNumber: entry.bookingNumber ?? null,
  reason: entry.reason ?? null,
  createdAt: entry.createdAt,
});
