import type { Command } from "commander";
import { type App, rehearsed } from "../../core/app.ts";
import { type AdjustmentCounts, type Imported, importAdjustments } from "../../core/import/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { done, type Outcome } from "../../core/kernel/outcome.ts";
import { formatChange, formatWhole } from "../../core/kernel/points.ts";
import {
  adjustPoints,
  findAdjustments,
  listPointEntries,
  POINTS_MAX,
  type PointEntry,
  pointWord,
} from "../../core/loyalty/index.ts";
import type { Client } from "../../core/people/index.ts";
import { readId, readPoints } from "../arguments.ts";
import { confirmed, type YesFlag } from "../confirm.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, momentOf, moreBelow, pageOf, type Reply, table } from "../output.ts";
import type { CliRefusal } from "../refusals.ts";
import { UsageError } from "../usage.ts";
import { type BulkFlags, runBulk, saidOfFile, withBulkFlags } from "./import-file.ts";
import { clientOf } from "./lookup.ts";

const POINTS = ["балл", "балла", "баллов"] as const;

export function addPointCommands(pointsNoun: Command, desk: Desk): void {
  withExamples(
    withBulkFlags(
      pointsNoun
        .command("adjust")
        .description(
          "начислить или списать баллы вручную, с причиной: одному или многим, из файла; в долг — только с --yes",
        )
        .option("--client <кто>", "id или телефон клиента")
        .option("--points <±n>", "сколько: +300 или -50", readPoints)
        .option(
          "--file <файл>",
          "многим: CSV со столбцами Клиент (телефон или id), Баллы и, если нужно, Причина",
        )
        .requiredOption("--reason <текст>", "причина: останется в истории")
        .option("--id <uuid>", "id этой правки: повтор с тем же id ничего не изменит", readId),
    ).action(answering(desk, (flags: AdjustFlags) => adjustAny(desk, flags))),
    'points adjust --client +79001234567 --points +300 --reason "Подарок на день рождения"',
    'points adjust --client +79001234567 --points -50 --reason "Ошибка" --id 0f8fad5b-d9cb-469f-a165-70867728950e',
    'points adjust --file баллы.csv --reason "Подарок к 8 Марта" --dry-run',
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

type AdjustFlags = BulkFlags & {
  readonly client?: string;
  readonly points?: number;
  readonly file?: string;
  readonly reason: string;
  readonly id?: string;
};

type OneFlags = YesFlag & {
  readonly client: string;
  readonly points: number;
  readonly reason: string;
  readonly dryRun: true | undefined;
  readonly id?: string;
};

/** One client, or the many of a file: never both. */
async function adjustAny(desk: Desk, flags: AdjustFlags): Promise<Outcome<Reply, CliRefusal>> {
  const { client, points, file, dryRun, report, ...rest } = flags;
  if (file !== undefined) {
    if (client === undefined && points === undefined) return adjustFile(desk, { ...flags, file });
    const flag = client === undefined ? "--points" : "--client";
    throw new UsageError(`Флаги --file и ${flag} вместе не бывают.`, { flag });
  }
  if (report !== undefined)
    throw new UsageError("Флаг --report бывает только вместе с --file.", { flag: "--report" });
  if (client === undefined)
    throw new UsageError("Не хватает флага --client <кто> (или --file <файл>).", { flag: "--client" });
  if (points === undefined) throw new UsageError("Не хватает флага --points <±n>.", { flag: "--points" });
  return adjust(desk, { ...rest, client, points, dryRun });
}

async function adjustFile(desk: Desk, flags: AdjustFlags & { readonly file: string }) {
  const { app } = await openShop(desk);
  return runBulk<AdjustmentCounts>(desk, {
    ...{ file: flags.file, flags },
    words: adjustedWords,
    isIdle: ({ adjusted }) => adjusted === 0,
    run: (run) =>
      importAdjustments(app, { ...run, reason: flags.reason, requestId: flags.id, actor: OPERATOR }),
  });
}

const CLIENTS = ["клиент", "клиента", "клиентов"] as const;
const ROWS = ["строка", "строки", "строк"] as const;

function adjustedWords(counts: Imported<AdjustmentCounts>) {
  const { rows, clients, adjusted, repeated, added, taken, debtors, isDryRun } = counts;
  const inFile = counted(rows, ROWS);
  const all = rows === 1 ? "она проведена" : "все проведены";
  if (adjusted === 0)
    return `В файле ${inFile}, ${all} раньше: второй раз баллы не меняются. Чтобы провести тот же файл ещё раз, дайте новый --id (любой uuid).`;
  const sums = [added > 0 ? formatChange(added) : "", taken > 0 ? formatChange(-taken) : ""].filter(Boolean);
  const said = `${isDryRun ? "к изменению" : "изменено"} — ${formatWhole(adjusted)} (${sums.join(" и ")})`;
  const known =
    repeated > 0 ? `Ещё ${counted(repeated, ROWS)} — из проведённых раньше, второй раз не меняем.` : "";
  const several =
    clients < rows
      ? `Клиентов в нём ${formatWhole(clients)}: у кого строк несколько, баллы складываются.`
      : "";
  const debts =
    debtors > 0 ? `В долгу ${isDryRun ? "останутся" : "остались"}: ${counted(debtors, CLIENTS)}.` : "";
  return [saidOfFile(counts, inFile, said), debts, several, known].filter(Boolean).join(" ");
}

async function adjust(desk: Desk, flags: OneFlags) {
  const { app } = await openShop(desk);
  const client = await clientOf(app, flags.client);
  if (!client.ok) return client;
  const entryId = flags.id ?? app.newId();
  const { points, reason } = flags;
  const isDryRun = flags.dryRun === true;
  const sure = isDryRun
    ? done({ mayOwe: true })
    : await sureOfDebt(desk, app, { ...flags, client: client.value, entryId });
  if (!sure.ok) return sure;
  const adjusted = await adjustPoints(isDryRun ? rehearsed(app) : app, {
    entryId,
    clientId: client.value.id,
    points,
    reason,
    mayOwe: sure.value.mayOwe,
    actor: OPERATOR,
  });
  if (!adjusted.ok) return adjusted;
  const { balance } = adjusted.value;
  const isDebt = points < 0 && balance < 0;
  const now = isDryRun ? "на счету стало бы" : "теперь на счету";
  const said = `${client.value.name}: ${formatChange(points)}, ${now} ${counted(balance, POINTS)}${isDebt ? " — долг" : ""}.`;
  const yes = isDebt ? " В долг баллы списываются только с --yes." : "";
  const text = isDryRun ? `${said}${yes} Ничего не записано.` : said;
  const kept = isDryRun ? null : entryId;
  return reply({ entryId: kept, clientId: client.value.id, points, balance, isDebt, isDryRun }, text);
}

type Debt = Pick<OneFlags, "points" | "reason" | "yes"> & {
  readonly client: Client;
  readonly entryId: string;
};

/** What leaves a client below zero is rarely meant; a penalty may, by hand it is asked (UN-2). */
async function sureOfDebt(desk: Desk, app: App, { points, reason, yes, client, entryId }: Debt) {
  const before = client.pointsBalance;
  const after = before + points;
  const isDebt = reason.trim() !== "" && points < 0 && after < 0 && Math.abs(points) <= POINTS_MAX;
  if (!isDebt || (await findAdjustments(app.db, [entryId])).has(entryId)) return done({ mayOwe: false });
  const what = `${client.name}: на счету ${counted(before, POINTS)}, станет ${formatWhole(after)} — долг.`;
  const sure = await confirmed(desk, { yes }, what);
  return sure.ok ? done({ mayOwe: true }) : sure;
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
      forWhat(entry),
    ]),
    columns,
  );
}

/** `изменено вручную: подарок`: the reason is somebody's own words. */
const forWhat = ({ kind, visit, bookingNumber, reason }: PointEntry): string => {
  const what = [pointWord(kind, visit?.state), bookingNumber && `запись №${bookingNumber}`];
  return [what.filter(Boolean).join(", "), reason].filter(Boolean).join(": ");
};

const entryJson = (entry: PointEntry) => ({
  id: entry.id,
  points: entry.points,
  balanceAfter: entry.balanceAfter,
  kind: entry.kind,
  bookingNumber: entry.bookingNumber ?? null,
  reason: entry.reason ?? null,
  createdAt: entry.createdAt,
});
