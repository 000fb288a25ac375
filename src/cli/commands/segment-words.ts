import { unreachable } from "../../core/kernel/invariant.ts";
import { FACTS, type Operand } from "../../core/segments/index.ts";

const UNITS = { days: "дней", times: "раз", rubles: "рублей", points: "баллов" } as const;

/** Every fact with the ways to compare it and an example of each: `segments facts`. */
export function factLines(): string {
  const lines = Object.entries(FACTS).flatMap(([fact, { title, ops, hasPeriod }]) => [
    `${fact} — ${title.toLowerCase().replace("vip", "VIP")}${hasPeriod ? "; можно добавить days: только за последние дни" : ""}`,
    ...Object.entries(ops).map(([op, { operand }]) => `  ${op}: ${valueWords(operand)}`),
  ]);
  return [
    'Условие: {"fact": "visits", "op": "atLeast", "value": 5}',
    'Вместе: {"all": […]} — всё сразу, {"any": […]} — хотя бы одно, {"not": …} — наоборот.',
    "",
    ...lines,
  ].join("\n");
}

function valueWords(operand: Operand): string {
  switch (operand.kind) {
    case "whole":
      return `value — число ${UNITS[operand.unit]} от ${operand.min} до ${operand.max}`;
    case "month":
      return "value — месяц от 1 до 12";
    case "yesNo":
      return "value — true или false";
    case "services":
      return "value — список id услуг (services list --json)";
    case "specialists":
      return "value — список id специалистов (specialists list --json)";
    case "tags":
      return "value — список меток";
    case "nothing":
      return "без value";
    default:
      return unreachable(operand);
  }
}
