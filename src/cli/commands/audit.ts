import type { Command } from "commander";
import { AUDIT_ACTION_WORDS, AUDIT_SUBJECT_WORDS } from "../../core/audit/index.ts";
import { ACTOR_WORDS } from "../../core/kernel/actor.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { type LocalDay, plusDays, startOfDay, type Zone } from "../../core/kernel/local-day.ts";
import { type AuditLine, auditedWords, listAudit, namesOfAudited } from "../../core/reports/index.ts";
import type { Queryable } from "../../core/runtime/sql.ts";
import { inOrder, readDay } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, momentOf, moreBelow, pageOf, table } from "../output.ts";

/** The journal: what the panel shows under the same name. */
export function addAuditCommands(audit: Command, desk: Desk): void {
  withExamples(
    withPaging(
      audit
        .command("list")
        .description("показать журнал: кто, когда, что и с чем сделал и по какой причине, новое сверху")
        .option("--from <день>", "первый день, ГГГГ-ММ-ДД", readDay)
        .option("--to <день>", "последний день, включительно", readDay),
    ).action(answering(desk, (flags: Flags) => list(desk, flags))),
    "audit list --limit 20",
    "audit list --from 2026-12-01 --to 2026-12-01 --json",
  );
}

type Flags = Paging & { readonly from?: LocalDay; readonly to?: LocalDay };

async function list(desk: Desk, flags: Flags) {
  const { from, to } = inOrder(flags);
  const { app, zone } = await openShop(desk);
  const found = await listAudit(app.db, {
    from: from && startOfDay(from, zone),
    to: to && startOfDay(plusDays(to, 1), zone),
    ...{ rowsMax: flags.limit + 1, offset: flags.offset },
  });
  const page = pageOf(found, flags.limit);
  const names = await namesOf(app.db, page.items, zone);
  const lines = page.items.map((line) => told(line, names));
  const text = () =>
    lines.length === 0
      ? "В журнале ничего не найдено."
      : `${drawn(lines, zone, desk.io.columns)}\n\n${counted(lines.length, LINES)} (время ${zone})${moreBelow(page, flags.offset)}`;
  return reply({ items: lines, hasMore: page.hasMore }, text);
}

const LINES = ["строка", "строки", "строк"] as const;

async function namesOf(
  via: Queryable,
  lines: readonly AuditLine[],
  zone: Zone,
): Promise<ReadonlyMap<string, string>> {
  const ids = lines.flatMap(({ actorId, subjectId }) => [actorId ?? "", subjectId]).filter(isUuid);
  const named = await namesOfAudited(via, [...new Set(ids)]);
  return new Map(
    named.map(({ id, name, startsAt }) => [
      id,
      startsAt === null ? (name ?? "") : `${momentOf(startsAt, zone)}, ${name}`,
    ]),
  );
}

/** A program reads the codes and, beside them, the words that people read. */
const told = (line: AuditLine, names: ReadonlyMap<string, string>) => ({
  ...line,
  actorName: names.get(line.actorId ?? "") ?? (ACTOR_WORDS as Words)[line.actorKind] ?? line.actorKind,
  actionName: AUDIT_ACTION_WORDS[line.action] ?? line.action,
  subjectName: [AUDIT_SUBJECT_WORDS[line.subjectKind] ?? line.subjectKind, auditedWords(line, names)].join(
    ": ",
  ),
});

type Words = Readonly<Record<string, string>>;

const drawn = (lines: readonly ReturnType<typeof told>[], zone: Zone, columns: number): string =>
  table(
    [
      { title: "Когда" },
      { title: "Кто", isFlexible: true },
      { title: "Что сделал", isFlexible: true },
      { title: "С чем", isFlexible: true },
      { title: "Причина", isFlexible: true },
    ],
    lines.map((line) => [
      momentOf(line.createdAt, zone),
      line.actorName,
      line.actionName,
      line.subjectName,
      line.reason ?? "—",
    ]),
    columns,
  );
