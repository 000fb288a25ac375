/**
 * Calendar: the slots that specialists offer, and where a service fits among the free ones (SL-1…SL-6). Slots of one
 * specialist never overlap; one with a live booking is not closed, moved or deleted, and none is offered in a
 * specialist's time off. What staff change about slots can be undone once. Who may book what, and at which price, is the
 * booking's to say.
 */
export {
  type AddSlotInput,
  type AddSlotRefusal,
  addSlot,
  addSlotWithin,
  findSlotIdAt,
  SLOT_CONFLICTS,
} from "./add-slot.ts";
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
  countHotSlotsAtSetting,
  freeHotSlotsBeside,
  gatherAnew,
  type NewHotSlot,
  newHotSlots,
} from "./hot-slots.ts";
export {
  type LiftedTimeOff,
  type LiftTimeOffInput,
  type LiftTimeOffRefusal,
  liftTimeOff,
} from "./lift-time-off.ts";
export { lockStart, type StartRefusal } from "./lock-start.ts";
export {
  type DayMark,
  type FreeStart,
  SLOT_KINDS,
  type Slot,
  type SlotChange,
  type SlotChangeAction,
  type SlotKind,
  type TimeOff,
} from "./model.ts";
export { doubtsAbout } from "./rules/doubts.ts";
export { lastDaySeen, unseenUntil } from "./rules/horizon.ts";
export { dayMark } from "./rules/marks.ts";
export { fittingChains, type OfferTerms } from "./rules/offer.ts";
export { type DayTime, longestRun, type PatternRefusal, type SlotPattern } from "./rules/pattern.ts";
export type { TimeOffSpan } from "./rules/time-off.ts";
export { UNDO_MINUTES } from "./rules/undoing.ts";
export {
  timeOffStretches,
  type WeeklyTimeOff,
  type WeeklyTimeOffRefusal,
} from "./rules/weekly-time-off.ts";
export { findChange as findSlotChange, lastSlotChange } from "./slot-changes.ts";
export {
  areSlotsFree,
  claimSlots,
  findSlot,
  findSlots,
  freeStartsWithin,
  lockSlot,
  packedFreeSlots,
  slotsWithin,
  stretchesWithSlots,
} from "./store.ts";
export {
  countFreeSlots,
  findTimeOff,
  insertTimeOff,
  listTimeOff,
  standingChangeId,
  takenWith,
  timeOffOf,
  wholeOf,
} from "./time-off.ts";
export {
  type UndoneChange,
  type UndoSlotChangeInput,
  type UndoSlotChangeRefusal,
  undoSlotChange,
} from "./undo-slot-change.ts";
export { SLOT_CHANGE_WORDS } from "./words.ts";
