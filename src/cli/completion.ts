import type { Argument, Command, Option } from "commander";
import { wordsOf } from "./arguments.ts";

export const SHELLS = ["bash", "zsh"] as const;
export type Shell = (typeof SHELLS)[number];

/** What may be typed at one place of the grammar. */
type Place = {
  /** The nouns and verbs on the way here: `slots generate`; empty at the beginning. */
  readonly at: string;
  readonly verbs: readonly string[];
  readonly flags: readonly string[];
  /** Those of the flags behind which a value stands. */
  readonly valued: readonly string[];
  /** What the values may be: of a flag by its name, of an argument by its number from 0. */
  readonly values: ReadonlyMap<string, string>;
};

const FILE = ":file";
const FOLDER = ":folder";

/** Words that are offered, or the kind of name; undefined: whatever people type. */
function offeredFor({ parseArg, argChoices }: Option | Argument, shown: string): string | undefined {
  const words = argChoices ?? wordsOf(parseArg);
  if (words.length > 0) return words.join(" ");
  if (/файл/.test(shown)) return FILE;
  return /папка/.test(shown) ? FOLDER : undefined;
}

/** Every place of the grammar, from commander's own tree. */
function placesOf(command: Command, way: readonly string[] = []): readonly Place[] {
  const help = command.createHelp();
  const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  const nameOf = ({ long, short }: Option): string => long ?? short ?? "";
  const values = new Map<string, string>();
  for (const option of options) {
    const offered = offeredFor(option, option.flags);
    if (offered !== undefined) values.set(nameOf(option), offered);
  }
  command.registeredArguments.forEach((argument, number) => {
    const offered = offeredFor(argument, argument.name());
    if (offered !== undefined) values.set(String(number), offered);
  });
  const verbs = help.visibleCommands(command).map((verb) => verb.name());
  const own = {
    at: way.join(" "),
    verbs,
    flags: options.map(nameOf),
    valued: options.filter(({ required, optional }) => required || optional).map(nameOf),
    values,
  };
  const helping = new Map([["0", verbs.filter((verb) => verb !== "help").join(" ")]]);
  const about = { at: [...way, "help"].join(" "), verbs: [], flags: [], valued: [], values: helping };
  const below = command.commands.flatMap((verb) => placesOf(verb, [...way, verb.name()]));
  return [own, ...(verbs.length > 0 ? [about] : []), ...below];
}

/** A word of the program's own, in quotes for a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The grammar as functions that bash and zsh both read; names that zsh keeps for itself are not used. */
function tableOf(places: readonly Place[]): string {
  const wherever = places.map(
    ({ at, verbs, flags, valued }) =>
      `    ${quoted(at)}) verbs=${quoted(verbs.join(" "))} flags=${quoted(flags.join(" "))} valued=${quoted(valued.join(" "))} ;;`,
  );
  const whatever = places.flatMap(({ at, values }) =>
    [...values].map(([name, offered]) => `    ${quoted(`${at} ${name}`)}) offered=${quoted(offered)} ;;`),
  );
  return [
    "_okoshko_at() {",
    "  verbs='' flags='' valued=''",
    '  case "$1" in',
    ...wherever,
    "  esac",
    "}",
    "_okoshko_offered() {",
    "  offered=''",
    '  case "$1" in',
    ...whatever,
    "  esac",
    "}",
  ].join("\n");
}

/** Walks over what was typed before the word at the cursor: which command it is, and whether a flag waits for its value. */
const WALK = `    if [[ $word == '=' ]]; then continue
    elif [[ -n $flag ]]; then flag=''
    elif [[ $word == --*=* ]]; then continue
    elif [[ $word == -* ]]; then [[ " $valued " == *" $word "* ]] && flag=$word
    elif [[ " $verbs " == *" $word "* ]]; then at="\${at:+$at }$word"; _okoshko_at "$at"
    else given=$((given + 1))
    fi`;
const CHOOSE = `  if [[ -n $flag ]]; then _okoshko_offered "$at $flag"
  elif [[ $current == -* ]]; then offered=$flags
  elif [[ -n $verbs ]]; then offered=$verbs
  else _okoshko_offered "$at $given"
  fi`;

/** Of a list by commas, what stands in it already is offered no more. @param words the offered ones, as a shell parts them */
const REST = (words: string): string => `      if [[ $current == *,* ]]; then
        chosen=",\${current%,*}," rest=''
        for word in ${words}; do [[ $chosen == *",$word,"* ]] || rest="$rest $word"; done
        offered=$rest
      fi`;

const BASH = `_okoshko() {
  local at='' flag='' given=0 offered='' verbs flags valued word before='' chosen rest i
  local current="\${COMP_WORDS[COMP_CWORD]}" IFS=$' \\t\\n'
  _okoshko_at ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
${WALK}
  done
  [[ $current == '=' ]] && current=''
  if [[ $current == --*=* ]]; then flag="\${current%%=*}" before="\${current%%=*}=" current="\${current#*=}"; fi
${CHOOSE}
  COMPREPLY=()
  case "$offered" in
    ':file') compopt -o filenames 2>/dev/null; IFS=$'\\n'; COMPREPLY=($(compgen -P "$before" -f -- "$current")) ;;
    ':folder') compopt -o filenames 2>/dev/null; IFS=$'\\n'; COMPREPLY=($(compgen -P "$before" -d -- "$current")) ;;
    '') ;;
    *)
${REST("$offered")}
      [[ $current == *,* ]] && before="$before\${current%,*},"
      COMPREPLY=($(compgen -P "$before" -W "$offered" -- "\${current##*,}")) ;;
  esac
}
complete -F _okoshko okoshko`;

const PARTED_BY_ZSH = `\${=offered}`;
const ZSH = `_okoshko() {
  local at='' flag='' given=0 offered='' verbs flags valued word chosen rest i
  local current="\${words[CURRENT]}"
  _okoshko_at ''
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
${WALK}
  done
  if [[ $current == --*=* ]]; then flag="\${current%%=*}"; compset -P '*='; current="\${current#*=}"; fi
${CHOOSE}
  case "$offered" in
    ':file') _files ;;
    ':folder') _files -/ ;;
    '') ;;
    *)
${REST(PARTED_BY_ZSH)}
      compset -P '*,'; compadd -- \${=offered} ;;
  esac
}
if [[ "\${funcstack[1]}" == '_okoshko' ]]; then
  _okoshko "$@"
else
  (( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit }
  compdef _okoshko okoshko
fi`;

/** A script that teaches a shell the whole grammar: nouns, verbs, flags, and the values of which there are a few. */
export function completionScript(program: Command, shell: Shell): string {
  const table = tableOf(placesOf(program));
  return shell === "bash" ? `${table}\n${BASH}` : `#compdef okoshko\n${table}\n${ZSH}`;
}
