import { receiveHint } from "../../src/core/payments/index.ts";
import { createPace } from "../../src/core/runtime/pace.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { backgroundJobs } from "../../src/jobs.ts";
import { type Difference, learnRefunds } from "./compare.ts";
import { hearAll, inProcess, type Life } from "./life.ts";
import { endHold } from "./model/points.ts";
import { type Booking, HOUR, touch } from "./model/state.ts";
import { isMoveBeingPaid, mark, refuseRefund } from "./model/visits.ts";

/** The machine's own clock stands still in a life: nobody waits for it. */
const AS_FAST_AS_IT_GOES = () => createPace({ perSecond: Number.POSITIVE_INFINITY, apartMs: 0 });

/** What the product does by itself: every job once, each in a process that may die of it. */
export async function runJobs(life: Life): Promise<readonly Difference[]> {
  const { product } = life;
  await product.bank.part.tick();
  await takeNotifications(life);
  for (const name of Object.keys(MODEL_OF)) {
    const isDead = await runJob(life, name);
    // The next tick comes within a second: what it does not know of is tried by an action of its own.
    if (isDead && name === "expire-holds") await runJob({ ...life, mayDie: false }, name);
  }
  return [
    ...product.complaints().map((said) => ({ about: "a complaint", model: "none", product: said })),
    ...product.messenger
      .twice()
      .map((said) => ({ about: "a message sent twice", model: "once", product: said })),
  ];
}

/** The bank's notifications reach the product, each in a process of its own. */
async function takeNotifications(life: Life): Promise<void> {
  for (const hint of life.product.letterbox.take())
    await inProcess(life, async (app) => {
      await receiveHint(app, hint);
      return true;
    });
}

async function runJob(life: Life, name: string): Promise<boolean> {
  const due = MODEL_OF[name]?.due(life) ?? [];
  const { isDead, events } = await inProcess(life, async (app) => {
    await backgroundJobs(app, AS_FAST_AS_IT_GOES())
      .find((job) => job.name === name)
      ?.run();
    return true;
  });
  await hearAll(life, events, isDead);
  const states = isDead ? await statesOf(life, due) : undefined;
  for (const booking of due) MODEL_OF[name]?.happens(life, booking, states?.get(booking.id));
  if (name === "send-refunds")
    await learnRefunds(life.product.db, due, (booking, refund) => refuseRefund(life.world, booking, refund));
  return isDead;
}

/** How far a dead process came: whether each booking was reached is read off it. */
async function statesOf(life: Life, due: readonly Booking[]): Promise<ReadonlyMap<string, string>> {
  const ids = due.map(({ id }) => id);
  const rows = await life.product.db.many<{ id: string; state: string }>(
    sql`SELECT id, state FROM bookings WHERE id = ANY(${ids}::uuid[])`,
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

type JobModel = {
  /** Whom it concerns, in the order in which it comes to them. */
  readonly due: (life: Life) => readonly Booking[];
  /** `state`: how the product left it when the process died in between. */
  readonly happens: (life: Life, booking: Booking, state: string | undefined) => void;
};

const nobody: JobModel = { due: () => [], happens: () => undefined };

const MODEL_OF: Readonly<Record<string, JobModel>> = {
  "expire-holds": {
    due: ({ world }) =>
      [...world.bookings.values()].filter(
        (one) => one.state === "held" && (one.heldUntilMs ?? 0) <= world.nowMs,
      ),
    happens: ({ world }, booking, state = "expired") => {
      if (state === "expired") endHold(world, booking, "unpaid");
    },
  },
  "reconcile-payments": nobody,
  "send-refunds": {
    due: ({ world }) =>
      [...world.bookings.values()].filter((one) => one.refunds.some(({ isOver }) => !isOver)),
    happens: ({ world }, booking) => touch(world, booking),
  },
  "send-receipts": nobody,
  "complete-visits": {
    due: ({ world }) => {
      const hours = world.settings["visit.autoCompleteHours"];
      return [...world.bookings.values()]
        .filter((one) => hours > 0 && one.state === "confirmed" && one.endMs + hours * HOUR <= world.nowMs)
        .sort((a, b) => a.endMs - b.endMs);
    },
    happens: ({ world }, booking, state = "completed") => {
      if (state === "completed" && !isMoveBeingPaid(world, booking)) mark(world, booking, "completed");
    },
  },
  "plan-reminders": nobody,
  "deliver-messages": nobody,
};

/** Time goes by, for the product and for the bank. */
export async function goBy(life: Life, ms: number): Promise<void> {
  await life.product.advance(ms);
  life.world.nowMs = life.product.nowMs();
}

/** Time goes by until a moment, and the background runs at it. */
export async function passTo(life: Life, ms: number): Promise<readonly Difference[]> {
  await goBy(life, Math.max(1, ms - life.world.nowMs));
  return runJobs(life);
}
