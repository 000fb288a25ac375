import { expect, it } from "vitest";
import type { Io } from "../../src/cli/desk.ts";
import { runCli } from "../../src/cli/main.ts";
import { PRODUCT_VERSION } from "../../src/core/runtime/version.ts";

/** No database stands behind these calls: a wrong one never gets as far. */
async function run(
  argv: readonly string[],
  env: Io["env"] = { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" },
) {
  let out = "";
  let err = "";
  const io: Io = {
    ...{ env, columns: 80, askSecret: undefined, readInput: async () => "" },
    out: (words) => {
      out += words;
    },
    err: (words) => {
      err += words;
    },
  };
  return { exit: await runCli(argv, io), out, err };
}

const GENERATE = ["slots", "generate", "--specialist", "Анна", "--to", "2026-12-14", "--length", "60"];
const ID = "0f8fad5b-d9cb-469f-a165-70867728950e";

it.each([
  [["slots", "lst"], "Нет такой команды: «lst». Может быть, list?"],
  [["slotz"], "Нет такой команды: «slotz». Может быть, slots?"],
  [["nonsense"], "Нет такой команды: «nonsense»."],
  [["slots", "list", "--form", "2026-12-01"], "Нет такого флага: «--form». Может быть, --from?"],
  [["slots", "list", "--zzzzzzzz"], "Нет такого флага: «--zzzzzzzz»."],
  [["slots", "list", "--from"], "У флага --from нет значения: --from <день>."],
  [["slots", "close", "--reason", "Отпуск"], "Не хватает значения: id."],
  [
    ["payments", "show", "2666"],
    "платёж: дано «2666», ожидается id целиком или его первые 8 знаков, как в списке: 0f8fad5b (меньше 8 мало).",
  ],
  [
    ["staff", "link", "olga@example.ru", "--telegram-id", "0"],
    "--telegram-id: дано «0», ожидается целое число (Telegram id) от 1 до 999999999999999.",
  ],
  [["slots", "close", ID], "Не хватает флага --reason <текст>."],
  [
    ["services", "list", "лишнее", "слово"],
    "Лишние значения: дано 2 (лишнее, слово), ожидается 0. Имя с пробелом берите в кавычки.",
  ],
  [
    ["slots", "list", "--from", "2026-02-30"],
    "--from: дано «2026-02-30», ожидается день в виде ГГГГ-ММ-ДД, например 2026-12-01.",
  ],
  [
    ["slots", "list", "--from", "it's 'x'"],
    "--from: дано «it's 'x'», ожидается день в виде ГГГГ-ММ-ДД, например 2026-12-01.",
  ],
  [
    ["slots", "list", "--from", "2026-12-02", "--to", "2026-12-01"],
    "--to: дано «2026-12-01», ожидается день не раньше --from (2026-12-02).",
  ],
  [
    ["slots", "open", "12"],
    "id: дано «12», ожидается id целиком или его первые 8 знаков, как в списке: 0f8fad5b (меньше 8 мало).",
  ],
  [
    [...GENERATE, "--from", "2026-12-01", "--hours", "19:00-10:00"],
    "--hours: дано «19:00-10:00», ожидается время «с-до» в виде 10:00-19:00, конец позже начала, не дальше 24:00.",
  ],
  [[...GENERATE, "--hours", "10:00-19:00"], "Не хватает флага --from <день>."],
  [["slots", "list", "--kind", "warm"], "--kind: дано «warm», ожидается одно из: regular, hot, online."],
  [
    ["points", "adjust", "--client", ID, "--points", "много", "--reason", "так"],
    "--points: дано «много», ожидается целое число баллов со знаком, не ноль: +300 или -50.",
  ],
  [
    ["points", "adjust", "--client", ID, "--points", "0", "--reason", "так"],
    "--points: дано «0», ожидается целое число баллов со знаком, не ноль: +300 или -50.",
  ],
  [
    ["schedule", "add", "--cron", "0 7 * * *", "--period", "yesterday"],
    "Не хватает, куда: --folder <папка>, --telegram или и то и другое.",
  ],
  [
    ["services", "add", "--name", "А", "--minutes", "60", "--price", "дорого", "--policy", "full"],
    "--price: дано «дорого», ожидается сумма в рублях: 1500 или 1500,50.",
  ],
  [
    ["services", "add", "--name", "А", "--minutes", "60", "--price", "1", "--policy", "prepay"],
    "Не хватает флага --prepayment: с --policy prepay ожидается сумма предоплаты.",
  ],
  [
    ["staff", "add", "--name", "А", "--role", "boss"],
    "--role: дано «boss», ожидается одно из: owner, admin, specialist.",
  ],
  [
    ["staff", "add", "--name", "А", "--role", "owner", "--password", "тайна"],
    "Нет такого флага: «--password».",
  ],
  [
    ["staff", "add", "--name", "А", "--role", "owner", "--password-stdin"],
    "Пароль без --email ни к чему: им входят в панель.",
  ],
])("%j is a wrong call, and the sentence says what was expected", async (argv, sentence) => {
  expect(await run(argv)).toEqual({
    exit: 2,
    out: "",
    err: `${sentence}\nСправка: та же команда с --help.\n`,
  });
});

it.each(["services", "specialists", "staff", "schedule"])(
  "%s change without a flag changes nothing, and says so",
  async (noun) => {
    const env = { DATABASE_URL: "postgresql://anna@127.0.0.1:1/none" };
    const { exit, err } = await run([noun, "change", "1"], env);
    expect([exit, err]).toEqual([2, expect.stringMatching(/^Нечего менять: нужен хотя бы один флаг\./)]);
  },
);

it("tells programs the same in JSON, on standard error alone", async () => {
  const wrong = await run(["slots", "list", "--from", "завтра", "--json"]);
  expect(wrong).toMatchObject({ exit: 2, out: "" });
  expect(JSON.parse(wrong.err)).toEqual({
    error: {
      code: "wrong_usage",
      message: "--from: дано «завтра», ожидается день в виде ГГГГ-ММ-ДД, например 2026-12-01.",
      detail: { flag: "--from", given: "завтра", expected: "день в виде ГГГГ-ММ-ДД, например 2026-12-01" },
    },
  });
  const noVerb = await run(["slots", "--json"]);
  expect(noVerb).toMatchObject({ exit: 2, out: "" });
  expect(JSON.parse(noVerb.err).error.code).toBe("wrong_usage");
});

it("takes the flag that is common to all before the command and after it", async () => {
  const before = await run(["--json", "slots", "list", "--from", "x"]);
  expect(JSON.parse(before.err).error.code).toBe("wrong_usage");
});

it("says that the database is away, with a code of its own and without the password", async () => {
  const env = { DATABASE_URL: "postgresql://anna:verysecret@127.0.0.1:1/none" };
  const away = await run(["services", "list"], env);
  expect(away).toMatchObject({ exit: 3, out: "" });
  expect(away.err).toBe(
    "База данных недоступна (127.0.0.1:1): там никто не слушает (ECONNREFUSED). Запущен ли PostgreSQL? Верен ли DATABASE_URL? Осмотреть всё: npm run -s cli -- doctor\n",
  );
  const nowhere = await run(["services", "list"], { DATABASE_URL: "postgresql://anna@nowhere.invalid/none" });
  expect(nowhere.exit).toBe(3);
  expect(nowhere.err).toMatch(
    /^База данных недоступна: .+\. Запущен ли PostgreSQL\? Верен ли DATABASE_URL\?/,
  );
  const told = await run(["services", "list", "--json", "--verbose"], env);
  expect(told.exit).toBe(3);
  expect(away.err + told.err).not.toContain("verysecret");
});

it("names every wrong variable of the environment, and shows no secret", async () => {
  const wrong = await run(["services", "list"], {
    DATABASE_URL: "mysql://anna:verysecret@host/db",
    PORT: "many",
  });
  expect(wrong.exit).toBe(2);
  expect(wrong.err).toContain("- DATABASE_URL: ");
  expect(wrong.err).toContain("- PORT: ");
  expect(wrong.err).not.toContain("verysecret");
});

const VERBS: Readonly<Record<string, readonly string[]>> = {
  slots: ["generate", "list", "close", "open", "heat"],
  services: ["add", "list"],
  specialists: ["add", "list"],
  bookings: ["list", "show", "import"],
  clients: ["list", "show", "import", "export"],
  points: ["adjust", "history"],
  settings: ["list", "get", "set"],
  staff: ["add", "list"],
  demo: ["load"],
  db: ["migrate", "status", "stop"],
};

it.each(Object.entries(VERBS))(
  "%s: every command has a help in Russian with examples, within 80 columns",
  async (noun, verbs) => {
    for (const verb of verbs) {
      const help = await run([noun, verb, "--help"]);
      expect(help).toMatchObject({ exit: 0, err: "" });
      expect(help.out).toContain(`Как вызвать: okoshko ${noun} ${verb}`);
      expect(help.out).toContain(`Примеры:\n  npm run -s cli -- ${noun} ${verb}`);
      expect(help.out).not.toMatch(/Usage|Options|Arguments|default|display help/);
      expect(help.out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
  },
);

it("the program's own help lists every noun and the exit codes; it needs no database", async () => {
  const { exit, out } = await run(["--help"], {});
  expect(exit).toBe(0);
  for (const noun of Object.keys(VERBS)) expect(out).toContain(`\n  ${noun} `);
  expect(out).toContain("Коды завершения:");
  expect(await run([])).toMatchObject({ exit: 2, out: "" });
});

it.each(["--version", "-V"])("%s says the version of the product", async (flag) => {
  expect(await run([flag])).toEqual({ exit: 0, out: `${PRODUCT_VERSION}\n`, err: "" });
});
