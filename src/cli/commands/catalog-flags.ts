import { type Refused, refuse } from "../../core/kernel/outcome.ts";
import { UsageError } from "../usage.ts";

type Switches = { readonly off?: true; readonly on?: true };

/** What `--on` and `--off` say of a thing of the catalogue; nothing: it stays as it is. @throws UsageError */
export function switchedBy(flags: Switches): { readonly isActive?: boolean } {
  const { off, on } = flags;
  if (off && on) throw new UsageError("Что-нибудь одно: --on или --off.", { flag: "--on" });
  refuseNothing(flags);
  return off || on ? { isActive: on === true } : {};
}

/** A change without a flag changes nothing, and is not answered as if it had. @throws UsageError */
export function refuseNothing(flags: object): void {
  if (Object.keys(flags).length === 0) throw new UsageError("Нечего менять: нужен хотя бы один флаг.");
}

/** A refusal as it is, but that a name that is taken says which. */
export const namingTaken = <R extends string>(refused: Refused<R>, given: string): Refused<R> =>
  refused.refusal === "name_taken" ? refuse(refused.refusal, { given }) : refused;
