import type { App } from "../../src/core/app.ts";
import type { Outcome } from "../../src/core/kernel/outcome.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import type { Chance } from "./chance.ts";
import type { Difference } from "./compare.ts";
import { hear, isRefusedCapture, subjectOf } from "./model/settlement.ts";
import type { Client, World } from "./model/state.ts";
import type { GatewayEvent } from "./world/gateway.ts";
import type { Product } from "./world/product.ts";

/** One step of a life: what was done, in a line, and what came of it. */
export type Step = {
  readonly what: string;
  readonly outcome: string;
  readonly differences: readonly Difference[];
};

/** Something that people do. `plan` looks for a chance to do it, and answers how, or that there is none now. */
export type Action = {
  readonly name: string;
  /** The heavier, the more often it is tried. */
  readonly weight: number;
  readonly plan: (life: Life) => (() => Promise<Step>) | undefined;
};

/** The run as actions see it. */
export type Life = {
  readonly chance: Chance;
  readonly world: World;
  readonly product: Product;
  /** Whether processes may die. */
  readonly mayDie: boolean;
  /** How many people the business has at a time. */
  readonly clientsMax: number;
};

type Deed = {
  readonly what: string;
  /** Every reason for which the rulebook says no; any of them is a right answer, none of them a yes. */
  readonly reasons: ReadonlySet<string>;
  /** What happens by the rulebook when it is a yes. */
  readonly apply: () => void;
  /** What happens by the rulebook although it is a no. */
  readonly applyRefused?: () => void;
  /** What the answer has to say, beside being a yes: differences, judged after `apply`. */
  readonly judge?: (value: unknown) => readonly Difference[];
};

/** Does one thing with the product, in a process that may die of it, and the same in the model. */
export async function act(
  life: Life,
  deed: Deed,
  work: (app: App) => Promise<Outcome<unknown, string>>,
): Promise<Step> {
  const { what, reasons } = deed;
  const { answer, isDead, commits, events } = await inProcess(life, work);
  if (isDead) {
    if (commits === 0) return { what, outcome: "died before", differences: [] };
    if (reasons.size > 0 && deed.applyRefused !== undefined) {
      deed.applyRefused();
      return { what, outcome: "died after", differences: [] };
    }
    const wrong = reasons.size === 0 ? [] : [differ(what, [...reasons], "committed")];
    if (wrong.length === 0) deed.apply();
    await hearAll(life, events, true);
    return { what, outcome: "died after", differences: wrong };
  }
  if (answer.ok) {
    if (reasons.size > 0) return { what, outcome: "done", differences: [differ(what, [...reasons], "done")] };
    deed.apply();
    await hearAll(life, events, false);
    return { what, outcome: "done", differences: deed.judge?.(answer.value) ?? [] };
  }
  const { refusal } = answer;
  const isRight = reasons.has(refusal);
  if (isRight) deed.applyRefused?.();
  return { what, outcome: refusal, differences: isRight ? [] : [differ(what, [...reasons], refusal)] };
}

const differ = (what: string, model: unknown, product: unknown): Difference => ({
  about: `the answer to: ${what}`,
  model: Array.isArray(model) && model.length === 0 ? "done" : model,
  product,
});

/** Runs some work in a process of its own. An error that is not the process's death is a difference of its own. */
export async function inProcess<T>(life: Life, work: (app: App) => Promise<T>) {
  const { chance, product, mayDie } = life;
  const dies = mayDie && chance.once(25);
  const death = dies
    ? { at: chance.between(1, chance.once(2) ? 8 : 24), when: chance.pick(["before", "after"] as const) }
    : undefined;
  const { app, process, events, delivered } = product.start(death);
  let answer: T | undefined;
  let error: unknown;
  try {
    answer = await work(app);
  } catch (thrown) {
    error = thrown;
  }
  await process.idle();
  const isDead = process.isDead();
  if (isDead) product.messenger.forget(delivered);
  if (!isDead && error !== undefined) throw error;
  if (!isDead && answer !== undefined)
    return { isDead: false as const, answer, commits: process.commits(), events };
  return { isDead: true as const, answer: undefined, commits: process.commits(), events };
}

/**
 * Lets the model hear what the gateway said, in order. What a dead process heard last about a payment may not have been
 * written down: whether it was is read off the payment, whether rightly is compared afterwards.
 */
export async function hearAll(life: Life, events: readonly GatewayEvent[], isDead: boolean): Promise<void> {
  const { world } = life;
  const refused = new Set<string>();
  const subjects = events.map((event) => subjectOf(world, event));
  for (const [index, event] of events.entries()) {
    const known = subjects[index] ?? subjectOf(world, event);
    const isLookAfterRefusal = event.act === "find" && refused.delete(event.providerId);
    if (event.act === "capture" && isRefusedCapture(event)) refused.add(event.providerId);
    const isLast = !events.some((_, later) => later > index && subjects[later]?.payment === known?.payment);
    if (isDead && isLast && known !== undefined) {
      const row = await life.product.db.first<{ state: string }>(
        sql`SELECT state FROM payments WHERE id = ${known.payment.id ?? null}::uuid`,
      );
      if (row?.state === known.payment.state) continue;
    }
    hear(world, event, { isLookAfterRefusal });
  }
}

/** Those who come here. */
export const livingClients = ({ world }: Life): readonly Client[] => [...world.clients.values()];

/** The names of the seed's own making that the model tells by their beginning. */
export const short = (id: string): string => id.slice(0, 8);

const MS_PER_SECOND = 1000;
/** Rounded as the reader likes it, never as the model does. */
export const moment = (ms: number): string =>
  new Date(ms).toISOString().slice(0, 19 + (ms % MS_PER_SECOND === 0 ? 0 : 4));
