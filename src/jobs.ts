import type { App } from "./core/app.ts";
import { backUpOnSchedule } from "./core/backup/index.ts";
import {
  completeForgottenVisits,
  expireHolds,
  offerWaitlist,
  reconcilePayments,
  reminderPlanner,
  sendDueReceipts,
  sendDueRefunds,
  unwantedBecause,
} from "./core/booking/index.ts";
import { announceHotWindows, broadcastUnwanted, feedBroadcasts } from "./core/broadcasts/index.ts";
import { runDueExports } from "./core/exports/index.ts";
import { deliverDue } from "./core/notifications/index.ts";
import type { Job } from "./core/runtime/jobs.ts";
import { createPace } from "./core/runtime/pace.ts";

/**
 * What Telegram bears: thirty a second over all chats and one a second in each, less a margin for answers to taps. Where
 * one batch ends and the next is read a moment is lost, so that 26 are 25 in the long run.
 */
const TELEGRAM_PACE = { perSecond: 26, apartMs: 1_000 };

/** What is done in the background, in every process that has the role `jobs`; messages go out at Telegram's pace. */
export function backgroundJobs(app: App, pace = createPace(TELEGRAM_PACE)): readonly Job[] {
  const planReminders = reminderPlanner(app);
  const send = (ending?: AbortSignal) =>
    deliverDue(app, {
      pace,
      ending,
      unwantedBecause: async (message) =>
        (await unwantedBecause(app, message)) ?? (await broadcastUnwanted(app, message)),
    });
  return [
    { name: "expire-holds", everySeconds: 1, run: () => expireHolds(app) },
    { name: "reconcile-payments", everySeconds: 1, run: () => reconcilePayments(app) },
    { name: "send-refunds", everySeconds: 1, run: () => sendDueRefunds(app) },
    { name: "send-receipts", everySeconds: 1, run: () => sendDueReceipts(app) },
    { name: "complete-visits", everySeconds: 10, run: () => completeForgottenVisits(app) },
    { name: "offer-waitlist", everySeconds: 2, run: () => offerWaitlist(app) },
    { name: "plan-reminders", everySeconds: 5, run: planReminders },
    { name: "announce-hot-windows", everySeconds: 5, run: () => announceHotWindows(app) },
    { name: "feed-broadcasts", everySeconds: 1, run: (ending) => feedBroadcasts(app, ending) },
    { name: "back-up", everySeconds: 30, run: () => backUpOnSchedule(app) },
    { name: "export-reports", everySeconds: 30, run: () => runDueExports(app) },
    { name: "deliver-messages", everySeconds: 1, run: send },
  ];
}
