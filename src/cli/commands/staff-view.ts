import type { StaffMember } from "../../core/people/index.ts";

/** Who works here, for a program. */
export const staffJson = (member: StaffMember) => ({
  id: member.id,
  name: member.name,
  role: member.role,
  email: member.email ?? null,
  telegramId: member.telegramId ?? null,
  specialistId: member.specialistId ?? null,
  isActive: member.isActive,
});
