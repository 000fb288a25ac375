import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { App } from "./core/app.ts";
import { cheapMeasures, exposition, type Measure } from "./core/reports/index.ts";
import { addressMatcher, parseAddressRange } from "./core/runtime/address-range.ts";
import type { HealthWatch } from "./health-watch.ts";

export type MetricsOptions = {
  /** Whoever brings it is answered, from anywhere; undefined: only this machine is. */
  readonly token: string | undefined;
  /** How many reverse proxies stand in front: behind one, everybody seems to come from this machine. */
  readonly proxies: number;
  /** Looks at what a monitor must not wait for; undefined: nobody does. */
  readonly watch?: Pick<HealthWatch, "measures"> | undefined;
};

const FRESH_MS = 15_000;
/** A monitor gives up after ten seconds. */
const PATIENCE_MS = 5_000;

type Kept = { readonly at: number; readonly measures: readonly Measure[] };

/**
 * Answers `/metrics` in Prometheus' text format. However many ask, the database is read every fifteen seconds at most;
 * what is dear or far away is never asked for here, only told as the watch saw it last. While the database is away the
 * answer says that, with 200.
 */
export function metricsHandler(
  app: App,
  options: MetricsOptions,
  monotonicMs = () => performance.now(),
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const cheap = keeper(() => cheapMeasures(app), FRESH_MS, monotonicMs);
  return async (request, response) => {
    if (!mayLook(request, options)) {
      response.writeHead(404, { "content-type": "application/json; charset=utf-8" });
      response.end(JSON.stringify({ message: "Not found." }));
      return;
    }
    const own = await within(cheap(), PATIENCE_MS);
    const seen = options.watch?.measures({ isDatabaseAway: own === undefined }) ?? [];
    response.writeHead(200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    });
    response.end(exposition([...vital(own !== undefined), ...(own ?? []), ...seen]));
  };
}

const vital = (isDatabaseUp: boolean): readonly Measure[] => [
  { name: "okoshko_up", help: "The web server answers.", type: "gauge", samples: [{ value: 1 }] },
  {
    name: "okoshko_database_up",
    help: "The database answers the web server in time.",
    type: "gauge",
    samples: [{ value: isDatabaseUp ? 1 : 0 }],
  },
];

/** Gathers anew when what it has is too old; those who ask meanwhile wait for the same gathering. */
function keeper(gather: () => Promise<readonly Measure[]>, freshMs: number, monotonicMs: () => number) {
  let kept: Kept | undefined;
  let running: Promise<readonly Measure[] | undefined> | undefined;
  const gatherOnce = async (): Promise<readonly Measure[] | undefined> => {
    const at = monotonicMs();
    const measures = await gather().catch(() => undefined);
    kept = measures && { at, measures };
    running = undefined;
    return measures;
  };
  return async (): Promise<readonly Measure[] | undefined> => {
    if (kept !== undefined && monotonicMs() - kept.at < freshMs) return kept.measures;
    running ??= gatherOnce();
    return running;
  };
}

async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: tooLong, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

const isThisMachine = addressMatcher(
  ["127.0.0.0/8", "::1"].map(parseAddressRange).filter((range) => range !== undefined),
);
/** Who is not told of by a proxy came by themselves. */
const BY_PROXY = ["x-forwarded-for", "x-real-ip", "forwarded", "via"];

function mayLook({ headers, socket }: IncomingMessage, { token, proxies }: MetricsOptions): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? "", `Bearer ${token}`);
  const cameDirectly = proxies === 0 && BY_PROXY.every((name) => headers[name] === undefined);
  return cameDirectly && isThisMachine(socket.remoteAddress ?? "");
}

/** In a time that does not tell how much of it was right. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
