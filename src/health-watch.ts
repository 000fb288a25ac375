import type { App } from "./core/app.ts";
import {
  DOCTOR_PARTS,
  type DoctorGround,
  type DoctorPart,
  dearMeasures,
  examine,
  type Finding,
  findingsWhileAway,
  healthMeasures,
  type Measure,
} from "./core/reports/index.ts";
import { systemClock } from "./core/runtime/clock.ts";
import type { Config } from "./core/runtime/config.ts";
import { isOutage } from "./core/runtime/database-error.ts";
import { freeSpace } from "./core/runtime/free-space.ts";

export type Known = { readonly isDatabaseAway: boolean };

export type HealthWatch = {
  /**
   * What was found last, and how old it is. Asks nobody: it answers at once, whoever is away. Of a database that is known
   * to be away nothing is told as if it were seen.
   */
  readonly measures: (known?: Known) => readonly Measure[];
  /** From here on it looks, the first time at once; it asks the web server, too, which has to be there. */
  readonly begin: () => void;
  readonly stop: () => void;
};

/** What the server stands on, looked at as `doctor` looks at it; the sandbox's gateway is nothing to worry about. */
export const serverGround = (
  config: Config,
  { db, payments }: Pick<App, "db" | "payments">,
): DoctorGround => ({
  config,
  db,
  gateway: config.yookassa.account === undefined ? undefined : payments,
  clock: systemClock,
  freeSpace,
});

/** What reads many rows is looked at rarely, the rest often. */
const BOOKS: readonly DoctorPart[] = ["money", "ledger"];
const REST = DOCTOR_PARTS.filter((part) => !BOOKS.includes(part));
const BOOKS_EVERY_MS = 10 * 60_000;
const REST_EVERY_MS = 60_000;

type Round = { readonly parts: readonly DoctorPart[]; readonly everyMs: number; readonly isDear: boolean };
const ROUNDS: readonly Round[] = [
  { parts: REST, everyMs: REST_EVERY_MS, isDear: false },
  { parts: BOOKS, everyMs: BOOKS_EVERY_MS, isDear: true },
];

type Kept = {
  readonly at: number;
  readonly found: readonly Finding[];
  readonly dear: readonly Measure[];
};

/**
 * Looks at all that `doctor` looks at by a timetable of its own, so that a monitor's question waits neither for Telegram
 * nor for the books: every minute, and every ten minutes where the books are read. A round that is still under way when
 * the next is due goes on alone.
 *
 * @param ground the server's; its database is asked by one connection at a time
 * @param app with the clock of the business
 */
export function watchHealth(
  ground: DoctorGround,
  app: Pick<App, "db" | "clock" | "log">,
  monotonicMs = () => performance.now(),
): HealthWatch {
  const kept = new Map<Round, Kept>();
  const running = new Set<Round>();
  const complain = (error: unknown, parts: readonly DoctorPart[]): void => {
    if (!isOutage(error)) app.log.warn({ err: error, parts }, "the product could not be looked at");
  };
  const look = async (round: Round): Promise<void> => {
    if (running.has(round)) return;
    running.add(round);
    const at = monotonicMs();
    try {
      const found = await examine(ground, { only: round.parts });
      // What was found is told even when the figures beside it are not to be had.
      const dear = round.isDear
        ? await dearMeasures(app).catch((error: unknown) => {
            complain(error, round.parts);
            return [];
          })
        : [];
      kept.set(round, { at, found, dear });
    } catch (error) {
      complain(error, round.parts);
    } finally {
      running.delete(round);
    }
  };
  const timers: NodeJS.Timeout[] = [];
  return {
    measures: (known = { isDatabaseAway: false }) => told(kept, monotonicMs(), known),
    begin: () => {
      for (const round of ROUNDS) {
        void look(round);
        timers.push(setInterval(() => void look(round), round.everyMs).unref());
      }
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** Measures of one name stand together, whichever round they are of. */
function told(kept: ReadonlyMap<Round, Kept>, nowMs: number, { isDatabaseAway }: Known): readonly Measure[] {
  const ages = [...kept].flatMap(([{ parts }, { at }]) =>
    parts.map((part) => ({ labels: { part }, value: Math.floor((nowMs - at) / 1_000) })),
  );
  const age: Measure = {
    name: "okoshko_doctor_age_seconds",
    help: "How long ago the look at a part began whose findings these are.",
    type: "gauge",
    samples: ages,
  };
  const all = [...kept].flatMap(([{ parts }, { found, dear }]) =>
    isDatabaseAway
      ? healthMeasures(parts, findingsWhileAway(found, parts))
      : [...healthMeasures(parts, found), ...dear],
  );
  return [...Map.groupBy([...all, age], ({ name }) => name).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, samples: same.flatMap(({ samples }) => samples) }];
  });
}
