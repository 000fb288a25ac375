/**
 * Who may import whom. Each rule says why, so that whoever runs into it knows where the thing belongs.
 * tests/imports.test.ts plants a violation of every rule and sees it fire.
 *
 * Read by the swc parser: dependency-cruiser's own way to read TypeScript ends before version 7.
 */

const ground = "settings|content|catalog|people|audit|schedules";
const middle = "calendar|loyalty|payments|notifications|feedback";
const top = "segments|broadcasts|import|reports|backup|exports";
const capability = `${ground}|${middle}|booking|${top}`;
const shell = "bot|admin|cli|sandbox";
const adapter = "^src/core/payments/yookassa";

/** @returns a rule that keeps a package inside the places that are allowed to know it */
const packageStaysIn = (name, packages, places, why) => ({
  name,
  comment: why,
  severity: "error",
  from: { path: "^src/", pathNot: places },
  to: { path: `node_modules/(${packages})/` },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or there is a third one that both need.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "kernel-imports-only-itself",
      comment:
        "The kernel is what everything stands on: values and arithmetic. The calendar of the world (temporal-polyfill) is all it takes from outside.",
      severity: "error",
      from: { path: "^src/core/kernel/" },
      to: { pathNot: ["^src/core/kernel/", "node_modules/temporal-polyfill/"] },
    },
    {
      name: "runtime-knows-no-capability",
      comment: "The runtime is plumbing: it carries what capabilities do and must not know what that is.",
      severity: "error",
      from: { path: "^src/core/runtime/" },
      to: { path: "^src/", pathNot: "^src/core/(runtime|kernel)/" },
    },
    {
      name: "rules-are-pure",
      comment:
        "A rule decides from its arguments. Whatever it wants to read, the use case reads and passes; it needs the kernel, its neighbours and the words of its own model, no package and nothing of Node.",
      severity: "error",
      from: { path: "^src/core/([^/]+)/rules/" },
      to: { pathNot: ["^src/core/kernel/", "^src/core/$1/rules/", "^src/core/$1/model\\.ts$"] },
    },
    {
      name: "stores-know-no-use-case",
      comment:
        "A store keeps and finds rows. It is called by use cases and calls none: rule ← use case → store. It may know its capability's words, and those of its port.",
      severity: "error",
      from: { path: "^src/core/([^/]+)/(store|move-view|ledger|outbox)\\.ts$" },
      to: {
        path: "^src/core/$1/",
        pathNot: "^src/core/$1/(model|store|move-view|ledger|outbox|provider|messenger|rules/.+)\\.ts$",
      },
    },
    {
      name: "every-capability-has-a-floor",
      comment: "A new folder in core is put on its floor in this file first.",
      severity: "error",
      from: { path: "^src/core/[^/]+/", pathNot: `^src/core/(kernel|runtime|${capability})/` },
      to: {},
    },
    {
      name: "ground-looks-at-no-floor-above",
      comment:
        "Settings, content, catalog, people and audit serve everybody, so they may know nobody above them.",
      severity: "error",
      from: { path: `^src/core/(${ground})/` },
      to: { path: `^src/core/(${middle}|booking|${top})/` },
    },
    {
      name: "middle-knows-no-booking-and-no-neighbour",
      comment:
        "Calendar, loyalty, payments, notifications and feedback stay usable without each other; booking composes them and hands them what they need to ask.",
      severity: "error",
      from: { path: `^src/core/(${middle})/` },
      to: { path: `^src/core/(${middle}|booking|${top})/`, pathNot: "^src/core/$1/" },
    },
    {
      name: "booking-looks-at-no-floor-above",
      comment: "Segments, broadcasts and reports are about bookings, and a booking gets along without them.",
      severity: "error",
      from: { path: "^src/core/booking/" },
      to: { path: `^src/core/(${top})/` },
    },
    {
      name: "segments-need-no-broadcast",
      comment: "Who belongs to a segment is known without anybody writing to them.",
      severity: "error",
      from: { path: "^src/core/segments/" },
      to: { path: "^src/core/(broadcasts|reports)/" },
    },
    {
      name: "nothing-needs-a-report",
      comment: "Reports read everything, and nothing depends on a report.",
      severity: "error",
      from: { path: "^src/core/(broadcasts|import)/" },
      to: { path: "^src/core/reports/" },
    },
    {
      name: "capabilities-meet-at-the-door",
      comment:
        "What a capability promises is in its index.ts; what is behind it may change on any day. App names the two ports, and nobody else does.",
      severity: "error",
      from: { path: `^src/core/(${capability})/` },
      to: { path: `^src/core/(${capability})/`, pathNot: ["^src/core/$1/", "^src/core/[^/]+/index\\.ts$"] },
    },
    {
      name: "nobody-enters-by-the-own-door",
      comment: "Inside a capability files are imported by name: through index.ts they would go in a circle.",
      severity: "error",
      from: { path: `^src/core/(${capability})/` },
      to: { path: "^src/core/$1/index\\.ts$" },
    },
    {
      name: "shells-come-in-by-the-door",
      comment:
        "Bot, panel and command line call use cases: one way to do a thing, and it is in the index.ts.",
      severity: "error",
      from: { path: "^src/(?!core/)" },
      to: { path: `^src/core/(${capability})/`, pathNot: ["^src/core/[^/]+/index\\.ts$", adapter] },
    },
    {
      name: "adapters-are-named-in-a-main",
      comment: "Who speaks to the card gateway is decided where the App is built; all others know the port.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/(cli/)?main\\.ts$", adapter] },
      to: { path: adapter },
    },
    {
      name: "core-imports-no-shell",
      comment: "Core does not know that there is a bot, a panel or a command line; they come and go.",
      severity: "error",
      from: { path: "^src/core/" },
      to: { path: "^src/(?!core/)" },
    },
    {
      name: "shells-do-not-meet",
      comment: "What two shells need is a use case, and lives in core.",
      severity: "error",
      from: { path: "^src/(bot|admin|cli)/" },
      to: { path: `^src/(${shell}|main\\.ts|server\\.ts)`, pathNot: "^src/$1/" },
    },
    {
      name: "sandbox-stands-alone",
      comment: "The sandbox plays the outside world: it must not know what it plays for.",
      severity: "error",
      from: { path: "^src/sandbox/" },
      to: { path: "^src/", pathNot: "^src/sandbox/" },
    },
    {
      name: "sandbox-is-started-by-main",
      comment: "The product runs the same with and without its sandbox; only the composition root chooses.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/sandbox/", "^src/main\\.ts$"] },
      to: { path: "^src/sandbox/" },
    },
    packageStaysIn(
      "telegram-stays-in-the-bot",
      "grammy|@grammyjs",
      "^src/(bot|sandbox)/",
      "Telegram's words stay where Telegram is spoken: core has a messenger port (the sandbox plays Telegram, and takes its types).",
    ),
    packageStaysIn(
      "web-stays-in-the-panel",
      "adminjs|@adminjs|express|express-session|express-formidable|connect-pg-simple|compression",
      "^src/(admin/|server\\.ts$)",
      "The panel and the server assembly know the web framework; a use case answers a value, not a response.",
    ),
    packageStaysIn(
      "commander-stays-in-the-command-line",
      "commander|cli-table3",
      "^src/(cli/|main\\.ts$)",
      "Arguments and tables are the command line's; a main may read its own flags.",
    ),
    packageStaysIn(
      "prisma-stays-in-the-panel",
      "@prisma|\\.prisma",
      "^src/admin/",
      "The panel lists and edits through Prisma; core speaks SQL, so that its statements are the ones that were measured.",
    ),
    packageStaysIn(
      "yookassa-stays-in-its-adapter",
      "yookassa",
      adapter,
      "The gateway's objects carry the secret key and must not travel.",
    ),
    {
      name: "production-imports-no-test",
      comment: "What only tests and benches use is not there when the product runs.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(tests|bench)/" },
    },
    {
      name: "production-imports-no-development-package",
      comment: "It is not installed where the product runs: declare it in dependencies.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/@types/",
      },
    },
    {
      name: "packages-are-declared",
      comment: "A package that is there by luck of another one is gone when that one changes its mind.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "imports-lead-somewhere",
      comment: "The file or the package is not there.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|\\.data|node_modules/\\.prisma)/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".d.ts"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
