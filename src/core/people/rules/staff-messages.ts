import { STAFF_MESSAGE_GROUPS, type StaffMessageGroup, type StaffRole } from "../model.ts";

/** What a specialist hears of: their own calendar and the thanks for their work. */
const OF_SPECIALIST: readonly StaffMessageGroup[] = ["new_booking", "cancellation", "move", "tip"];

/**
 * The groups of messages that somebody of this role gets unless they switch them off: those who run the business get
 * all, a specialist what concerns their own calendar.
 *
 * @source PE-3
 */
export const messageGroupsOf = (role: StaffRole): readonly StaffMessageGroup[] =>
  role === "specialist" ? OF_SPECIALIST : STAFF_MESSAGE_GROUPS;

/**
 * Whether a group may be kept from a member of staff who does not want it.
 *
 * Money that waits for a person reaches an owner in any case: one may be left in peace only while another hears of it
 * (PY-5). An administrator is free, because an owner is not.
 *
 * @source PY-5
 */
export const mayMute = (
  member: { readonly role: StaffRole; readonly isHeardByAnotherOwner: boolean },
  group: StaffMessageGroup,
): boolean => group !== "payment" || member.role !== "owner" || member.isHeardByAnotherOwner;
