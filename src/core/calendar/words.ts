import type { SlotChangeAction } from "./model.ts";

/** What was done to slots, as every face names it. */
export const SLOT_CHANGE_WORDS = {
  add_slot: "добавление",
  generate_slots: "создание по шаблону",
  move_slot: "перенос",
  close_slot: "закрытие",
  reopen_slot: "открытие",
  delete_slot: "удаление",
  make_hot: "превращение в горящее",
  make_regular: "превращение в обычное",
  take_time_off: "нерабочее время",
  lift_time_off: "снятие нерабочего времени",
} as const satisfies Readonly<Record<SlotChangeAction, string>>;
