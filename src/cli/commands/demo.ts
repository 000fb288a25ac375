import type { Command } from "commander";
import { formatWhole } from "../../core/kernel/points.ts";
import { loadDemo } from "../../demo.ts";
import { answering, type Desk, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { fields } from "../output.ts";
import { readNewPassword } from "../password.ts";
import { UsageError } from "../usage.ts";

export function addDemoCommands(demo: Command, desk: Desk): void {
  withExamples(
    demo
      .command("load")
      .description("наполнить пустую базу: специалисты, услуги и окна на две недели")
      .option("--owner-email <адрес>", "завести и владельца панели; пароль спросят в терминале")
      .option("--password-stdin", "взять пароль владельца из стандартного ввода, одной строкой")
      .action(answering(desk, (flags: LoadFlags) => load(desk, flags))),
    "demo load",
    "demo load --owner-email olga@example.ru",
  );
}

type LoadFlags = { readonly ownerEmail?: string; readonly passwordStdin?: boolean };

async function load(desk: Desk, { ownerEmail: email, passwordStdin = false }: LoadFlags) {
  if (email === undefined && passwordStdin) {
    throw new UsageError("Пароль без --owner-email ни к чему: им входят в панель.", {
      flag: "--password-stdin",
    });
  }
  const app = await desk.openApp({ mayCreate: true });
  const owner =
    email === undefined ? undefined : { email, password: await readNewPassword(desk.io, passwordStdin) };
  const loaded = await loadDemo(app, owner === undefined ? {} : { owner });
  if (!loaded.ok) return loaded;
  const counts = loaded.value;
  const text = fields(
    [
      ["Специалистов", formatWhole(counts.specialists)],
      ["Услуг", formatWhole(counts.services)],
      ["Окон", formatWhole(counts.slots)],
      ["Владелец", email],
    ],
    desk.io.columns,
  );
  return reply(counts, `Демонстрационные данные загружены.\n${text}`);
}
