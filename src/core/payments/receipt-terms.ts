import type { Settings } from "../settings/index.ts";
import type { ReceiptTerms } from "./rules/receipt.ts";

/** Today's settings as the rule wants them; what a payment was asked with stays with it (PY-6). */
export function receiptTerms(settings: Settings): ReceiptTerms {
  const system = settings["receipts.taxSystem"];
  return {
    isOn: settings["receipts.mode"] === "yookassa",
    vatCode: Number(settings["receipts.vatCode"]),
    taxSystemCode: system === "unsaid" ? undefined : Number(system),
  };
}
