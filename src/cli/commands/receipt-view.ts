import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import type { ClosingReceiptView } from "../../core/payments/index.ts";
import { momentOf, table } from "../output.ts";

const STATE_WORDS = {
  queued: "отправляется",
  pending: "касса пробивает",
  succeeded: "пробит",
  canceled: "не пробит",
} as const satisfies Record<ClosingReceiptView["state"], string>;

const TROUBLE_WORDS: Readonly<Record<string, string>> = {
  email_missing: "у клиента нет почты",
  not_registered: "касса не смогла зарегистрировать",
};

/** The closing receipts of a booking's payments (PY-6); nothing when there are none. */
export function receiptsText(
  receipts: readonly ClosingReceiptView[],
  { zone, columns }: { readonly zone: Zone; readonly columns: number },
): readonly string[] {
  if (receipts.length === 0) return [];
  const rows = receipts.map(({ createdAt, amount, state, endedReason }) => [
    momentOf(createdAt, zone),
    formatRubles(amount),
    [STATE_WORDS[state], endedReason && (TROUBLE_WORDS[endedReason] ?? endedReason)]
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
