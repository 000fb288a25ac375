import { PAYMENT_POLICY_WORDS } from "../../core/booking/index.ts";
import {
  type Assignment,
  SERVICE_POLICIES,
  type Service,
  type ServiceKind,
  type ServicePolicy,
} from "../../core/catalog/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { offering, oneOf, type Parser, readWhole } from "../arguments.ts";
import { counted, fields, table } from "../output.ts";
import { beginOf } from "./id-of.ts";

const KINDS: readonly ServiceKind[] = ["in_person", "online"];
const KIND_WORDS = { in_person: "визит", online: "онлайн" } as const satisfies Record<ServiceKind, string>;
const MINUTES_MAX = 100_000;

export const readKind = oneOf(KINDS);
export const readMinutes = readWhole({ min: 1, max: MINUTES_MAX, of: "минут" });
export const POLICY_HELP = "оплата: full — вся при записи, prepay — предоплата, on-spot — на месте";

const SHOWN = ["full", "prepay", "on-spot"] as const;
const readPolicyWord = oneOf<ServicePolicy | "on-spot">(
  [...SERVICE_POLICIES, "on-spot"],
  `одно из: ${SHOWN.join(", ")}`,
);

/** Money taken in the salon is called `on-spot` everywhere; to programs this policy is `onSite`, and that is taken, too. */
export const readPolicy: Parser<ServicePolicy> = offering(SHOWN, (typed: string) => {
  const word = readPolicyWord(typed);
  return word === "on-spot" ? "onSite" : word;
});

const policyText = ({ policy, prepayment }: Service): string =>
  policy === "prepay"
    ? `${PAYMENT_POLICY_WORDS.prepay}: ${formatRubles(prepayment)}`
    : PAYMENT_POLICY_WORDS[policy];

const of = (service: Service, all: readonly Assignment[]): readonly Assignment[] =>
  all.filter((one) => one.service.id === service.id);

const nameOf = ({ name, isActive }: { readonly name: string; readonly isActive: boolean }): string =>
  isActive ? name : `${name} (скрыт)`;

export function serviceTable(
  services: readonly Service[],
  all: readonly Assignment[],
  columns: number,
): string {
  if (services.length === 0) return "Услуг пока нет. Добавить: services add --help";
  const drawn = table(
    [
      { title: "id" },
      { title: "Услуга", isFlexible: true },
      { title: "Длится", align: "right" },
      { title: "Цена", align: "right" },
      { title: "Порядок оплаты", isFlexible: true },
      { title: "Кто делает", isFlexible: true },
    ],
    services.map((service) => [
      beginOf(service.id),
      [service.name, service.kind === "online" ? " (онлайн)" : "", service.isActive ? "" : " (скрыта)"].join(
        "",
      ),
      `${service.durationMinutes} мин`,
      formatRubles(service.price),
      policyText(service),
      of(service, all)
        .map(({ specialist }) => nameOf(specialist))
        .join(", ") || "—",
    ]),
    columns,
  );
  return `${drawn}\n\n${counted(services.length, ["услуга", "услуги", "услуг"])}`;
}

/** All about one service, with everybody's price. */
export function serviceText(service: Service, all: readonly Assignment[], columns: number): string {
  const doers = of(service, all).map(
    ({ specialist, ownPrice }) =>
      `${nameOf(specialist)} — ${formatRubles(ownPrice ?? service.price)}${ownPrice === undefined ? "" : " (своя цена)"}`,
  );
  return fields(
    [
      ["Услуга", service.name],
      ["Клиентам", service.isActive ? "предлагается" : "скрыта"],
      ["Вид", KIND_WORDS[service.kind]],
      ["Длится", `${service.durationMinutes} мин`],
      ["Цена", formatRubles(service.price)],
      ["Порядок оплаты", policyText(service)],
      ["Описание", service.description || "—"],
      ["Кто делает", doers.join("\n") || "никто: specialists assign"],
      ["id", service.id],
    ],
    columns,
  );
}

export const serviceJson = (service: Service) => ({
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

export const serviceWithDoersJson = (service: Service, all: readonly Assignment[]) => ({
  ...serviceJson(service),
  specialists: of(service, all).map(({ specialist: { id, name, isActive }, ownPrice }) => ({
    ...{ id, name, isActive },
    priceKopecks: ownPrice ?? service.price,
    ownPriceKopecks: ownPrice ?? null,
  })),
});
