/**
 * Payments: money by card. Each payment and each refund is a row with its key before the gateway hears of it; what the
 * gateway says is believed only when it was asked (PY-4); an open one is asked about until it is over (PY-3, PY-5).
 * Receipts (PY-6) are made from what a payment was asked with, and close once the visit has taken place.
 * Whether the money is kept or goes back is the booking's to decide.
 */
export { askGateway, capture, letGo } from "./ask-gateway.ts";
export { carryPayments } from "./carry-payments.ts";
export { findPendingMoney, forgetRequests, movePayments } from "./change-payer.ts";
export { type ClosingReceiptView, closingReceiptsOf } from "./closing-receipts.ts";
export { endText, PAYMENT_END_WORDS, REFUND_END_WORDS } from "./ending-words.ts";
export {
  abandonOpenPayment,
  changePayment,
  findOpenPayment,
  findOpenTip,
  findPayment,
  hasPaidTipSince,
  insertPayment,
  paymentsOf,
  scheduleCheck,
  takeDuePayments,
} from "./ledger.ts";
export { listPayments, type PaymentFilter, type PaymentRowView, refundedOf } from "./list-payments.ts";
export {
  isOver,
  type OnlineMethod,
  type Payment,
  type PaymentKind,
  type PaymentMethod,
  type PaymentState,
  type Refund,
  type RefundReason,
  type RefundState,
} from "./model.ts";
export { insertOnSpot, ON_SPOT_METHODS, type OnSpotMethod, receivedFor } from "./on-spot.ts";
export {
  findPaymentCard,
  type GatewayView,
  type PaymentCard,
  type RefundView,
} from "./payment-card.ts";
export { promiseClosingReceipts } from "./promise-closing-receipts.ts";
export { findRequestedRefund, leftOf, paidOnline, promiseRefunds, type RefundOf } from "./promise-refunds.ts";
export {
  type Answer,
  isOurTrouble,
  type PaymentProvider,
  type ProviderPayment,
  type ProviderPaymentState,
  type Receipt,
} from "./provider.ts";
export { receiptTerms } from "./receipt-terms.ts";
export { followHints, type Hint, receiveHint } from "./receive-hint.ts";
export {
  countWaitingRefunds,
  hastenRefunds,
  hastenRefundsOf,
  insertRefund,
  refundedAfterMark,
} from "./refunds.ts";
export { type ReceiptedPayment, receiptFor } from "./rules/receipt.ts";
export { nextCheckAt } from "./rules/schedule.ts";
export { sendReceipts } from "./send-receipts.ts";
export { sendRefunds } from "./send-refunds.ts";
export {
  gatewayTroubleText,
  isLetGo,
  LET_GO_WORD,
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  PAYMENT_STATE_WORDS,
  paymentWord,
  RECEIPT_STATE_WORDS,
  RECEIPT_TROUBLE_WORDS,
  REFUND_REASON_WORDS,
  REFUND_STATE_WORDS,
} from "./words.ts";
