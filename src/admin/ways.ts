import { mayDo, type PanelUser, type ResourceId } from "./access.ts";

/** A way from a card to another page of the panel; words alone where the viewer may not open it: `href` is empty. */
export type Way = { readonly text: string; readonly href: string };

/** Lists that hold a row's own, filtered by it; only those that the viewer may open (PE-3). */
export function waysTo(
  lists: readonly (readonly [list: ResourceId, text: string])[],
  by: { readonly column: string; readonly id: string },
  viewer: PanelUser | undefined,
): readonly Way[] {
  return lists
    .filter(([list]) => mayDo(viewer, list, "list"))
    .map(([list, text]) => ({ text, href: `resources/${list}?filters.${by.column}=${by.id}` }));
}

/** Who did what to a row, by its id. */
export const JOURNAL = [["AuditEntry", "Журнал"]] as const satisfies readonly (readonly [
  ResourceId,
  string,
])[];
