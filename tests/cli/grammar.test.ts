import { describe, expect, it } from "vitest";
import { wordsOf as wordsOffered } from "../../src/cli/arguments.ts";
import type { Io } from "../../src/cli/desk.ts";
import { runCli } from "../../src/cli/main.ts";
import { LET_GO_WORD, PAYMENT_STATE_WORDS } from "../../src/core/payments/index.ts";
import { SUMMARY_NAMES } from "../../src/core/reports/index.ts";
import { formOf, verbsOfProgram } from "./program-tree.ts";

type Flag = {
  /** What stands behind the flag; nothing: it stands alone. */
  readonly value: string;
  /** What every description of it says. */
  readonly says: RegExp;
};

/** One meaning and one form of the value for each flag, wherever it is given. */
const FLAGS: Readonly<Record<string, Flag>> = {
  "--about": { value: "<текст>", says: /^несколько слов/ },
  "--advertiser": { value: "<кто>", says: /^рекламодатель/ },
  "--all": { value: "", says: /всех|и те/ },
  "--amount": { value: "<рубли>", says: /500,50/ },
  "--at": { value: "<день и время>", says: /^начало, «ГГГГ-ММ-ДД ЧЧ:ММ»/ },
  "--booking": { value: "<номер>", says: /номер.* или .*id/ },
  "--break": { value: "<с-до>", says: /^перерыв/ },
  "--button": { value: "<кнопка>", says: /«Надпись=/ },
  "--by": { value: "<часть>", says: /^(строки|итоги|что в файле): \w+, \w+/ },
  "--clear": { value: "", says: /^убрать/ },
  "--client": { value: "<кто>", says: /id или телефон/ },
  "--count": { value: "<n>", says: /^сколько раз/ },
  "--cron": { value: "<расписание>", says: /cron/ },
  "--days": { value: "<дни>", says: /mon-fri/ },
  "--definition": { value: "<json>", says: /JSON/ },
  "--description": { value: "<текст>", says: /^описание/ },
  "--discount": { value: "<n>", says: /в процентах/ },
  "--dry-run": { value: "", says: /^только / },
  "--email": { value: "<адрес>", says: /вход.* в панель/ },
  "--erid": { value: "<токен>", says: /^erid/ },
  "--fate": { value: "<что с деньгами>", says: /исходом/ },
  "--file": { value: "<файл>", says: /CSV|файл с условиями/ },
  "--folder": { value: "<папка>", says: /^папка/ },
  "--force": { value: "", says: /^заменить/ },
  "--format": { value: "<вид>", says: /^table, csv, json; без флага — по имени --out/ },
  "--from": { value: "<день>", says: /^первый день.*, ГГГГ-ММ-ДД/ },
  "--hours": { value: "<с-до>", says: /\d\d:00-\d\d:00/ },
  "--id": { value: "<uuid>", says: /^id .+: повтор с тем же id / },
  "--kind": { value: "<вид>", says: /\w+( — |, )/ },
  "--length": { value: "<n>", says: /в минутах/ },
  "--limit": { value: "<n>", says: /^сколько строк показать/ },
  "--make-slots": { value: "", says: /^создать окна/ },
  "--mapping": { value: "<файл>", says: /^JSON/ },
  "--max": { value: "<звёзд>", says: /не выше/ },
  "--meeting-url": { value: "<адрес>", says: /https:/ },
  "--method": { value: "<как>", says: /cash/ },
  "--minutes": { value: "<n>", says: /в минутах/ },
  "--name": { value: "<имя>", says: /имя|название|зовут/ },
  "--names": { value: "", says: /назвать/ },
  "--no-folder": { value: "", says: /больше не/ },
  "--no-plain": { value: "", says: /для Excel/ },
  "--no-telegram": { value: "", says: /больше не/ },
  "--of": { value: "<что>", says: /online/ },
  "--off": { value: "", says: /^(больше не|убрать|отключить)/ },
  "--offset": { value: "<n>", says: /^сколько строк пропустить/ },
  "--on": { value: "", says: /^(VIP|вернуть)/ },
  "--only": { value: "<части>", says: /^проверить только/ },
  "--out": { value: "<файл>", says: /^записать в файл/ },
  "--owner-email": { value: "<адрес>", says: /владельца/ },
  "--passphrase-file": { value: "<файл>", says: /парол/ },
  "--password-stdin": { value: "", says: /стандартного ввода/ },
  "--pay": { value: "<как>", says: /on-spot/ },
  "--period": { value: "<период>", says: /week/ },
  "--phone": { value: "<номер>", says: /^телефон/ },
  "--picture": { value: "<файл>", says: /^картинка/ },
  "--plain": { value: "", says: /для программ/ },
  "--points": { value: "<±n>", says: /\+300 или -50/ },
  "--policy": { value: "<как>", says: /prepay/ },
  "--prepayment": { value: "<рубли>", says: /^предоплата/ },
  "--price": { value: "<рубли>", says: /1500,50/ },
  "--reason": { value: "<текст>", says: /^причина: / },
  "--remove": { value: "<метка>", says: /^убрать/ },
  "--rename": { value: "<имя>", says: /^новое название/ },
  "--report": { value: "<файл>", says: /все строки с ошибками/ },
  "--role": { value: "<роль>", says: /^owner/ },
  "--search": { value: "<текст>", says: /^часть/ },
  "--segment": { value: "<сегмент>", says: /название или id/ },
  "--series": { value: "", says: /вместе с ним/ },
  "--service": { value: "<имя>", says: /имя или id/ },
  "--services": { value: "<что>", says: /^all или .* через запятую/ },
  "--skip-bad": { value: "", says: /^пропустить строки с ошибками/ },
  "--source": { value: "<название>", says: /^откуда/ },
  "--specialist": { value: "<кто>", says: /име?н?(я|а) или id/ },
  "--specialists": { value: "<кто>", says: /^all или .* через запятую/ },
  "--staff": { value: "<кто>", says: /e-mail, имя или id/ },
  "--state": { value: "<что>", says: /^\w+( — |, )/ },
  "--telegram": { value: "", says: /файлом от бота/ },
  "--telegram-id": { value: "<число>", says: /id человека в Telegram/ },
  "--text-file": { value: "<файл>", says: /^текст/ },
  "--title": { value: "<название>", says: /./ },
  "--to": { value: "<день>", says: /^последний день/ },
  "--unanswered": { value: "", says: /не ответила/ },
  "--unpaid": { value: "", says: /не заплатили/ },
  "--until": { value: "<день и время>", says: /«ГГГГ-ММ-ДД ЧЧ:ММ»/ },
  "--upcoming": { value: "", says: /ещё уйдут/ },
  "--url": { value: "<адрес>", says: /https:/ },
  "--repair": { value: "", says: /^и вернуть/ },
  "--yes": { value: "", says: /^да, .*в терминале без флага спросит/ },
  "--add": { value: "<метка>", says: /^добавить/ },
};

/** Where a flag means something else, with the reason why a word of its own would be worse. */
const APART: Readonly<Record<string, Flag & { readonly because: string }>> = {
  "clients block --days": {
    value: "<n>",
    says: /^на сколько дней/,
    because: "a block lasts days, it does not fall on days of the week; one form is never read as the other",
  },
  "bookings move --to": {
    value: "<день и время>",
    says: /^новое начало, «ГГГГ-ММ-ДД ЧЧ:ММ»/,
    because: "where something is moved to; there is no first day beside it",
  },
  "slots move --to": {
    value: "<день и время>",
    says: /^новое начало, «ГГГГ-ММ-ДД ЧЧ:ММ»/,
    because: "as with bookings",
  },
  "clients note --add": {
    value: "<текст>",
    says: /^записать заметку/,
    because: "what is added is what the noun's verb is about, there tags, here words",
  },
  "staff messages --on": {
    value: "<о чём>",
    says: /^включить/,
    because: "what is switched is one of several",
  },
  "staff messages --off": {
    value: "<о чём>",
    says: /^выключить/,
    because: "what is switched is one of several",
  },
};

/** What writes many rows at once: each can be tried without writing. `broadcast dry-run` is a verb: it answers more. */
const BULK = [
  "slots generate",
  "slots time-off add",
  "slots undo",
  "bookings import",
  "clients import",
  "points adjust",
];

/** What nobody can take back: it asks, and a script says so itself. */
const FOR_GOOD = [
  "bookings cancel",
  "bookings refund",
  "bookings import",
  "waitlist remove",
  "clients erase",
  "clients import",
  "payments refund",
  "points adjust",
  "broadcast start",
  "broadcast cancel",
  "segments delete",
  "schedule remove",
  "staff password",
  "db backup",
  "db restore",
  "db stop",
];

/** What may write its answer over a file that stands there: it asks, too. */
const TO_FILE = ["clients export", "report finance", ...SUMMARY_NAMES.map((name) => `report ${name}`)];

const verbs = verbsOfProgram();
const flagsOf = verbs.flatMap(({ name, options }) =>
  options.map((option) => ({ verb: name, flag: option.long ?? "", option })),
);

describe("one grammar", () => {
  it.each(flagsOf)("$verb $flag means what it means everywhere", ({ verb, flag, option }) => {
    const expected = APART[`${verb} ${flag}`] ?? FLAGS[flag];
    expect(formOf(option)).toBe(expected?.value);
    expect(option.description).toMatch(expected?.says ?? /^never$/);
  });

  it("names no flag that is not there, and no exception either", () => {
    const given = new Set(flagsOf.map(({ flag }) => flag));
    const places = new Set(flagsOf.map(({ verb, flag }) => `${verb} ${flag}`));
    expect(Object.keys(FLAGS).filter((flag) => !given.has(flag))).toEqual([]);
    expect(Object.keys(APART).filter((place) => !places.has(place))).toEqual([]);
  });

  it("lets every bulk write be tried, and nothing else", () => {
    const tried = flagsOf.filter(({ flag }) => flag === "--dry-run").map(({ verb }) => verb);
    expect(tried.toSorted()).toEqual(BULK.toSorted());
  });

  it("asks before everything that cannot be undone, and before nothing else", () => {
    const asking = flagsOf.filter(({ flag }) => flag === "--yes").map(({ verb }) => verb);
    expect(asking.toSorted()).toEqual([...FOR_GOOD, ...TO_FILE].toSorted());
  });

  it("asks before it writes over a file wherever it writes one", () => {
    const writing = flagsOf.filter(({ flag }) => flag === "--out").map(({ verb }) => verb);
    expect(writing.toSorted()).toEqual(TO_FILE.toSorted());
  });

  it("spells every word that is typed with hyphens, in helps as in completion", () => {
    const offered = flagsOf.flatMap(({ option }) => wordsOffered(option.parseArg));
    expect(offered.length).toBeGreaterThan(50);
    expect(offered.filter((word) => /[_A-Z]/.test(word))).toEqual([]);
    const told = flagsOf.map(({ option }) => option.description);
    expect(
      told.filter((description) => /\b(on_spot|in_person|no_show|onSite|new_booking)\b/.test(description)),
    ).toEqual([]);
  });

  it("says of every word that payments list shows by which --state it is found", () => {
    const state = flagsOf.find(({ verb, flag }) => `${verb} ${flag}` === "payments list --state");
    for (const word of [
      ...Object.values(PAYMENT_STATE_WORDS),
      LET_GO_WORD,
      "возвращён",
      "возвращён частично",
    ]) {
      expect(state?.option.description).toContain(word);
    }
  });

  it("says what a reader would not guess: what JSON is not for, whose eyes, in which order", () => {
    const about = (name: string) => verbs.find((verb) => verb.name === name)?.command;
    const shared = about("services list")?.parent?.parent?.options.find(({ long }) => long === "--json");
    expect(shared?.description).toContain("справка и версия — всегда текст");
    expect(about("broadcast preview")?.description()).toContain("--client");
    expect(about("report finance")?.description()).toContain("в JSON новые сверху, в CSV — снизу");
  });

  it("pages every long list the same way", () => {
    const paged = (flag: string) => flagsOf.filter((one) => one.flag === flag).map(({ verb }) => verb);
    // What waits for an answer is read whole: more than a thousand of it would be a disaster, not a list.
    expect(paged("--limit").filter((verb) => verb !== "report waiting")).toEqual(paged("--offset"));
  });
});

/** No database stands behind these calls. */
async function call(argv: readonly string[]) {
  let out = "";
  let err = "";
  const io: Io = {
    env: { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" },
    ...{ columns: 80, askSecret: undefined, readInput: async () => "[]" },
    out: (words) => {
      out += words;
    },
    err: (words) => {
      err += words;
    },
  };
  return { exit: await runCli(argv, io), out, err };
}

/** The examples of a help, each as a shell would hand it over. */
function examplesIn(help: string): readonly (readonly string[])[] {
  const after = help.split("\nПримеры:\n")[1] ?? "";
  return after
    .replaceAll(" \\\n", " ")
    .split("\n")
    .filter((line) => line.includes("npm run -s cli -- "))
    .map((line) =>
      wordsOf(
        line
          .split(" -- ")
          .slice(1)
          .join(" -- ")
          .replace(/ < \S+$/, ""),
      ),
    );
}

const wordsOf = (line: string): readonly string[] =>
  [...line.trim().matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? "",
  );

describe.each(verbs)("$name", ({ name, command }) => {
  it("says in a sentence what it does and what each of its values is", () => {
    expect(command.description()).toMatch(/^[а-яё][^\n]+[^.\s]$/);
    for (const argument of command.registeredArguments) {
      expect(argument.name()).toMatch(/^[а-яё]|^id$/);
      expect(argument.description).not.toBe("");
    }
  });

  it("has a help with examples of itself, and every example is a right call", async () => {
    const { exit, out } = await call([...name.split(" "), "--help"]);
    expect(exit).toBe(0);
    const examples = examplesIn(out);
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.some((example) => `${example.join(" ")} `.startsWith(`${name} `))).toBe(true);
    for (const example of examples) {
      const { err } = await call([...example, "--json"]);
      // The files of an example are the reader's.
      if (!err.includes("файл, который можно прочитать")) expect(err).not.toContain("wrong_usage");
    }
  });
});

it("the flag for programs is common to all verbs", () => {
  expect(flagsOf.filter(({ flag }) => flag === "--json")).toEqual([]);
});
