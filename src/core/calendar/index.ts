/**
 * Calendar: the slots that specialists offer, and where a service fits among the free ones (SL-1…SL-6). Slots of one
 * specialist never overlap; one with a live booking is not closed, moved or deleted. Who may book what, and at which
 * price, is the booking's to say.
 */
export { type AddSlotInput, type AddSlotRefusal, addSlot } from "./add-slot.ts";
export {
  type ChangeSlotRefusal,
  closeSlot,
  deleteSlot,
  makeHot,
  makeRegular,
  moveSlot,
  reopenSlot,
} from "./change-slot.ts";
export {
  type GeneratedSlots,
  type GenerateSlotsInput,
  type GenerateSlotsRefusal,
  generateSlots,
} from "./generate-slots.ts";
export {
  claimForAnnouncement,
  freeHotSlotsBeside,
  gatherAnew,
  type NewHotSlot,
  newHotSlots,
} from "./hot-slots.ts";
export { lockStart, type StartRefusal } from "./lock-start.ts";
export { type DayMark, type FreeStart, SLOT_KINDS, type Slot, type SlotKind } from "./model.ts";
export { dayMark } from "./rules/marks.ts";
export { fittingChains, type OfferTerms } from "./rules/offer.ts";
export type { DayTime, PatternRefusal, SlotPattern } from "./rules/pattern.ts";
export {
  areSlotsFree,
  claimSlots,
  findSlot,
  freeStartsWithin,
  packedFreeSlots,
  slotsWithin,
  stretchesWithSlots,
} from "./store.ts";
