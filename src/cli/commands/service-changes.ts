import type { Command } from "commander";
import {
  changeService,
  listAssignments,
  type ServiceKind,
  type ServicePolicy,
} from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Kopecks } from "../../core/kernel/money.ts";
import { readMoney } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { namingTaken, switchedBy } from "./catalog-flags.ts";
import { anyServiceOf } from "./lookup.ts";
import {
  POLICY_HELP,
  readKind,
  readMinutes,
  readPolicy,
  serviceJson,
  serviceText,
  serviceWithDoersJson,
} from "./service-view.ts";

const WHICH = "имя или id услуги, и скрытой";

/** What is seen and changed of services that are there. */
export function addServiceChanges(services: Command, desk: Desk): void {
  withExamples(
    services
      .command("show")
      .description("показать услугу: условия, кто делает и почём")
      .argument("<услуга>", WHICH)
      .action(answering(desk, (typed: string) => show(desk, typed))),
    'services show "Стрижка"',
  );
  withExamples(
    services
      .command("change")
      .description("изменить услугу для новых записей; сделанные живут по прежним условиям")
      .argument("<услуга>", WHICH)
      .option("--name <имя>", "новое название")
      .option("--minutes <n>", "длительность в минутах", readMinutes)
      .option("--price <рубли>", "цена: 1500 или 1500,50", readMoney)
      .option("--policy <как>", POLICY_HELP, readPolicy)
      .option("--prepayment <рубли>", "предоплата, только с порядком оплаты prepay", readMoney)
      .option("--kind <вид>", "in-person — визит, online — онлайн", readKind)
      .option("--description <текст>", 'описание для клиентов; "" — без него')
      .option("--off", "больше не предлагать: скрыть от клиентов")
      .option("--on", "вернуть: снова предлагать клиентам")
      .action(answering(desk, (typed: string, flags: Flags) => change(desk, typed, flags))),
    'services change "Стрижка" --price 2500',
    'services change "Окрашивание" --policy prepay --prepayment 1500',
    'services change "Укладка" --off',
  );
}

async function show(desk: Desk, typed: string) {
  const { app } = await openShop(desk);
  const found = await anyServiceOf(app, typed);
  if (!found.ok) return found;
  const all = await listAssignments(app.db);
  return reply(serviceWithDoersJson(found.value, all), serviceText(found.value, all, desk.io.columns));
}

type Flags = {
  readonly name?: string;
  readonly minutes?: number;
  readonly price?: Kopecks;
  readonly policy?: ServicePolicy;
  readonly prepayment?: Kopecks;
  readonly kind?: ServiceKind;
  readonly description?: string;
  readonly off?: true;
  readonly on?: true;
};

async function change(desk: Desk, typed: string, flags: Flags) {
  const { minutes, off: _off, on: _on, ...same } = flags;
  const switched = switchedBy(flags);
  const { app } = await openShop(desk);
  const found = await anyServiceOf(app, typed);
  if (!found.ok) return found;
  const changed = await changeService(app, {
    serviceId: found.value.id,
    ...same,
    ...(minutes === undefined ? {} : { durationMinutes: minutes }),
    ...switched,
    actor: OPERATOR,
  });
  if (!changed.ok) return namingTaken(changed, flags.name ?? found.value.name);
  const text = serviceText(changed.value, await listAssignments(app.db), desk.io.columns);
  return reply(serviceJson(changed.value), `Услуга изменена. Новые условия — для новых записей.\n${text}`);
}
