import type { Io } from "./desk.ts";
import { UsageError } from "./usage.ts";

/**
 * A new password: the first line of standard input when the flag says so, else asked twice at the terminal. It is
 * never a flag, because flags stay in the shell's history and in the list of processes.
 */
export async function readNewPassword(io: Io, isFromInput: boolean): Promise<string> {
  if (isFromInput) {
    const [line = ""] = (await io.readInput()).split(/\r?\n/);
    if (line === "")
      throw new UsageError("На стандартном вводе нет пароля: ожидается одна строка.", {
        flag: "--password-stdin",
      });
    return line;
  }
  if (io.askSecret === undefined) {
    const message =
      "Для входа по e-mail нужен пароль: запустите в терминале или передайте его строкой с --password-stdin.";
    throw new UsageError(message, { flag: "--password-stdin" });
  }
  const password = await io.askSecret("Пароль: ");
  if ((await io.askSecret("Ещё раз: ")) !== password) throw new UsageError("Пароли не совпали.");
  return password;
}
