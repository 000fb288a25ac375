import type { PanelAction } from "../panel-action.ts";
import type { Params } from "../table-list.ts";

/** Somebody of whom there is something to change: neither erased (PE-2) nor another client by now (PE-4). */
export const isThere = (row: Params): boolean => !row.erasedAt && !row.mergedIntoId;

/** The same action, offered only where there is somebody to do it to. */
export const ofWhoIsThere = (action: PanelAction): PanelAction =>
  action.of === "list"
    ? action
    : { ...action, fits: (row, user, now) => isThere(row) && (action.fits?.(row, user, now) ?? true) };
