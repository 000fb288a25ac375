import { messageGroupsOf, STAFF_MESSAGE_WORDS, type StaffMember } from "../../core/people/index.ts";
import { switchStaffMessage, toToday } from "../buttons.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

/** What the bot writes to a member of staff, a switch a line: only what there is for their role. */
export const staffMessagesScreen = (
  words: Words,
  {
    member,
    note,
  }: { readonly member: Pick<StaffMember, "role" | "mutedMessages">; readonly note?: string | undefined },
): Screen => ({
  text: lines(note, note && "", words.t("staff-messages-title")),
  buttons: [
    ...messageGroupsOf(member.role).map((group) => {
      const isOn = !member.mutedMessages.includes(group);
      const caption = words.c(isOn ? "button-staff-message-on" : "button-staff-message-off", {
        what: capitalised(STAFF_MESSAGE_WORDS[group]),
      });
      return [button(caption, switchStaffMessage.pack({ group, to: isOn ? "off" : "on" }))];
    }),
    [button(words.c("button-my-day"), toToday.pack({}))],
  ],
});

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
