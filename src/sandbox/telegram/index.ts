import { randomInt } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { SandboxPart, SandboxSurroundings } from "../part.ts";
import { createBotApi } from "./bot-api.ts";
import { createChanges } from "./changes.ts";
import { createFaults } from "./faults.ts";
import { createLimits, DEFAULT_LIMITS, type LimitTerms } from "./limits.ts";
import { stateSchema, type TelegramState } from "./model.ts";
import { handlePage, type Welcome } from "./page.ts";
import { handleSim } from "./sim.ts";
import { dropExpired } from "./update-queue.ts";
import { addStaff } from "./user-actions.ts";
import { emptyState, type StaffPerson, type World } from "./world.ts";

export type { LimitTerms } from "./limits.ts";
export type { Welcome } from "./page.ts";
export type { StaffPerson } from "./world.ts";

/** Larger files do not survive a restart of the sandbox. */
const KEPT_FILE_BASE64_MAX = 512 * 1024;

export type TelegramOptions = {
  /** The bot's token, `<number>:<letters>`; any other is refused. */
  readonly token: string;
  readonly botUsername?: string;
  readonly botName?: string;
  /** Shown on the chat page. */
  readonly welcome?: Welcome;
  /** People who have written to the bot already, as its staff have; none when left out. */
  readonly staff?: readonly StaffPerson[];
  readonly limits?: Partial<LimitTerms>;
  /** Real time for the limits, in milliseconds. */
  readonly elapsedMs?: () => number;
};
export type TelegramSandbox = SandboxPart;

/**
 * Telegram on loopback: the Bot API that the bot talks to, the page on which a person plays the
 * clients, and the `/sim/telegram/…` calls by which a test does. It keeps no secret and checks
 * nobody but the bot, so it must never be reachable from outside.
 */
export function createTelegramSandbox(
  surroundings: SandboxSurroundings,
  options: TelegramOptions,
): TelegramSandbox {
  const world = createWorld(surroundings, options);
  addStaff(world);
  const botApi = createBotApi(world);
  const open = new Set<ServerResponse>();
  const facts = {
    botUsername: world.bot.username ?? "",
    botName: world.bot.first_name,
    welcome: options.welcome,
  };

  return {
    handle: async (request, response, url) => {
      open.add(response);
      response.on("close", () => open.delete(response));
      return (
        (await botApi.handle(request, response, url)) ||
        (await handleSim(world, request, response, url)) ||
        (await handlePage(response, url, facts))
      );
    },
    tick: async () => {
      dropExpired(world);
      botApi.webhook.pump();
    },
    reset: () => {
      botApi.webhook.stop();
      world.faults.clear();
      world.limits.reset();
      world.state = afterReset(world.state);
      addStaff(world);
      world.changes.announce();
    },
    snapshot: () => snapshot(world.state),
    restore: (state) => {
      botApi.webhook.stop();
      world.state = stateSchema.parse(state);
      addStaff(world);
      world.changes.announce();
    },
    close: async () => {
      botApi.webhook.close();
      for (const response of open) response.destroy();
    },
  };
}

function createWorld(surroundings: SandboxSurroundings, options: TelegramOptions): World {
  return {
    state: emptyState(randomInt(100_000_000, 900_000_000)),
    now: surroundings.now,
    baseUrl: surroundings.baseUrl,
    token: options.token,
    bot: {
      id: Number(options.token.split(":")[0]),
      is_bot: true,
      first_name: options.botName ?? "Окошко",
      username: options.botUsername ?? "okoshko_bot",
    },
    staff: options.staff ?? [],
    changes: createChanges(),
    limits: createLimits(
      { ...DEFAULT_LIMITS, ...options.limits },
      options.elapsedMs ?? (() => performance.now()),
    ),
    faults: createFaults(),
  };
}

/**
 * Numbers go on after a reset: the bot may still remember the ids it has seen. So does the webhook,
 * which is the bot's own arrangement and not something a client did.
 */
function afterReset(state: TelegramState): TelegramState {
  return {
    ...emptyState(state.nextUpdateId),
    nextMessageId: state.nextMessageId,
    nextQueryNumber: state.nextQueryNumber,
    nextFileNumber: state.nextFileNumber,
    revision: state.revision + 1,
    commands: state.commands,
    profile: state.profile,
    ...(state.menuButton === undefined ? {} : { menuButton: state.menuButton }),
    ...(state.webhook ? { webhook: state.webhook } : {}),
    ...(state.allowedUpdates ? { allowedUpdates: state.allowedUpdates } : {}),
  };
}

function snapshot(state: TelegramState): TelegramState {
  return {
    ...state,
    files: Object.fromEntries(
      Object.entries(state.files).filter(([, { base64 }]) => base64.length <= KEPT_FILE_BASE64_MAX),
    ),
    pending: state.pending.map((pending) => ({ ...pending, isHeld: false })),
  };
}
