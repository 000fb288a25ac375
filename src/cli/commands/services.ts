import { type Command, Option } from "commander";
import {
  addService,
  listAssignments,
  listServices,
  type ServiceKind,
  type ServicePolicy,
} from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatRubles, type Kopecks, kopecks } from "../../core/kernel/money.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { readMoney, readNames } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { UsageError } from "../usage.ts";
import { specialistIdsOf } from "./lookup.ts";
import { addServiceChanges } from "./service-changes.ts";
import {
  POLICY_HELP,
  readKind,
  readMinutes,
  readPolicy,
  serviceJson,
  serviceTable,
  serviceWithDoersJson,
} from "./service-view.ts";

export function addServiceCommands(services: Command, desk: Desk): void {
  const add = services
    .command("add")
    .description("добавить услугу")
    .requiredOption("--name <имя>", "название")
    .requiredOption("--minutes <n>", "длительность в минутах", readMinutes)
    .requiredOption("--price <рубли>", "цена: 1500 или 1500,50", readMoney)
    .requiredOption("--policy <как>", POLICY_HELP, readPolicy)
    .option("--prepayment <рубли>", "предоплата, только с --policy prepay", readMoney)
    .addOption(
      new Option("--kind <вид>", "in-person — визит, online — онлайн")
        .argParser(readKind)
        .default("in_person", "in-person"),
    )
    .option("--description <текст>", "описание для клиентов")
    .option("--specialists <кто>", "all или имена через запятую: кто её делает", readNames)
    .action(answering(desk, (flags: AddFlags) => addOne(desk, flags)));
  withExamples(
    add,
    'services add --name "Стрижка" --minutes 60 --price 2000 --policy full --specialists all',
    'services add --name "Окрашивание" --minutes 120 --price 6000 --policy prepay --prepayment 1500 --specialists Анна,Мария',
  );
  withExamples(
    services
      .command("list")
      .description("показать услуги")
      .action(answering(desk, () => list(desk))),
    "services list",
    "services list --json",
  );
  addServiceChanges(services, desk);
}

type AddFlags = {
  readonly name: string;
  readonly minutes: number;
  readonly price: Kopecks;
  readonly policy: ServicePolicy;
  readonly prepayment?: Kopecks;
  readonly kind: ServiceKind;
  readonly description?: string;
  readonly specialists?: "all" | readonly string[];
};

async function addOne(desk: Desk, flags: AddFlags) {
  checkPrepayment(flags);
  const { app } = await openShop(desk);
  const specialistIds = await specialistIdsOf(app, flags.specialists);
  if (!specialistIds.ok) return specialistIds;
  const added = await addService(app, {
    name: flags.name,
    kind: flags.kind,
    durationMinutes: flags.minutes,
    price: flags.price,
    policy: flags.policy,
    prepayment: flags.prepayment ?? kopecks(0),
    description: flags.description,
    specialistIds: specialistIds.value,
    actor: OPERATOR,
  });
  if (!added.ok) {
    return added.refusal === "name_taken"
      ? refuse("name_taken", { given: flags.name, instead: "services change" })
      : added;
  }
  const service = added.value;
  const doers =
    specialistIds.value === undefined
      ? "\nЕё пока никто не делает: задайте --specialists у услуги или --services у специалиста."
      : "";
  return reply(
    serviceJson(service),
    `Услуга добавлена: ${service.name}, ${formatRubles(service.price)}.${doers}\nid: ${service.id}`,
  );
}

/** How much is asked when booking cannot be guessed. */
function checkPrepayment({ policy, prepayment }: AddFlags): void {
  if (policy === "prepay" && prepayment === undefined) {
    throw new UsageError("Не хватает флага --prepayment: с --policy prepay ожидается сумма предоплаты.", {
      flag: "--prepayment",
    });
  }
}

async function list(desk: Desk) {
  const { app } = await openShop(desk);
  const services = await listServices(app.db);
  const doers = await listAssignments(app.db);
  return reply(
    { items: services.map((service) => serviceWithDoersJson(service, doers)) },
    serviceTable(services, doers, desk.io.columns),
  );
}
