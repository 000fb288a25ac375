import { keyboardOf, type Screen } from "../../src/bot/screen.ts";
import { loadTexts } from "../../src/bot/texts.ts";
import type { BookingView } from "../../src/core/booking/index.ts";
import type { Service } from "../../src/core/catalog/index.ts";
import { kopecks, percent } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";

export const words = { ...loadTexts(), zone: "Europe/Moscow" };
export const place = { address: "ул. Садовая, 5", clientZone: undefined };
export const uuid = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

export const service: Service = {
  id: uuid(1),
  name: "Стрижка & укладка",
  description: "",
  kind: "in_person",
  durationMinutes: 60,
  price: kopecks(200_000),
  policy: "full",
  prepayment: kopecks(0),
  isActive: true,
};

export const booking: BookingView = {
  id: uuid(2),
  number: 12,
  clientId: uuid(3),
  clientName: "Анна",
  isClientReachable: true,
  serviceId: service.id,
  serviceName: service.name,
  serviceKind: "in_person",
  specialistId: uuid(4),
  specialistName: "Мария",
  state: "held",
  startsAt: new Date("2026-12-01T11:00:00Z"),
  endsAt: new Date("2026-12-01T12:00:00Z"),
  slotIds: [uuid(5)],
  slotKind: "hot",
  replacesId: undefined,
  madeBy: "client",
  createdAt: new Date("2026-11-30T11:00:00Z"),
  heldUntil: new Date("2026-11-30T11:15:00Z"),
  promisedAt: undefined,
  confirmedAt: undefined,
  endedAt: undefined,
  endedReason: undefined,
  marks: 0,
  listPrice: kopecks(200_000),
  hotDiscount: kopecks(40_000),
  friendDiscount: kopecks(20_000),
  discount: kopecks(40_000),
  price: kopecks(160_000),
  hasFriendDiscount: false,
  policy: "hot",
  prepayment: kopecks(50_000),
  cancelLateHours: 12,
  cancelGraceMinutes: 15,
  penaltyPercent: percent(10),
  keepsPrepayment: true,
  accrualPercent: percent(10),
  accrualBase: "price",
  rebookPercent: percent(5),
  rebookDays: 7,
  points: points(0),
  payChoice: "prepayment",
  payNow: kopecks(50_000),
  onSpot: kopecks(110_000),
  meetingUrl: undefined,
  received: kopecks(0),
  paid: kopecks(0),
  refunded: kopecks(0),
  takenOnSpot: kopecks(0),
  owedOnSpot: kopecks(110_000),
  takableOnSpot: kopecks(110_000),
  tips: kopecks(0),
  willEarn: points(160),
  replaces: undefined,
  movedTo: undefined,
  wasOffered: false,
  openPayment: undefined,
};

/** As a person sees it: the text with plain spaces, then the rows of buttons with their colours. */
export function seen(screen: Screen): string {
  const rows = keyboardOf(screen).inline_keyboard.map((row) =>
    row.map((one) => `[${one.text}${one.style ? ` |${one.style}` : ""}]`).join(" "),
  );
  return `\n${[screen.text, "", ...rows].join("\n").replaceAll("\u00a0", " ")}\n`;
}
