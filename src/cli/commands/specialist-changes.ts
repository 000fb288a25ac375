import type { Command } from "commander";
import { assignService, changeSpecialist, unassignService } from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import { readMoney } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { namingTaken, switchedBy } from "./catalog-flags.ts";
import { anyServiceOf, anySpecialistOf } from "./lookup.ts";
import { specialistCardJson, specialistGround, specialistJson, specialistText } from "./specialist-view.ts";

const WHO = "имя или id специалиста, и скрытого";

/** What is seen and changed of specialists who are there. */
export function addSpecialistChanges(specialists: Command, desk: Desk): void {
  withExamples(
    specialists
      .command("show")
      .description("показать специалиста: услуги, цены, оценка")
      .argument("<кто>", WHO)
      .action(answering(desk, (who: string) => show(desk, who))),
    "specialists show Анна",
  );
  withExamples(
    specialists
      .command("change")
      .description("изменить специалиста; скрыть или вернуть")
      .argument("<кто>", WHO)
      .option("--name <имя>", "новое имя")
      .option("--about <текст>", 'несколько слов о специалисте; "" — без них')
      .option("--meeting-url <адрес>", 'ссылка на онлайн-встречи, https://…; "" — без неё')
      .option("--off", "больше не предлагать: скрыть от клиентов")
      .option("--on", "вернуть: снова принимает клиентов")
      .action(answering(desk, (who: string, flags: Flags) => change(desk, who, flags))),
    'specialists change Анна --about "Стрижки и укладки"',
    "specialists change Мария --off",
  );
  withExamples(
    specialists
      .command("assign")
      .description("дать специалисту услугу; услуге, которая уже есть, — другую цену")
      .argument("<кто>", WHO)
      .requiredOption("--service <имя>", "имя или id услуги")
      .option("--price <рубли>", "своя цена: 1500 или 1500,50; без флага — цена услуги", readMoney)
      .action(answering(desk, (who: string, flags: AssignFlags) => assign(desk, who, flags))),
    'specialists assign Анна --service "Стрижка"',
    'specialists assign Анна --service "Стрижка" --price 2500',
  );
  withExamples(
    specialists
      .command("unassign")
      .description("снять услугу со специалиста; сделанные записи остаются")
      .argument("<кто>", WHO)
      .requiredOption("--service <имя>", "имя или id услуги")
      .action(answering(desk, (who: string, flags: AssignFlags) => unassign(desk, who, flags))),
    'specialists unassign Анна --service "Стрижка"',
  );
}

async function show(desk: Desk, who: string) {
  const { app } = await openShop(desk);
  const found = await anySpecialistOf(app, who);
  if (!found.ok) return found;
  const known = await specialistGround(app);
  return reply(specialistCardJson(found.value, known), specialistText(found.value, known, desk.io.columns));
}

type Flags = {
  readonly name?: string;
  readonly about?: string;
  readonly meetingUrl?: string;
  readonly off?: true;
  readonly on?: true;
};

async function change(desk: Desk, who: string, flags: Flags) {
  const { meetingUrl, off: _off, on: _on, ...same } = flags;
  const switched = switchedBy(flags);
  const { app } = await openShop(desk);
  const found = await anySpecialistOf(app, who);
  if (!found.ok) return found;
  const changed = await changeSpecialist(app, {
    specialistId: found.value.id,
    ...same,
    ...(meetingUrl === undefined ? {} : { meetingUrl: meetingUrl.trim() || undefined }),
    ...switched,
    actor: OPERATOR,
  });
  if (!changed.ok) return namingTaken(changed, flags.name ?? found.value.name);
  const text = specialistText(changed.value, await specialistGround(app), desk.io.columns);
  return reply(specialistJson(changed.value), `Специалист изменён.\n${text}`);
}

type AssignFlags = { readonly service: string; readonly price?: Kopecks };

async function assign(desk: Desk, who: string, { service: typed, price }: AssignFlags) {
  const { app } = await openShop(desk);
  const specialist = await anySpecialistOf(app, who);
  if (!specialist.ok) return specialist;
  const service = await anyServiceOf(app, typed);
  if (!service.ok) return service;
  const pair = { specialistId: specialist.value.id, serviceId: service.value.id };
  const assigned = await assignService(app, { ...pair, price, actor: OPERATOR });
  if (!assigned.ok) return assigned;
  const names = { specialistName: specialist.value.name, serviceName: service.value.name };
  const charged = price ?? service.value.price;
  const whose = price === undefined ? "цена услуги" : "своя цена";
  return reply(
    { ...pair, ...names, priceKopecks: charged, ownPriceKopecks: price ?? null },
    `${names.specialistName} делает «${names.serviceName}»: ${formatRubles(charged)}, ${whose}.`,
  );
}

async function unassign(desk: Desk, who: string, { service: typed }: AssignFlags) {
  const { app } = await openShop(desk);
  const specialist = await anySpecialistOf(app, who);
  if (!specialist.ok) return specialist;
  const service = await anyServiceOf(app, typed);
  if (!service.ok) return service;
  const pair = { specialistId: specialist.value.id, serviceId: service.value.id };
  const removed = await unassignService(app, { ...pair, actor: OPERATOR });
  if (!removed.ok) return removed;
  const names = { specialistName: specialist.value.name, serviceName: service.value.name };
  const { wasAssigned } = removed.value;
  return reply(
    { ...pair, ...names, wasAssigned },
    wasAssigned
      ? `${names.specialistName} больше не делает «${names.serviceName}». Сделанные записи остаются.`
      : `${names.specialistName} и так не делает «${names.serviceName}».`,
  );
}
