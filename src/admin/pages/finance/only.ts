import type { Choice } from "../../panel-action.ts";

type Filter = "kind" | "fate" | "specialist" | "service";
type Chosen = {
  readonly choices: Readonly<Record<Filter, readonly Choice[]>>;
  readonly chosen: Readonly<Record<Filter, string>>;
  readonly clientName: string | undefined;
};
type Only = { readonly only: string | undefined; readonly listed: string | undefined };

/**
 * Says what the page is narrowed to: `only` of all its figures, `listed` of the list, which kind and fate narrow, too.
 * A name that is no longer there is said so, not left out: the figures are narrowed to it all the same.
 */
export function onlyOf({ choices, chosen, clientName }: Chosen): Only {
  const name = (of: Filter): string | undefined =>
    choices[of].find(({ value }) => value === chosen[of])?.label;
  const whole = [
    chosen.specialist && (name("specialist") ?? "такого специалиста нет"),
    chosen.service && (name("service") ?? "такой услуги нет"),
    clientName && `клиент: ${clientName}`,
  ];
  const narrower = [chosen.kind !== "money" && name("kind"), chosen.fate && name("fate")];
  return { only: joined(whole), listed: joined([...whole, ...narrower]) };
}

function joined(parts: readonly (string | false | undefined)[]): string | undefined {
  const said = parts.filter(Boolean);
  return said.length === 0 ? undefined : `только ${said.join(" · ")}`;
}
