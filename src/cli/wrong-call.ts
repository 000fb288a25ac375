import type { CommanderError } from "commander";
import { UsageError, wrongValue } from "./usage.ts";

type Translation = readonly [pattern: RegExp, say: (parts: readonly string[]) => UsageError];

/** Commander 15 speaks English; these are its sentences, and ours for them. A test holds each against the library. */
const TRANSLATIONS: readonly Translation[] = [
  [
    /^option '(.+?)' argument '([\s\S]*)' is invalid\. ([\s\S]*)$/,
    ([flags = "", given = "", expected = ""]) => wrongValue(longFlag(flags), { given, expected }),
  ],
  [
    /^command-argument value '([\s\S]*)' is invalid for argument '(.+?)'\. ([\s\S]*)$/,
    ([given = "", name = "", expected = ""]) => wrongValue(name, { given, expected }),
  ],
  [
    /^option '(.+?)' argument missing$/,
    ([flags = ""]) =>
      new UsageError(`У флага ${longFlag(flags)} нет значения: ${flags}.`, { flag: longFlag(flags) }),
  ],
  [
    /^required option '(.+?)' not specified$/,
    ([flags = ""]) => new UsageError(`Не хватает флага ${flags}.`, { flag: longFlag(flags) }),
  ],
  [
    /^missing required argument '(.+?)'$/,
    ([name = ""]) => new UsageError(`Не хватает значения: ${name}.`, { argument: name }),
  ],
  [
    /^unknown option '([\s\S]+?)'(?:\n\(Did you mean ([\s\S]+)\?\))?$/,
    ([given = "", nearest]) => unknown("Нет такого флага", given, nearest),
  ],
  [
    /^unknown command '([\s\S]+?)'(?:\n\(Did you mean ([\s\S]+)\?\))?$/,
    ([given = "", nearest]) => unknown("Нет такой команды", given, nearest),
  ],
  [
    /^too many arguments(?: for '.+?')?\. Expected (\d+) arguments? but got (\d+): ([\s\S]*)\.$/,
    ([expected = "", count = "", given = ""]) =>
      new UsageError(
        `Лишние значения: дано ${count} (${given}), ожидается ${expected}. Имя с пробелом берите в кавычки.`,
        {
          given,
          expected: Number(expected),
        },
      ),
  ],
  [
    /^option '(.+?)' cannot be used with option '(.+?)'$/,
    ([one = "", other = ""]) =>
      new UsageError(`Флаги ${one} и ${other} вместе не бывают.`, { flag: longFlag(one) }),
  ],
];

/** What is wrong with a call, in the operator's words. */
export function wrongCall(error: CommanderError): UsageError {
  const message = error.message.replace(/^error: /, "");
  for (const [pattern, say] of TRANSLATIONS) {
    const match = pattern.exec(message);
    if (match !== null) return say(match.slice(1));
  }
  return new UsageError(message);
}

/** `-f, --from <day>` → `--from`. */
const longFlag = (flags: string): string => /--[\w-]+/.exec(flags)?.[0] ?? flags;

function unknown(what: string, given: string, nearest: string | undefined): UsageError {
  const words = nearest?.replace(/^one of /, "");
  const hint = words === undefined ? "" : ` Может быть, ${words}?`;
  return new UsageError(
    `${what}: «${given}».${hint}`,
    words === undefined ? { given } : { given, nearest: words },
  );
}
