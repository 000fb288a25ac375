import type { App } from "./core/app.ts";
import {
  completeForgottenVisits,
  expireHolds,
  reconcilePayments,
  sendDueReceipts,
  sendDueRefunds,
} from "./core/booking/index.ts";
import { deliverDue } from "./core/notifications/index.ts";
import type { Job } from "./core/runtime/jobs.ts";

/** What is done in the background, in every process that has the role `jobs`. */
export const backgroundJobs = (app: App): readonly Job[] => [
  { name: "expire-holds", everySeconds: 1, run: () => expireHolds(app) },
  { name: "reconcile-payments", everySeconds: 1, run: () => reconcilePayments(app) },
  { name: "send-refunds", everySeconds: 1, run: () => sendDueRefunds(app) },
  { name: "send-receipts", everySeconds: 1, run: () => sendDueReceipts(app) },
  { name: "complete-visits", everySeconds: 10, run: () => completeForgottenVisits(app) },
  { name: "deliver-messages", everySeconds: 1, run: () => deliverDue(app) },
];
