import type { Command } from "commander";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { changePhone } from "../../core/people/index.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { clientOf } from "./lookup.ts";

/** The phone that a client named (PE-4). */
export function addPhoneCommand(clients: Command, desk: Desk): void {
  withExamples(
    clients
      .command("phone")
      .description("записать новый телефон клиента; подтвердит его сам клиент в боте")
      .argument("<кто>", "id или нынешний телефон")
      .argument("<номер>", "новый телефон: +7 900 123-45-67")
      .action(answering(desk, (who: string, phone: string) => change(desk, who, phone))),
    'clients phone +79001234567 "+7 900 765-43-21"',
  );
}

async function change(desk: Desk, who: string, typed: string) {
  const { app } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const changed = await changePhone(app, { clientId: client.value.id, phone: typed, actor: OPERATOR });
  if (!changed.ok) return changed;
  const { id: clientId, name, phone = "" } = changed.value;
  return reply({ clientId, phone }, `${name}, телефон: ${phone}.`);
}
