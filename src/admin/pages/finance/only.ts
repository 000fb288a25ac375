import type { Choice } from "../../panel-action.ts";

type Filter = "kind" | "fate" | "specialist" | "service";
type Chosen = {
  readonly choices: Readonly<Record<Filter, readonly Choice[]>>;
  readonly chosen: Readonly<Record<Filter, string>>;
  readonly clientName: string | undefined;
};
type Only = { readonly only: string | undefined; readonly listed: string | undefined };

/** The same, name by name. */
type Narrowed = { readonly whole: readonly string[]; readonly list: readonly string[] };

/**
 * Says what the page is narrowed to: `only` of all its figures, `listed` of the list, which kind and fate narrow, too.
 * A name that is no longer there is said so, not left out: the figures are narrowed to it all the same.
 */
export function onlyOf(chosen: Chosen): Only {
  const { whole, list } = narrowedTo(chosen);
  return { only: joined(whole), listed: joined(list) };
}

/** Whom and what all the figures are of, and the list; none: of everything. */
export function narrowedTo({ choices, chosen, clientName }: Chosen): Narrowed {
  const name = (of: Filter): string | undefined =>
    choices[of].find(({ value }) => value === chosen[of])?.label;
  const whole = [
    chosen.specialist && (name("specialist") ?? "такого специалиста нет"),
    chosen.service && (name("service") ?? "такой услуги нет"),
    clientName && `клиент: ${clientName}`,
  ];
  const narrower = [chosen.kind !== "money" && name("kind"), chosen.fate && name("fate")];
  return { whole: whole.filter(isSaid), list: [...whole, ...narrower].filter(isSaid) };
}

const isSaid = (part: string | false | undefined): part is string => Boolean(part);

const joined = (said: readonly string[]): string | undefined =>
  said.length === 0 ? undefined : `только ${said.join(" · ")}`;
