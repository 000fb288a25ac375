import { listStaff, messageGroupsOf, STAFF_MESSAGE_WORDS, type StaffMember } from "../core/people/index.ts";
import type { Params, Telling } from "./table-list.ts";

/** What of the bot's messages each member of staff hears. */
export async function tellStaff(rows: readonly Params[], { app }: Telling): Promise<readonly Params[]> {
  if (rows.length === 0) return [];
  const members = new Map((await listStaff(app.db)).map((member) => [member.id, member]));
  return rows.map(({ id }) => {
    const member = members.get(String(id));
    return member === undefined ? {} : { messages: heardBy(member) };
  });
}

function heardBy({ role, telegramId, mutedMessages }: StaffMember): string {
  if (telegramId === undefined) return "Telegram не указан";
  const muted = messageGroupsOf(role).filter((group) => mutedMessages.includes(group));
  if (muted.length === 0) return "все";
  return `все, кроме: ${muted.map((group) => STAFF_MESSAGE_WORDS[group]).join(", ")}`;
}
