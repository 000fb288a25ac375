import type { Command } from "commander";
import { oneOf } from "../arguments.ts";
import { completionScript, SHELLS, type Shell } from "../completion.ts";
import { answering, type Desk, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { helpText } from "../help-text.ts";

const HOW = `
Команда okoshko ставится так (один раз, в папке программы): npm link
Чтобы клавиша Tab дописывала её слова:
  bash: строка в ~/.bashrc — source <(okoshko completion bash)
  zsh:  строка в ~/.zshrc  — source <(okoshko completion zsh)`;

/** Adds the command that teaches the operator's shell what may be typed; it needs no database. */
export function addCompletionCommand(program: Command, desk: Desk): void {
  withExamples(
    program
      .command("completion")
      .description("дописывание по Tab: скрипт для bash или zsh с командами, флагами и их значениями")
      .argument("<оболочка>", `для какой оболочки: ${SHELLS.join(", ")}`, oneOf(SHELLS))
      .addHelpText("after", helpText(HOW))
      .action(answering(desk, (shell: Shell) => show(program, shell))),
    "completion bash",
    "completion zsh",
  );
}

async function show(program: Command, shell: Shell) {
  const script = completionScript(program, shell);
  return reply({ shell, script }, script);
}
