import type { Command } from "commander";
import { whoIsAtWork } from "../../core/backup/index.ts";
import { done, refuse } from "../../core/kernel/outcome.ts";
import { migrationSentence } from "../../core/reports/index.ts";
import { NAME_TAKEN } from "../../core/runtime/repair.ts";
import { isSure, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk, type Ground, reply, replyOfDeed } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, fields } from "../output.ts";
import { addBackupCommands } from "./backups.ts";

export function addDatabaseCommands(db: Command, desk: Desk): void {
  withExamples(
    db
      .command("migrate")
      .description("привести схему базы к этой версии программы")
      .option(
        "--repair",
        "и вернуть функции, ограничения, индексы и триггеры миграций, которые пропали, выключены или подменены: все или ни одного",
      )
      .action(answering(desk, (flags: { readonly repair?: true }) => migrate(desk, flags))),
    "db migrate",
    "db migrate --repair",
  );
  withExamples(
    db
      .command("status")
      .description("показать, где база, работает ли она и какие миграции применены")
      .action(answering(desk, () => status(desk))),
    "db status",
    "db status --json",
  );
  withExamples(
    withYes(
      db
        .command("stop")
        .description(
          "остановить встроенную базу; данные останутся; пока с ней работают другие — только с --yes",
        ),
      "остановить, даже если с базой работают другие: их соединения оборвутся",
    ).action(answering(desk, (flags: YesFlag) => stop(desk, flags))),
    "db stop",
    "db stop --yes",
  );
  addBackupCommands(db, desk);
}

async function migrate(desk: Desk, { repair }: { readonly repair?: true }) {
  const applied = await desk.ground.migrate();
  if (repair === true) return repairAfter(desk, applied);
  const text = applied.length === 0 ? "Схема базы уже соответствует программе." : appliedWords(applied);
  return applied.length === 0 ? reply({ applied }, text) : replyOfDeed({ applied }, text);
}

/** What `db migrate` did: the number stands between a verb and a noun, and both agree with it. */
export const appliedWords = (applied: readonly string[]): string => {
  const said = counted(applied.length, APPLIED).replace(/^(\S+) (\S+)/, "$2 $1");
  return `${said}:\n${applied.map((name) => `  ${name}`).join("\n")}`;
};

const problemWords = (problem: string): string =>
  problem === NAME_TAKEN ? "под этим именем стоит другое. Удалите его и повторите" : problem;

/** What the migrations promise is put back, unless rows break it: then each is named with them. */
async function repairAfter({ ground }: Desk, applied: readonly string[]) {
  const { repaired, broken: found } = await ground.repair();
  const broken = found.map(({ name, problem }) => ({ name, problem: problemWords(problem) }));
  if (broken.length > 0) {
    const list = broken.map(({ name, problem }) => `${name}: ${problem}`).join("\n");
    return { ...refuse("promises_broken", { count: broken.length, list }), attached: { broken } };
  }
  const answer = { applied, repaired };
  const isNothing = repaired.length === 0;
  const words = isNothing
    ? "Функции, ограничения, индексы и триггеры на месте."
    : `Возвращено: ${repaired.length}\n${repaired.map((name) => `  ${name}`).join("\n")}`;
  return isNothing && applied.length === 0 ? reply(answer, words) : replyOfDeed(answer, words);
}

const serverWords = ({ isRunning, pid }: NonNullable<Awaited<ReturnType<Ground["server"]>>>): string =>
  isRunning ? `работает, процесс ${pid ?? "?"}` : "остановлен";

const MIGRATIONS = ["миграция", "миграции", "миграций"] as const;
const APPLIED = ["Применена миграция", "Применены миграции", "Применено миграций"] as const;

async function status(desk: Desk) {
  const { ground, io } = desk;
  const server = await ground.server();
  const state = await ground.migrationState();
  const json = {
    kind: ground.isEmbedded ? "embedded" : "external",
    server:
      server === undefined
        ? null
        : { isRunning: server.isRunning, pid: server.pid ?? null, folder: server.folder },
    migrations:
      state === undefined
        ? null
        : { applied: state.applied, pending: state.pending, problems: state.problems.map(migrationSentence) },
  };
  const text = fields(
    [
      ["База", ground.isEmbedded ? "встроенная" : "внешняя (DATABASE_URL)"],
      ["Сервер", server && serverWords(server)],
      ["Папка", server?.folder],
      ["Применено", state && counted(state.applied.length, MIGRATIONS)],
      ["Ждёт", state && (state.pending.length === 0 ? "ничего" : state.pending.join(", "))],
      [
        "Мешает",
        state && state.problems.length > 0 ? state.problems.map(migrationSentence).join("\n") : undefined,
      ],
    ],
    io.columns,
  );
  return reply(json, text);
}

async function stop(desk: Desk, flags: YesFlag) {
  const { ground } = desk;
  if (!ground.isEmbedded) return refuse("database_outside");
  const isRunning = (await ground.server())?.isRunning === true;
  const may = isRunning ? await mayStop(desk, flags) : done(null);
  if (!may.ok) return may;
  const wasRunning = await ground.stop();
  return wasRunning
    ? replyOfDeed({ wasRunning }, "База остановлена.")
    : reply({ wasRunning }, "База и не работала.");
}

/** Under a running program the database goes only when the operator said so. */
async function mayStop(desk: Desk, flags: YesFlag) {
  if (flags.yes === true) return done(null);
  // A database that does not let us in is one that nobody can work with.
  const { count, names } = await whoIsAtWork(await desk.ground.address()).catch(() => ({
    count: 0,
    names: "",
  }));
  if (count === 0) return done(null);
  const what = `С базой работают другие: ${counted(count, CONNECTIONS)}${names === "" ? "" : ` (${names})`}. Остановка оборвёт их работу.`;
  return (await isSure(desk, flags, what)) ? done(null) : refuse("database_in_use_stop", { count, names });
}

const CONNECTIONS = ["соединение", "соединения", "соединений"] as const;
