import { countTold } from "../../../core/broadcasts/index.ts";
import {
  findSlotChange,
  liftTimeOff,
  SLOT_CHANGE_WORDS,
  type SlotChangeAction,
  undoSlotChange,
} from "../../../core/calendar/index.ts";
import { mayDo } from "../../access.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { wordFor } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import type { Done, Refusal } from "./model.ts";

const NOT_YOURS: Refusal = { refused: "Это действие вам недоступно." };

/** The action of the list of slots whose right undoing a change asks for: who may not do it may not undo it either. */
const RIGHT_FOR: Readonly<Record<SlotChangeAction, string>> = {
  add_slot: "addSlot",
  generate_slots: "generateSlots",
  move_slot: "moveSlot",
  close_slot: "closeSlot",
  reopen_slot: "reopenSlot",
  delete_slot: "deleteSlot",
  make_hot: "makeHot",
  make_regular: "makeRegular",
  take_time_off: "takeTimeOff",
  lift_time_off: "takeTimeOff",
};

/** Undoes one's last change of slots (SL-6); what clients were told already is said. */
export async function undo({ app, user, actor, zone }: PageCall, values: Values): Promise<Done | Refusal> {
  const changeId = values.uuid("id");
  const change = await findSlotChange(app.db, changeId);
  if (change !== undefined && !mayDo(user, "Slot", RIGHT_FOR[change.action])) return NOT_YOURS;
  const outcome = await undoSlotChange(app, { changeId, actor });
  if (!outcome.ok) return { refused: sentence(outcome.refusal, outcome.detail, zone) };
  const { announcedSlotIds, change: undone } = outcome.value;
  const told = await countTold(app.db, { slotIds: announcedSlotIds, since: undone.createdAt });
  const clients = `${told} ${wordFor(told, ["клиенту", "клиентам", "клиентам"])}`;
  const unsaid = told === 0 ? "" : ` О горящем окошке уже написали ${clients}: этого не вернуть.`;
  return { done: `Отменено: ${SLOT_CHANGE_WORDS[undone.action]}.${unsaid}` };
}

/** Lifts a time off: what it closed is offered again (SL-4); a specialist's own is theirs to lift. */
export async function lift({ app, user, actor, zone }: PageCall, values: Values): Promise<Done | Refusal> {
  if (!mayDo(user, "Slot", RIGHT_FOR.lift_time_off)) return NOT_YOURS;
  const outcome = await liftTimeOff(app, {
    ...{ timeOffId: values.uuid("id"), isWholeSeries: values.flag("isWholeSeries"), actor },
  });
  if (!outcome.ok) return { refused: sentence(outcome.refusal, outcome.detail, zone) };
  const { reopened, lifted } = outcome.value;
  const head = lifted > 1 ? `Снято: ${lifted} ${wordFor(lifted, ["раз", "раза", "раз"])}.` : "Снято.";
  const slots = `${reopened} ${wordFor(reopened, ["окошко", "окошка", "окошек"])}`;
  return {
    done: reopened === 0 ? `${head} Окошек в это время не было.` : `${head} Снова открыто: ${slots}.`,
  };
}
