import type { Command } from "commander";
import { refuse } from "../../core/kernel/outcome.ts";
import { answering, type Desk, type Ground, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, fields } from "../output.ts";
import { addBackupCommands } from "./backups.ts";

export function addDatabaseCommands(db: Command, desk: Desk): void {
  withExamples(
    db
      .command("migrate")
      .description("привести схему базы к этой версии программы")
      .action(answering(desk, () => migrate(desk))),
    "db migrate",
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
    db
      .command("stop")
      .description("остановить встроенную базу; её соединения закроются, данные останутся")
      .action(answering(desk, () => stop(desk))),
    "db stop",
  );
  addBackupCommands(db, desk);
}

async function migrate(desk: Desk) {
  const applied = await desk.ground.migrate();
  const text =
    applied.length === 0
      ? "Схема базы уже соответствует программе."
      : `${counted(applied.length, MIGRATIONS)} применено:\n${applied.map((name) => `  ${name}`).join("\n")}`;
  return reply({ applied }, text);
}

/** A stopped server and none at all are different things to whoever mistyped DATA_DIR. */
const serverWords = ({
  isRunning,
  isThere,
  pid,
}: NonNullable<Awaited<ReturnType<Ground["server"]>>>): string => {
  if (isRunning) return `работает, процесс ${pid ?? "?"}`;
  return isThere ? "остановлен" : "базы в этой папке нет";
};

const MIGRATIONS = ["миграция", "миграции", "миграций"] as const;

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
        : { applied: state.applied, pending: state.pending, problems: state.problems },
  };
  const text = fields(
    [
      ["База", ground.isEmbedded ? "встроенная" : "внешняя (DATABASE_URL)"],
      ["Сервер", server && serverWords(server)],
      ["Папка", server?.folder],
      ["Применено", state && counted(state.applied.length, MIGRATIONS)],
      ["Ждёт", state && (state.pending.length === 0 ? "ничего" : state.pending.join(", "))],
      ["Мешает", state && state.problems.length > 0 ? state.problems.join("\n") : undefined],
    ],
    io.columns,
  );
  return reply(json, text);
}

async function stop(desk: Desk) {
  if (!desk.ground.isEmbedded) return refuse("database_outside");
  const wasRunning = await desk.ground.stop();
  return reply({ wasRunning }, wasRunning ? "База остановлена." : "База и не работала.");
}
