import { type Sandbox, type SandboxClock, startSandboxServer } from "./server.ts";
import { createTelegramSandbox, type LimitTerms, type StaffPerson, type Welcome } from "./telegram/index.ts";
import { createYookassaSandbox } from "./yookassa/index.ts";

export type { Sandbox, SandboxClock } from "./server.ts";
export type { LimitTerms, Welcome } from "./telegram/index.ts";

export type SandboxOptions = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The bot's token. */
  readonly token: string;
  readonly botUsername?: string;
  readonly botName?: string;
  readonly shopId: string;
  readonly secretKey: string;
  readonly clock: SandboxClock;
  readonly welcome?: Welcome;
  /** People of the chat page who work for the business. */
  readonly staff?: readonly StaffPerson[];
  readonly limits?: Partial<LimitTerms>;
  /** Where YooKassa's notifications go; asked at each one, as the product may start later. */
  readonly notificationUrl?: () => string | undefined;
  readonly stateFile?: string;
};

/** Starts Telegram and YooKassa on loopback, on one address, with one clock. */
export function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { host, port, clock, stateFile, shopId, secretKey, notificationUrl, ...telegram } = options;
  return startSandboxServer({
    host,
    port,
    clock,
    ...(stateFile === undefined ? {} : { stateFile }),
    parts: (surroundings) => ({
      telegram: createTelegramSandbox(surroundings, telegram),
      yookassa: createYookassaSandbox(surroundings, {
        shopId,
        secretKey,
        ...(notificationUrl === undefined ? {} : { notificationUrl }),
      }),
    }),
  });
}
