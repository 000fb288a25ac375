import type { TableList } from "../table-list.ts";
import { MONEY_COLUMNS, OF_PAYMENT } from "./money.ts";
import { RECEIPT_STATES, RECEIPT_TROUBLES, REFUND_TONES } from "./words.ts";

/** The receipts that close what was prepaid (PY-6); those of payments and refunds are the gateway's own. */
export const CLOSING_RECEIPTS: TableList = {
  id: "ClosingReceipt",
  heading: "money",
  many: "Чеки",
  titleColumn: "amountKopecks",
  columns: {
    ...MONEY_COLUMNS,
    createdAt: { label: "Когда", as: "instant" },
    ...OF_PAYMENT,
    state: { label: "Состояние", words: RECEIPT_STATES, tones: REFUND_TONES },
    attempts: { label: "Попыток" },
    providerReceiptId: { label: "Номер в ЮKassa" },
    endedReason: { label: "Почему не пробит" },
  },
  list: ["createdAt", "bookingId", "amountKopecks", "state", "endedReason"],
  show: [
    "amountKopecks",
    "state",
    "endedReason",
    "bookingId",
    "paymentId",
    "providerReceiptId",
    "createdAt",
    "endedAt",
    "attempts",
  ],
  filter: ["createdAt", "state", "bookingId", "amountKopecks", "providerReceiptId"],
  sort: { sortBy: "createdAt", direction: "desc" },
  tell: (rows) =>
    rows.map(({ endedReason }) => {
      // The gateway's other reasons are shown as it gave them.
      const reason = RECEIPT_TROUBLES[String(endedReason)];
      return reason === undefined ? {} : { endedReason: reason };
    }),
  emptyHint:
    "Закрывающих чеков пока нет. Они появляются, когда предоплаченный визит состоялся, а чеки в настройках включены.",
};
