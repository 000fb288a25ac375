import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { type AddressRange, parseAddressRange } from "./address-range.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";

/** All that the product is told from outside; what the owner decides is in the settings, not here. */
export type Config = {
  /** Without a bot's token the product runs against its own sandbox. */
  readonly mode: "sandbox" | "live";
  readonly database: {
    /** Undefined: the embedded server under `dataDir`. */
    readonly url: string | undefined;
    /** Absolute. */
    readonly dataDir: string;
  };
  readonly web: {
    readonly host: string;
    readonly port: number;
    /** How the world reaches us, without a slash at the end; undefined: it does not. */
    readonly publicUrl: string | undefined;
    /** How many reverse proxies stand in front. */
    readonly proxies: number;
    /** What a monitor brings to read `/metrics`; undefined: only this machine may. */
    readonly metricsToken: string | undefined;
  };
  readonly telegram: {
    /** Undefined in the sandbox, which has its own. */
    readonly token: string | undefined;
    readonly apiRoot: string;
    /** There when `publicUrl` is: then updates come by webhook, otherwise they are asked for. */
    readonly webhookSecret: string | undefined;
  };
  readonly yookassa: {
    /** Undefined: online payment is off, or the sandbox's. */
    readonly account: { readonly shopId: string; readonly secretKey: string } | undefined;
    readonly apiUrl: string;
    /** Undefined: the one that was made for this database is used. */
    readonly notificationSecret: string | undefined;
    readonly notificationAddresses: readonly AddressRange[];
  };
  readonly panel: {
    /** Undefined: the one that was made for this database is used. */
    readonly sessionSecret: string | undefined;
    /** The first owner's; undefined: a default name, and a password that is made and printed once. */
    readonly adminEmail: string | undefined;
    readonly adminPassword: string | undefined;
  };
  readonly sandbox: { readonly port: number };
  readonly logLevel: LogLevel;
};

/** Something outside is set wrongly; the message names every such thing, and no secret. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(["Настройки окружения неверны:", ...problems.map((line) => `- ${line}`)].join("\n"));
    this.problems = problems;
  }
}

const TELEGRAM_API = "https://api.telegram.org";
const YOOKASSA_API = "https://api.yookassa.ru/v3";
/** As published by YooKassa. */
const YOOKASSA_ADDRESSES =
  "185.71.76.0/27,185.71.77.0/27,77.75.153.0/25,77.75.154.128/25,77.75.156.11,77.75.156.35,2a02:5180::/32";

type Variable<T> = { readonly schema: z.ZodType<T>; readonly expected: string; readonly isSecret?: true };

const wholeNumber = (min: number, max: number): z.ZodType<number> =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max));
const port = { schema: wholeNumber(0, 65535), expected: "номер порта от 0 до 65535" };
const matching = (pattern: RegExp): z.ZodType<string> => z.string().regex(pattern);

/** An address that paths are added to. */
const httpAddress = z
  .url({ protocol: /^https?$/ })
  .refine((text) => !/[?#]/.test(text))
  .transform((text) => text.replace(/\/+$/, ""));

const addressRanges = z.string().transform((text, context): readonly AddressRange[] => {
  const ranges = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseAddressRange);
  const known = ranges.filter((range) => range !== undefined);
  if (known.length < ranges.length || known.length === 0) context.addIssue({ code: "custom" });
  return known;
});

const VARIABLES = {
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }),
    expected: "адрес вида postgresql://user:password@host:5432/database",
    isSecret: true,
  },
  DATA_DIR: { schema: z.string(), expected: "папка" },
  PORT: port,
  HOST: { schema: matching(/^[^\s/]+$/), expected: "имя узла или IP-адрес, на котором слушать" },
  PUBLIC_URL: { schema: httpAddress, expected: "адрес вида https://okoshko.example" },
  BOT_TOKEN: {
    schema: matching(/^\d+:\S+$/),
    expected: "токен от @BotFather, вида 123456:ABC…",
    isSecret: true,
  },
  TELEGRAM_API_ROOT: { schema: httpAddress, expected: `адрес вида ${TELEGRAM_API}` },
  TELEGRAM_WEBHOOK_SECRET: {
    schema: matching(/^[A-Za-z0-9_-]{1,256}$/),
    expected: "от 1 до 256 латинских букв, цифр, _ и -",
    isSecret: true,
  },
  YOOKASSA_SHOP_ID: { schema: matching(/^\d+$/), expected: "номер магазина" },
  YOOKASSA_SECRET_KEY: {
    schema: matching(/^\S+$/),
    expected: "ключ из личного кабинета, вида live_… или test_…",
    isSecret: true,
  },
  YOOKASSA_API_URL: { schema: httpAddress, expected: `адрес вида ${YOOKASSA_API}` },
  YOOKASSA_NOTIFICATION_SECRET: {
    schema: matching(/^[A-Za-z0-9_-]{16,128}$/),
    expected: "от 16 до 128 латинских букв, цифр, _ и -",
    isSecret: true,
  },
  YOOKASSA_NOTIFICATION_ADDRESSES: {
    schema: addressRanges,
    expected: "список IP-адресов или их блоков вида 185.71.76.0/27, через запятую",
  },
  TRUST_PROXY: { schema: wholeNumber(0, 10), expected: "число прокси впереди, от 0 до 10" },
  METRICS_TOKEN: {
    schema: matching(/^[A-Za-z0-9_-]{16,256}$/),
    expected: "от 16 до 256 латинских букв, цифр, _ и -",
    isSecret: true,
  },
  SESSION_SECRET: { schema: z.string().min(32), expected: "не меньше 32 знаков", isSecret: true },
  ADMIN_EMAIL: { schema: z.email(), expected: "адрес e-mail" },
  ADMIN_PASSWORD: { schema: z.string().min(10), expected: "не меньше 10 знаков", isSecret: true },
  LOG_LEVEL: { schema: z.enum(LOG_LEVELS), expected: `одно из: ${LOG_LEVELS.join(", ")}` },
  SANDBOX_PORT: port,
} as const satisfies Record<string, Variable<unknown>>;

type Name = keyof typeof VARIABLES;
type Values = { readonly [N in Name]?: z.output<(typeof VARIABLES)[N]["schema"]> };

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks everything at once. What stands in the environment goes before what stands in the
 * file; an empty value counts as none. Whether the file is there is its own affair. Names of files and folders are from
 * `OKOSHKO_HOME`, which stands in the environment alone, and without it from the folder in which the process works.
 *
 * @throws ConfigError naming every problem
 */
export function loadConfig({
  env,
  envFile,
}: {
  readonly env: Environment;
  /** Usually `.env`. */
  readonly envFile?: string;
}): Config {
  const home = env.OKOSHKO_HOME?.trim() || ".";
  const file = envFile === undefined ? undefined : path.resolve(home, envFile);
  const written = file !== undefined && existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  const given = withoutEmpty({ ...written, ...withoutEmpty(env) });
  const { values, problems } = readVariables(given);
  const all = [...problems, ...disagreements(values, given)];
  if (all.length > 0) throw new ConfigError(all);
  return toConfig(values, home);
}

const withoutEmpty = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""));

function readVariables(env: Environment): { readonly values: Values; readonly problems: readonly string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, variable] of Object.entries<Variable<unknown>>(VARIABLES)) {
    const given = env[name]?.trim();
    if (given === undefined) continue;
    const result = variable.schema.safeParse(given);
    if (result.success) values[name] = result.data;
    else
      problems.push(
        `${name}: ожидается ${variable.expected}; дано ${shown(given, variable.isSecret ?? false)}`,
      );
  }
  return { values, problems };
}

const shown = (given: string, isSecret: boolean): string =>
  isSecret ? "другое (секрет, здесь не показан)" : `«${given.slice(0, 80)}»`;

/** What is right by itself and wrong together. */
function disagreements(values: Values, given: Environment): readonly string[] {
  const problems: string[] = [];
  const has = (name: Name): boolean => given[name] !== undefined;
  const together = (one: Name, other: Name): void => {
    if (has(one) && !has(other))
      problems.push(`${other}: ожидается, потому что задано ${one}; не дано ничего`);
  };
  together("PUBLIC_URL", "TELEGRAM_WEBHOOK_SECRET");
  together("YOOKASSA_SHOP_ID", "YOOKASSA_SECRET_KEY");
  together("YOOKASSA_SECRET_KEY", "YOOKASSA_SHOP_ID");
  together("ADMIN_PASSWORD", "ADMIN_EMAIL");
  const isRealTelegram = has("BOT_TOKEN") && !has("TELEGRAM_API_ROOT");
  if (isRealTelegram && values.PUBLIC_URL?.startsWith("http:")) {
    problems.push(
      `PUBLIC_URL: ожидается https, другого Telegram не вызывает; дано ${shown(values.PUBLIC_URL, false)}`,
    );
  }
  return problems;
}

function toConfig(values: Values, home: string): Config {
  const { YOOKASSA_SHOP_ID: shopId, YOOKASSA_SECRET_KEY: secretKey } = values;
  return {
    mode: values.BOT_TOKEN === undefined ? "sandbox" : "live",
    database: { url: values.DATABASE_URL, dataDir: path.resolve(home, values.DATA_DIR ?? ".data") },
    web: {
      host: values.HOST ?? "127.0.0.1",
      port: values.PORT ?? 3000,
      publicUrl: values.PUBLIC_URL,
      proxies: values.TRUST_PROXY ?? 0,
      metricsToken: values.METRICS_TOKEN,
    },
    telegram: {
      token: values.BOT_TOKEN,
      apiRoot: values.TELEGRAM_API_ROOT ?? TELEGRAM_API,
      webhookSecret: values.TELEGRAM_WEBHOOK_SECRET,
    },
    yookassa: {
      account: shopId === undefined || secretKey === undefined ? undefined : { shopId, secretKey },
      apiUrl: values.YOOKASSA_API_URL ?? YOOKASSA_API,
      notificationSecret: values.YOOKASSA_NOTIFICATION_SECRET,
      notificationAddresses:
        values.YOOKASSA_NOTIFICATION_ADDRESSES ?? addressRanges.parse(YOOKASSA_ADDRESSES),
    },
    panel: {
      sessionSecret: values.SESSION_SECRET,
      adminEmail: values.ADMIN_EMAIL,
      adminPassword: values.ADMIN_PASSWORD,
    },
    sandbox: { port: values.SANDBOX_PORT ?? 3001 },
    logLevel: values.LOG_LEVEL ?? "info",
  };
}
