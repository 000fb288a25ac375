import type { Command } from "commander";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { changeTags } from "../../core/people/index.ts";
import { type Parser, several } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { UsageError } from "../usage.ts";
import { clientOf } from "./lookup.ts";

const readTag: Parser<string> = (typed) => typed;

/** The words that staff know a client by (MS-3). */
export function addTagCommand(clients: Command, desk: Desk): void {
  withExamples(
    clients
      .command("tag")
      .description("добавить клиенту метки или убрать их")
      .argument("<кто>", "id или телефон")
      .option("--add <метка>", "добавить; можно повторять", several(readTag))
      .option("--remove <метка>", "убрать; можно повторять", several(readTag))
      .action(answering(desk, (who: string, flags: TagFlags) => tag(desk, who, flags))),
    "clients tag +79001234567 --add постоянная --remove новая",
  );
}

type TagFlags = { readonly add?: readonly string[]; readonly remove?: readonly string[] };

async function tag(desk: Desk, who: string, { add = [], remove = [] }: TagFlags) {
  if (add.length + remove.length === 0) {
    throw new UsageError("Нужен хотя бы один флаг: --add или --remove с меткой.", { flag: "--add" });
  }
  const { app } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const { id: clientId, name } = client.value;
  const changed = await changeTags(app, { clientId, add, remove, actor: OPERATOR });
  if (!changed.ok) return changed;
  const tags = changed.value;
  return reply({ clientId, tags }, `${name}, метки: ${tags.length === 0 ? "нет" : tags.join(", ")}.`);
}
