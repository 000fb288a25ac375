import type { Kopecks } from "../kernel/money.ts";

export type ServiceKind = "in_person" | "online";
export type ServicePolicy = "full" | "prepay" | "onSite";

export const SERVICE_POLICIES: readonly ServicePolicy[] = ["full", "prepay", "onSite"];

export type Service = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: ServiceKind;
  readonly durationMinutes: number;
  readonly price: Kopecks;
  readonly policy: ServicePolicy;
  /** What `prepay` asks for when booking; zero with another policy. */
  readonly prepayment: Kopecks;
  readonly isActive: boolean;
};

export type Specialist = {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** Where online visits happen (SL-8). */
  readonly meetingUrl: string | undefined;
  readonly isActive: boolean;
};
