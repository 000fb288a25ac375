import type { PricedStart } from "../../core/booking/index.ts";
import { present } from "../../core/kernel/invariant.ts";
import type { OfferedStart } from "./times-screens.ts";

/** A free start as a button needs it: the first of its slots stands for the chain. */
export const offered = (start: PricedStart): OfferedStart => ({
  slotId: present(start.slotIds[0], "the first slot of a start"),
  startsAt: start.startsAt,
  kind: start.kind,
  specialistName: start.specialistName,
  price: start.price.price,
});
