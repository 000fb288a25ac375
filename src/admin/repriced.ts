import type { App } from "../core/app.ts";
import { countHotSlotsAtSetting } from "../core/calendar/index.ts";
import type { SettingKey } from "../core/settings/index.ts";
import { wordFor } from "./readable.ts";

/** «цену 3 горящих окошек»: what a change of a setting reprices at once; empty: nothing, or no setting of prices. */
export async function repricedBy(key: SettingKey, { db, clock }: App): Promise<string> {
  if (key !== "hot.discountPercent") return "";
  const slots = await countHotSlotsAtSetting(db, clock.now());
  const word = wordFor(slots, ["горящего окошка", "горящих окошек", "горящих окошек"]);
  return slots === 0 ? "" : `цену ${slots}\u00a0${word}`;
}
