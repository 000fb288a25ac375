import type { Points } from "../kernel/points.ts";

export type Client = {
  readonly id: string;
  readonly telegramId: number | undefined;
  readonly name: string;
  readonly phone: string | undefined;
  readonly email: string | undefined;
  readonly timeZone: string | undefined;
  readonly referralCode: string;
  readonly invitedById: string | undefined;
  readonly isVip: boolean;
  readonly pointsBalance: Points;
  readonly createdAt: Date;
};

export type ConsentKind = "personal_data" | "marketing";

/** `owner` everything; `admin` all but staff, settings of money and roles; `specialist` own calendar (PE-3). */
export type StaffRole = "owner" | "admin" | "specialist";

export const STAFF_ROLES: readonly StaffRole[] = ["owner", "admin", "specialist"];

export type StaffMember = {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly email: string | undefined;
  readonly telegramId: number | undefined;
  readonly specialistId: string | undefined;
  readonly isActive: boolean;
  /** Sessions opened before this moment are over. */
  readonly sessionsValidFrom: Date;
};

/** A time in which a client may not book, with the reason that the client is told (CX-4). */
export type Block = { readonly reason: string; readonly endsAt: Date | undefined };
