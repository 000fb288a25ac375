import type { Command } from "commander";
import { PAYMENT_POLICY_WORDS } from "../../core/booking/index.ts";
import {
  addService,
  listServices,
  SERVICE_POLICIES,
  type Service,
  type ServiceKind,
  type ServicePolicy,
} from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatRubles, type Kopecks, kopecks } from "../../core/kernel/money.ts";
import { oneOf, readMoney, readNames, readWhole } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, table } from "../output.ts";
import { UsageError } from "../usage.ts";
import { specialistIdsOf } from "./lookup.ts";

const KINDS: readonly ServiceKind[] = ["in_person", "online"];
const KIND_WORDS = { in_person: "визит", online: "онлайн" } as const satisfies Record<ServiceKind, string>;
const MINUTES_MAX = 100_000;

export function addServiceCommands(services: Command, desk: Desk): void {
  const add = services
    .command("add")
    .description("добавить услугу")
    .requiredOption("--name <имя>", "название")
    .requiredOption(
      "--minutes <n>",
      "длительность в минутах",
      readWhole({ min: 1, max: MINUTES_MAX, of: "минут" }),
    )
    .requiredOption("--price <рубли>", "цена: 1500 или 1500,50", readMoney)
    .requiredOption(
      "--policy <как>",
      "оплата: full — вся при записи, prepay — предоплата, onSite — на месте",
      oneOf(SERVICE_POLICIES),
    )
    .option("--prepayment <рубли>", "предоплата, только с --policy prepay", readMoney)
    .option("--kind <вид>", "in_person — визит, online — онлайн", oneOf(KINDS), "in_person")
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
  if (!added.ok) return added;
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

/** Flags that contradict each other: a prepayment that nobody would ask for is a mistake, not a wish. */
function checkPrepayment({ policy, prepayment }: AddFlags): void {
  if (policy === "prepay" && prepayment === undefined) {
    throw new UsageError("Не хватает флага --prepayment: с --policy prepay ожидается сумма предоплаты.", {
      flag: "--prepayment",
    });
  }
  if (policy !== "prepay" && prepayment !== undefined) {
    throw new UsageError(`Флаг --prepayment ожидается только с --policy prepay, а дано --policy ${policy}.`, {
      flag: "--prepayment",
    });
  }
}

async function list(desk: Desk) {
  const { app } = await openShop(desk);
  const services = await listServices(app.db);
  return reply({ items: services.map(serviceJson) }, serviceTable(services, desk.io.columns));
}

function serviceTable(services: readonly Service[], columns: number): string {
  if (services.length === 0) return "Услуг пока нет. Добавить: services add --help";
  const rows = services.map((service) => [
    service.name,
    KIND_WORDS[service.kind],
    `${service.durationMinutes} мин`,
    formatRubles(service.price),
    service.policy === "prepay"
      ? `${PAYMENT_POLICY_WORDS.prepay}: ${formatRubles(service.prepayment)}`
      : PAYMENT_POLICY_WORDS[service.policy],
    service.isActive ? "" : "скрыта",
  ]);
  const drawn = table(
    [
      { title: "Услуга", isFlexible: true },
      { title: "Вид" },
      { title: "Длится", align: "right" },
      { title: "Цена", align: "right" },
      { title: "Порядок оплаты", isFlexible: true },
      { title: "" },
    ],
    rows,
    columns,
  );
  return `${drawn}\n\n${counted(services.length, ["услуга", "услуги", "услуг"])}`;
}

const serviceJson = (service: Service) => ({
  id: service.id,
  name: service.name,
  description: service.description,
  kind: service.kind,
  durationMinutes: service.durationMinutes,
  priceKopecks: service.price,
  policy: service.policy,
  prepaymentKopecks: service.prepayment,
  isActive: service.isActive,
});
