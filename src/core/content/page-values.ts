import { listServices } from "../catalog/index.ts";
import { escaped, visibleLength } from "../kernel/markup.ts";
import { formatRubles } from "../kernel/money.ts";
import { plural } from "../kernel/plural.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { Settings } from "../settings/index.ts";
import { type PageValues, priceLines } from "./rules/page-template.ts";

/** What the variables of a page stand for now: the business's settings and its price list. */
export async function pageValues(
  via: Queryable,
  { settings, name }: { readonly settings: Settings; readonly name: string },
): Promise<PageValues> {
  const services = (await listServices(via)).filter(({ isActive }) => isActive);
  const hours = settings["cancel.lateHours"];
  return {
    имя: name.trim().split(/\s+/)[0] ?? "",
    салон: settings["business.name"],
    адрес: settings["business.address"],
    телефон: settings["business.phone"],
    контакты: settings["business.contacts"],
    прайс: priceLines(
      services.map((service) => `<b>${escaped(service.name)}</b>: ${formatRubles(service.price)}`),
      visibleLength,
    ),
    "часы отмены": `${hours}\u00a0${plural(hours, ["час", "часа", "часов"])}`,
    "штраф отмены": `${settings["penalty.percent"]}\u00a0%`,
    "предоплата горящих": formatRubles(settings["hot.prepayment"]),
    "доля баллов": `${settings["points.maxSharePercent"]}\u00a0%`,
  };
}
