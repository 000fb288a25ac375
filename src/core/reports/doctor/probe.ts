import { z } from "zod";

/** Longer than a healthy service ever takes, short enough to be waited for. */
const PROBE_MS_MAX = 8_000;
const BODY_MAX = 100_000;

export type Probed = {
  readonly status: number;
  readonly body: unknown;
  /** By the other's clock, to the second; undefined where it does not say. */
  readonly date: Date | undefined;
};

/** One GET, bounded in time, of which nothing follows. @throws what `fetch` throws */
export async function probe(url: string, msMax = PROBE_MS_MAX): Promise<Probed> {
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(msMax) });
  const text = (await response.text()).slice(0, BODY_MAX);
  const said = Date.parse(response.headers.get("date") ?? "");
  return {
    status: response.status,
    body: parsed(text),
    date: Number.isNaN(said) ? undefined : new Date(said),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const coded = z.looseObject({ code: z.string() });

/** The kind of a failure: a whole message could carry an address with a token or a password in it. */
export function lossReason(error: unknown): string {
  if (!(error instanceof Error)) return "причина неизвестна";
  if (error.name === "TimeoutError") return "нет ответа вовремя";
  const own = coded.safeParse(error).data?.code ?? coded.safeParse(error.cause).data?.code;
  if (own !== undefined) return own;
  return error.message.replaceAll(/\w+:\/\/\S+/g, "…") || error.name;
}
