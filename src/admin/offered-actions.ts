import { mayDo, type PanelUser } from "./access.ts";
import type { Params, TableList } from "./table-list.ts";

/** A button that opens an action's form. */
export type Offered = {
  readonly name: string;
  readonly label: string;
  /** Seldom meant: under «Ещё». */
  readonly isAside?: true;
};

/** The actions of a list that somebody may do and that make sense for a row: what AdminJS would show on its card. */
export const offeredActions = (
  { id, actions = [] }: Pick<TableList, "id" | "actions">,
  row: Params,
  { user, now }: { readonly user: PanelUser; readonly now: Date },
): readonly Offered[] =>
  actions
    .filter(
      ({ of, name, fits }) => of === "record" && mayDo(user, id, name) && (fits?.(row, user, now) ?? true),
    )
    .map(({ name, label, isAside }) => ({ name, label, ...(isAside ? { isAside } : {}) }));
