import { randomBytes, randomUUID } from "node:crypto";
import path from "node:path";
import { DataModelMissingError, needDataModel } from "./admin/data-model.ts";
import { openPanel } from "./admin/panel.ts";
import {
  announceCommands,
  announceStaffCommands,
  type BotIdentity,
  createApi,
  createBot,
  createMessenger,
  handleInbox,
  type InboxWorker,
  learnIdentity,
  pollUpdates,
  purgeInbox,
  setWebhook,
  updateHandler,
  webhookHandler,
} from "./bot/index.ts";
import type { App } from "./core/app.ts";
import { OPERATOR } from "./core/kernel/actor.ts";
import { createYookassaProvider } from "./core/payments/yookassa/index.ts";
import { addStaff, linkStaff, listStaff } from "./core/people/index.ts";
import { addressMatcher, parseAddressRange } from "./core/runtime/address-range.ts";
import { type ShiftedClock, shiftedClock } from "./core/runtime/clock.ts";
import { type Config, ConfigError, loadConfig } from "./core/runtime/config.ts";
import { type Database, openDatabase } from "./core/runtime/database.ts";
import { isDiskFull, isOutage } from "./core/runtime/database-error.ts";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "./core/runtime/embedded-postgres.ts";
import { watchEmbeddedPostgres } from "./core/runtime/embedded-watch.ts";
import {
  advanceClock,
  claimInstallation,
  findInstallation,
  type Installation,
  markOf,
  WrongModeError,
} from "./core/runtime/installation.ts";
import { type Jobs, startJobs } from "./core/runtime/jobs.ts";
import { createLog, type Log } from "./core/runtime/log.ts";
import { MigrationError, migrate } from "./core/runtime/migrate.ts";
import { SANDBOX_SHOP } from "./core/runtime/sandbox-shop.ts";
import { createShutdown, type Shutdown } from "./core/runtime/shutdown.ts";
import { loadSettings } from "./core/settings/index.ts";
import { loadDemo } from "./demo.ts";
import { serverGround, watchHealth } from "./health-watch.ts";
import { backgroundJobs } from "./jobs.ts";
import { metricsHandler } from "./metrics.ts";
import { type Role, RoleError, rolesFrom } from "./roles.ts";
import { startSandbox } from "./sandbox/index.ts";
import { createServer, ListenError, listen } from "./server.ts";

/** What the sandbox's own servers know each other by. They are reached on loopback alone. */
const SANDBOX = {
  ...SANDBOX_SHOP,
  token: "1000001:sandbox-bot-of-okoshko",
  ownerEmail: "owner@okoshko.test",
  ownerPassword: "okoshko-demo",
  // Below the first id that the chat page gives to a client.
  ownerTelegramId: 1000,
  ownerName: "Ольга, владелец",
} as const;

const CLOCK_REFRESH_MS = 1_000;
const RETRY_MS = 5_000;
const CONNECTIONS_MAX = 16;
const PURGE_EVERY_SECONDS = 600;
const COMMANDS_EVERY_SECONDS = 30;

/** All that the roles share. */
type House = {
  readonly config: Config;
  readonly log: Log;
  readonly shutdown: Shutdown;
  readonly db: Database;
  readonly clock: ShiftedClock;
  readonly installation: Installation;
  readonly app: App;
  readonly telegram: { readonly token: string; readonly apiRoot: string };
  readonly identity: BotIdentity;
};

/** The bot as the other roles see it: where its updates go, and whether it is able to take them. */
type OpenedBot = { readonly worker: InboxWorker; readonly trouble: () => string | undefined };

async function main(): Promise<void> {
  const roles = rolesFrom(process.argv.slice(2));
  const config = loadConfig({ env: process.env, envFile: ".env" });
  if (roles.has("web")) needDataModel();
  const log = createLog({ level: config.logLevel });
  const shutdown = createShutdown({ log });
  shutdown.listen();

  const house = await openHouse(config, log, shutdown);
  const jobs: { current?: Jobs } = {};
  if (config.mode === "sandbox" && roles.has("sandbox")) await openSandbox(house, () => jobs.current);
  await prepareData(house);
  if (roles.has("jobs")) jobs.current = await openJobs(house);
  const bot = roles.has("bot") || roles.has("web") ? await openBot(house, roles) : undefined;
  if (roles.has("web")) await openWeb(house, bot);
  await greet(house, roles);
}

/** The ground under every role: the database found or started, migrated, ours; the clock; the ports. */
async function openHouse(config: Config, log: Log, shutdown: Shutdown): Promise<House> {
  const { url, dataDir } = config.database;
  const address =
    url === undefined ? await startEmbeddedPostgres(dataDir, { log }) : { connectionString: url };
  if (url === undefined) shutdown.register("watch", watchEmbeddedPostgres(dataDir, { log }));
  const applied = await migrate(address);
  if (applied.length > 0) log.info({ applied }, "the database was brought up to date");
  const onIdleError = (error: Error) => log.warn({ err: error }, "a connection to the database broke");
  const db = openDatabase(address, { connectionsMax: CONNECTIONS_MAX, onIdleError });
  shutdown.register("database", () => db.close());

  const installation = await claimInstallation(db, config.mode, new Date());
  const clock = shiftedClock(undefined, installation.clockOffsetMs);
  if (config.mode === "sandbox") followClock(db, clock, shutdown);
  const { token, apiRoot } = config.telegram;
  const telegram =
    token === undefined ? { token: SANDBOX.token, apiRoot: sandboxUrl(config) } : { token, apiRoot };
  const ground = { db, clock, log, newId: randomUUID, payments: openGateway(config) };
  const messenger = createMessenger(ground, createApi(telegram));
  const identity = openIdentity(telegram, config, log);
  shutdown.register("identity", () => identity.stop());
  // The bank's page leads back into the bot.
  const returnUrl: App["returnUrl"] = (bookingNumber) =>
    `https://t.me/${identity.username() ?? ""}?start=pay_${bookingNumber}`;
  const app: App = { ...ground, messenger, returnUrl };
  return { config, log, shutdown, db, clock, installation, app, telegram, identity };
}

const sandboxUrl = (config: Config): string => `http://${SANDBOX.host}:${config.sandbox.port}`;

/** Other processes may move the sandbox's clock: this one follows. */
function followClock(db: Database, clock: ShiftedClock, shutdown: Shutdown): void {
  const timer = setInterval(() => {
    findInstallation(db).then(
      (installation) => clock.setOffset(Math.max(clock.offsetMs, installation?.clockOffsetMs ?? 0)),
      () => undefined,
    );
  }, CLOCK_REFRESH_MS);
  shutdown.register("clock", () => clearInterval(timer));
}

function openGateway(config: Config): App["payments"] {
  const { account, apiUrl } = config.yookassa;
  if (account !== undefined) return createYookassaProvider({ ...account, apiUrl });
  if (config.mode === "live") return undefined;
  const { shopId, secretKey } = SANDBOX;
  return createYookassaProvider({ shopId, secretKey, apiUrl: `${sandboxUrl(config)}/v3/` });
}

/** Only Telegram knows what the bot is called; the sandbox's is called as we say. */
function openIdentity(telegram: House["telegram"], { mode }: Config, log: Log): BotIdentity {
  if (mode === "live") return learnIdentity(telegram, { log });
  return { username: () => SANDBOX.botUsername, answer: () => "known", stop: () => undefined };
}

async function openSandbox(
  { config, db, clock, installation, shutdown }: House,
  jobs: () => Jobs | undefined,
): Promise<void> {
  const { web, panel, database } = config;
  const place = { host: SANDBOX.host, port: config.sandbox.port };
  const sandbox = await startSandbox({
    ...place,
    token: SANDBOX.token,
    botUsername: SANDBOX.botUsername,
    botName: "Окошко",
    shopId: SANDBOX.shopId,
    secretKey: SANDBOX.secretKey,
    clock: {
      now: () => clock.now(),
      advance: async (seconds) => {
        const offsetMs = await advanceClock(db, seconds * 1_000);
        clock.setOffset(Math.max(clock.offsetMs, offsetMs));
        await jobs()?.runAll();
      },
    },
    staff: [{ id: SANDBOX.ownerTelegramId, firstName: SANDBOX.ownerName }],
    welcome: { panelUrl: panelUrl(config), ...ownerOf(panel) },
    notificationUrl: () =>
      `http://${SANDBOX.host}:${web.port}/yookassa/notifications/${notificationSecret(config, installation)}`,
    stateFile: path.join(database.dataDir, "sandbox.json"),
  }).catch((error: unknown) => {
    throw new ListenError(error, { ...place, portVariable: "SANDBOX_PORT" });
  });
  shutdown.register("sandbox", () => sandbox.close());
}

const panelUrl = ({ web }: Config): string => `${web.publicUrl ?? `http://${web.host}:${web.port}`}/admin`;

const ownerOf = ({ adminEmail, adminPassword }: Config["panel"]) => ({
  email: adminEmail ?? SANDBOX.ownerEmail,
  password: adminPassword ?? SANDBOX.ownerPassword,
});

const notificationSecret = ({ yookassa }: Config, installation: Installation): string =>
  yookassa.notificationSecret ?? installation.notificationSecret;

/** The sandbox begins with something to try; either kind of database with somebody who may enter the panel. */
async function prepareData(house: House): Promise<void> {
  await prepareOwner(house);
  if (house.config.mode === "sandbox") await linkSandboxOwner(house);
}

/** Who owns the sandbox stands on its chat page, so that what the bot tells staff is seen there at once. */
async function linkSandboxOwner({ app, config, log }: House): Promise<void> {
  const staff = await listStaff(app.db);
  const telegramId = SANDBOX.ownerTelegramId;
  const owner = staff.find(({ email }) => email === ownerOf(config.panel).email.toLowerCase());
  if (owner === undefined || owner.telegramId !== undefined) return;
  const linked = await linkStaff(app, { staffId: owner.id, telegramId, actor: OPERATOR });
  if (!linked.ok)
    log.info({ refusal: linked.refusal }, "the sandbox's owner was not linked to the chat page");
}

async function prepareOwner({ config, app, log }: House): Promise<void> {
  const isSandbox = config.mode === "sandbox";
  if (isSandbox) {
    const loaded = await loadDemo(app);
    if (loaded.ok) log.info({ ...loaded.value }, "the demo data was loaded");
  }
  const staff = await listStaff(app.db);
  if (staff.some((member) => member.role === "owner" && member.isActive)) return;
  const { adminEmail, adminPassword } = config.panel;
  const made = randomBytes(12).toString("base64url");
  const owner = isSandbox
    ? ownerOf(config.panel)
    : { email: adminEmail ?? "owner@okoshko.local", password: adminPassword ?? made };
  const added = await addStaff(app, { name: "Владелец", role: "owner", ...owner, actor: OPERATOR });
  // Another process may be starting on the same new database: whoever was first has added the owner.
  if (!added.ok && added.refusal === "email_taken") return;
  if (!added.ok) throw new Error(`The panel's first owner could not be added: ${added.refusal}.`);
  if (isSandbox) return;
  const how = adminPassword === undefined ? `, password: ${made} (shown this once)` : "";
  process.stdout.write(`\nThe panel's first owner: ${owner.email}${how}\n\n`);
}

async function openJobs({ app, db, log, shutdown, telegram }: House): Promise<Jobs> {
  const purge = { name: "purge-inbox", everySeconds: PURGE_EVERY_SECONDS, run: () => purgeInbox(app) };
  const api = createApi(telegram);
  const commands = {
    name: "announce-staff-commands",
    everySeconds: COMMANDS_EVERY_SECONDS,
    run: () => announceStaffCommands(app, api),
  };
  const jobs = await startJobs(db, [...backgroundJobs(app), purge, commands], log);
  shutdown.register("jobs", () => jobs.stop());
  return jobs;
}

/** Updates come by webhook where the world reaches us, else they are asked for; both go through the inbox. */
async function openBot(house: House, roles: ReadonlySet<Role>): Promise<OpenedBot> {
  const { app, telegram, config, log, shutdown } = house;
  const bot = createBot(app, telegram);
  const worker = handleInbox(app, updateHandler(bot));
  shutdown.register("bot", () => worker.stop());
  const { publicUrl } = config.web;
  const secret = config.telegram.webhookSecret;
  const trouble: { current?: string | undefined } = {};
  if (roles.has("bot") && publicUrl !== undefined && secret !== undefined) {
    // Telegram may be away when we start: it is told again until it has heard.
    const tell = async (): Promise<void> => {
      try {
        await setWebhook(bot, { url: `${publicUrl}/telegram/webhook`, secret });
        trouble.current = undefined;
      } catch (error) {
        trouble.current = "Telegram does not know where to send updates";
        log.warn({ err: error }, "Telegram did not take the address for updates; telling it again");
        setTimeout(() => void tell(), RETRY_MS).unref();
      }
    };
    await tell();
  } else if (roles.has("bot")) {
    const stop = new AbortController();
    const onState = (state: string) => {
      trouble.current = state === "unreachable" ? "Telegram does not answer" : undefined;
    };
    const polling = pollUpdates(app, worker, { ...telegram, onState }, stop.signal);
    shutdown.register("polling", () => {
      stop.abort();
      return polling;
    });
  }
  if (roles.has("bot"))
    announceCommands(bot).catch((error: unknown) =>
      log.warn({ err: error }, "the bot's commands were not set"),
    );
  return { worker, trouble: () => trouble.current };
}

async function openWeb(house: House, bot: OpenedBot | undefined): Promise<void> {
  const { app, config, installation, shutdown, identity } = house;
  const { web, yookassa, telegram } = config;
  const panel = await openPanel({
    app,
    sessionSecret: config.panel.sessionSecret ?? installation.sessionSecret,
    publicUrl: web.publicUrl,
    isOutage,
    chatPageUrl: config.mode === "sandbox" ? sandboxUrl(config) : undefined,
    connections: {
      bot: config.mode,
      botAnswer: identity.answer,
      notificationsUrl:
        web.publicUrl &&
        `${web.publicUrl}/yookassa/notifications/${notificationSecret(config, installation)}`,
    },
  });
  shutdown.register("panel", () => panel.close());
  const watch = watchHealth(serverGround(config, app), app);
  shutdown.register("health", () => watch.stop());
  const own = config.mode === "sandbox" ? LOOPBACK.map((range) => parseAddressRange(range)) : [];
  const server = createServer({
    app,
    proxies: web.proxies,
    panel,
    telegramWebhook:
      bot && telegram.webhookSecret ? webhookHandler(app, bot.worker, telegram.webhookSecret) : undefined,
    yookassa: {
      secret: notificationSecret(config, installation),
      isTheirs: addressMatcher([
        ...yookassa.notificationAddresses,
        ...own.filter((range) => range !== undefined),
      ]),
    },
    metrics: metricsHandler(app, { token: web.metricsToken, proxies: web.proxies, watch }),
    installation: markOf(installation),
    checks: bot ? { bot: async () => raise(bot.trouble()) } : {},
    isOutage,
  });
  const listening = await listen(server, web);
  shutdown.register("web", () => listening.close());
  // It asks the server, too, which has to be there.
  watch.begin();
}

/** The sandbox's own bank speaks from this machine. */
const LOOPBACK = ["127.0.0.0/8", "::1"];

function raise(trouble: string | undefined): void {
  if (trouble !== undefined) throw new Error(trouble);
}

/** The first thing that a newcomer reads. */
async function greet({ config, db }: House, roles: ReadonlySet<Role>): Promise<void> {
  const policyUrl = (await loadSettings(db))["policy.url"];
  const lines = [
    config.mode === "sandbox" && roles.has("sandbox")
      ? `Chat page (play a client):  ${sandboxUrl(config)}`
      : "",
    roles.has("web") ? `Panel (run the business):   ${panelUrl(config)}` : "",
    config.mode === "sandbox"
      ? `Panel login: ${ownerOf(config.panel).email}  password: ${ownerOf(config.panel).password}`
      : "",
    config.mode === "live" && config.yookassa.account === undefined
      ? "Online payment is off: YOOKASSA_SHOP_ID and YOOKASSA_SECRET_KEY are not set."
      : "",
    config.mode === "live" && policyUrl === ""
      ? "Clients cannot read what they agree to: set policy.url to your document on personal data."
      : "",
  ];
  process.stdout.write(`\nOkoshko is ready.\n${lines.filter(Boolean).join("\n")}\n\n`);
}

const OPERATORS_TROUBLES = [
  ConfigError,
  DataModelMissingError,
  EmbeddedPostgresError,
  ListenError,
  MigrationError,
  RoleError,
  WrongModeError,
];

/** Of a trouble that the operator can mend its sentence is enough; of another one, all there is. */
function toldToOperator(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (OPERATORS_TROUBLES.some((kind) => error instanceof kind)) return error.message;
  if (isDiskFull(error)) return `There is no room on a disk: ${error.message}. Make some, and start again.`;
  if (isOutage(error)) {
    return `The database does not answer: ${error.message}. Is it running, and is DATABASE_URL right?`;
  }
  return error.stack ?? error.message;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${toldToOperator(error)}\n`);
  process.exit(1);
}
