import { type Command, Option } from "commander";
import { blockClient, liftBlock, setVip } from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { daysAfter } from "../../core/kernel/instant.ts";
import { readId, readWhole } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { momentOf } from "../output.ts";
import { clientOf } from "./lookup.ts";

const DAYS_MAX = 3_650;

/** Whether a client may book for themselves: blocks by hand, and the exemption from them (CX-4). */
export function addStandingCommands(clients: Command, desk: Desk): void {
  withExamples(
    clients
      .command("block")
      .description("заблокировать клиента: записаться сам он не сможет; его записи остаются")
      .argument("<кто>", "id или телефон")
      .requiredOption("--reason <текст>", "причина: её увидит клиент")
      .option(
        "--days <n>",
        "на сколько дней; без флага — пока не снимете",
        readWhole({ min: 1, max: DAYS_MAX, of: "дней" }),
      )
      .option("--id <uuid>", "id этой блокировки: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (who: string, flags: BlockFlags) => block(desk, who, flags))),
    'clients block +79001234567 --days 7 --reason "дважды не предупредил"',
  );
  withExamples(
    clients
      .command("unblock")
      .description("снять блокировку: клиент снова сможет записываться")
      .argument("<кто>", "id или телефон")
      .requiredOption("--reason <текст>", "причина: останется в журнале (audit list)")
      .action(answering(desk, (who: string, flags: { reason: string }) => unblock(desk, who, flags.reason))),
    'clients unblock +79001234567 --reason "договорились"',
  );
  withExamples(
    clients
      .command("vip")
      .description("сделать VIP-клиентом: его не блокируют за неявки; штрафы остаются")
      .argument("<кто>", "id или телефон")
      .addOption(new Option("--on", "VIP: то же, что без флагов").conflicts("off"))
      .option("--off", "больше не VIP")
      .action(answering(desk, (who: string, flags: { off?: true }) => vip(desk, who, flags.off !== true))),
    "clients vip +79001234567",
    "clients vip +79001234567 --off",
  );
}

type BlockFlags = { readonly reason: string; readonly days?: number; readonly id?: string };

async function block(desk: Desk, who: string, { reason, days, id }: BlockFlags) {
  const { app, zone } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const { id: clientId, name } = client.value;
  const endsAt = days === undefined ? undefined : daysAfter(app.clock.now(), days);
  const blockId = id ?? app.newId();
  const blocked = await blockClient(app, { blockId, clientId, reason, endsAt, actor: OPERATOR });
  if (!blocked.ok) return blocked;
  const until = blocked.value.endsAt;
  const text = `${name}: клиент заблокирован${until ? ` до ${momentOf(until, zone)}` : ", пока не снимете"}, причина: ${blocked.value.reason}.`;
  return reply({ blockId, clientId, reason: blocked.value.reason, endsAt: until ?? null }, text);
}

async function unblock(desk: Desk, who: string, reason: string) {
  const { app } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const { id: clientId, name } = client.value;
  const lifted = await liftBlock(app, { clientId, reason, actor: OPERATOR });
  if (!lifted.ok) return lifted;
  const { wasBlocked } = lifted.value;
  const said = wasBlocked ? "блокировка снята." : "клиент не заблокирован: снимать нечего.";
  return reply({ clientId, wasBlocked }, `${name}: ${said}`);
}

async function vip(desk: Desk, who: string, isVip: boolean) {
  const { app } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const { id: clientId, name } = client.value;
  const marked = await setVip(app, { clientId, isVip, actor: OPERATOR });
  if (!marked.ok) return marked;
  const said = marked.value.isVip ? "теперь это VIP-клиент." : "клиент больше не VIP.";
  return reply({ clientId, isVip: marked.value.isVip }, `${name}: ${said}`);
}
