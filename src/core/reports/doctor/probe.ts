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

/** What the codes mean that an operator meets; the code stands beside, to be looked up. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "там никто не слушает",
  ECONNRESET: "соединение оборвалось",
  ENOTFOUND: "такого адреса нет",
  EAI_AGAIN: "сервер имён не отвечает",
  EHOSTUNREACH: "до него нет пути",
  ENETUNREACH: "до него нет пути",
  ETIMEDOUT: "нет ответа",
  UND_ERR_CONNECT_TIMEOUT: "нет ответа",
  CERT_HAS_EXPIRED: "сертификат просрочен",
  DEPTH_ZERO_SELF_SIGNED_CERT: "сертификату нельзя доверять",
  ERR_TLS_CERT_ALTNAME_INVALID: "сертификат выдан другому адресу",
  EACCES: "нет прав",
  "28P01": "пароль не подходит",
  "28000": "этого пользователя не пускают",
  "3D000": "такой базы нет",
  "42P01": "нет таблицы, схема не готова",
  "53100": "на диске базы нет места",
  "53300": "все соединения заняты",
  "57014": "слишком долго",
  "57P03": "база ещё запускается",
};
const NO_ANSWER = "нет ответа вовремя";

/** The kind of a failure: a whole message could carry an address with a token or a password in it. */
export function lossReason(error: unknown): string {
  if (!(error instanceof Error)) return "причина неизвестна";
  const code = coded.safeParse(error).data?.code ?? coded.safeParse(error.cause).data?.code;
  if (code !== undefined) return code in REASONS ? `${REASONS[code]} (${code})` : code;
  if (error.name === "TimeoutError" || /\btimeout\b/i.test(error.message)) return NO_ANSWER;
  return error.message.replaceAll(/\w+:\/\/\S+/g, "…") || error.name;
}

const coded = z.looseObject({ code: z.string() });
