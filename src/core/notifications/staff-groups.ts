import { isHeardByAnotherOwner, mayMute, type StaffMessageGroup } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { MessageKind } from "./model.ts";
import type { TakenMessage } from "./outbox.ts";

/** Every kind that goes to staff. */
type StaffMessageKind = Extract<MessageKind, `staff_${string}`>;

/** The switch that each of them stands behind; a new kind does not compile without one. */
const GROUP: Readonly<Record<StaffMessageKind, StaffMessageGroup>> = {
  staff_new_booking: "new_booking",
  staff_booking_cancelled: "cancellation",
  staff_booking_moved: "move",
  staff_low_rating: "low_rating",
  staff_rating_better: "low_rating",
  staff_client_message: "client_words",
  staff_payment_needs_person: "payment",
  staff_payment_receipt_refused: "payment",
  staff_closing_receipt_refused: "payment",
  staff_tip: "tip",
  staff_merge_overlaps: "client_card",
  staff_hot_windows: "hot_windows",
  staff_backup_failed: "schedule",
  staff_export_failed: "schedule",
};

const groupOf = (kind: MessageKind): StaffMessageGroup | undefined =>
  (GROUP as Readonly<Partial<Record<MessageKind, StaffMessageGroup>>>)[kind];

/**
 * Whether its receiver switched a message to staff off, asked at the moment of sending, so that a switch works at once.
 *
 * The last owner who may hear of money that needs a person hears of it, whatever their switch says: the one who heard
 * in their stead may have left since (PY-5).
 */
export async function isMuted(
  via: Queryable,
  { kind, staffId, staff }: Pick<TakenMessage, "kind" | "staffId" | "staff">,
): Promise<boolean> {
  const group = groupOf(kind);
  if (group === undefined || staffId === undefined || !staff?.muted.includes(group)) return false;
  const isHeard = await isHeardByAnotherOwner(via, { staffId, group });
  return mayMute({ role: staff.role, isHeardByAnotherOwner: isHeard }, group);
}
