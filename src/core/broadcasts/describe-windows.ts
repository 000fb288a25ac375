import type { App } from "../app.ts";
import { listHotWindows } from "../booking/index.ts";
import { loadSettings } from "../settings/index.ts";
import { type Broadcast, windowSlotsOf } from "./model.ts";
import { windowLabels } from "./rules/hot-window.ts";

const GONE = "окно уже занято или прошло";

/**
 * The hot windows of a broadcast, a line each as its buttons say them now; empty when it is about none.
 *
 * @source MS-4
 */
export async function describeWindows(
  app: Pick<App, "db" | "clock" | "payments">,
  { buttons }: Pick<Broadcast, "buttons">,
  options: { readonly arePaymentsOn?: boolean } = {},
): Promise<readonly string[]> {
  const slotIds = windowSlotsOf(buttons);
  if (slotIds.length === 0) return [];
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const labels = windowLabels(await listHotWindows(app, slotIds, options), zone);
  return slotIds.map((slotId) => labels.get(slotId) ?? GONE);
}
