import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import {
  type ClosingReceiptView,
  RECEIPT_STATE_WORDS,
  RECEIPT_TROUBLE_WORDS,
} from "../../core/payments/index.ts";
import { momentOf, table } from "../output.ts";

/** The closing receipts of a booking's payments (PY-6); nothing when there are none. */
export function receiptsText(
  receipts: readonly ClosingReceiptView[],
  { zone, columns }: { readonly zone: Zone; readonly columns: number },
): readonly string[] {
  if (receipts.length === 0) return [];
  const rows = receipts.map(({ createdAt, amount, state, endedReason }) => [
    momentOf(createdAt, zone),
    formatRubles(amount),
    [RECEIPT_STATE_WORDS[state], endedReason && (RECEIPT_TROUBLE_WORDS[endedReason] ?? endedReason)]
      .filter(Boolean)
      .join(": "),
  ]);
  const drawn = table(
    [
      { title: "Закрывающий чек" },
      { title: "Сумма", align: "right" },
      { title: "Состояние", isFlexible: true },
    ],
    rows,
    columns,
  );
  return ["", drawn];
}

export const receiptJson = (receipt: ClosingReceiptView) => ({
  id: receipt.id,
  paymentId: receipt.paymentId,
  state: receipt.state,
  amountKopecks: receipt.amount,
  createdAt: receipt.createdAt,
  endedAt: receipt.endedAt ?? null,
  endedReason: receipt.endedReason ?? null,
});
