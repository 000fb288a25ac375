import type { BroadcastButton } from "../core/broadcasts/index.ts";
import { isUuid } from "../core/kernel/ids.ts";
import { unreachable } from "../core/kernel/invariant.ts";

/** A button as the form holds it: where it leads is one text. */
export type TypedButton = {
  readonly label: string;
  readonly leadsTo: "service" | "link" | "slot";
  readonly target: string;
};

export const typedButtons = (buttons: readonly BroadcastButton[]): readonly TypedButton[] =>
  buttons.flatMap((button) => typedButton(button) ?? []);

/** Hot windows that the bot announces by itself are never in a form. */
function typedButton(button: BroadcastButton): TypedButton | undefined {
  const { label, leadsTo } = button;
  switch (leadsTo) {
    case "link":
      return { label, leadsTo, target: button.url };
    case "service":
      return { label, leadsTo, target: button.serviceId };
    case "slot":
      return { label, leadsTo, target: `${button.slotId}:${button.serviceId}` };
    case "window":
      return undefined;
    default:
      return unreachable(button);
  }
}

/** What the form brought; undefined when a button leads nowhere. */
export function readButtons(typed: unknown): readonly BroadcastButton[] | undefined {
  if (!Array.isArray(typed)) return undefined;
  const buttons = typed.map(readButton);
  return buttons.every((button) => button !== undefined) ? buttons : undefined;
}

function readButton(typed: unknown): BroadcastButton | undefined {
  if (typeof typed !== "object" || typed === null) return undefined;
  const { label, leadsTo, target } = typed as Partial<Record<keyof TypedButton, unknown>>;
  if (typeof label !== "string" || typeof target !== "string") return undefined;
  if (leadsTo === "link") return { label, leadsTo, url: target.trim() };
  if (leadsTo === "service") return isUuid(target) ? { label, leadsTo, serviceId: target } : undefined;
  const [slotId = "", serviceId = ""] = target.split(":");
  const isSlot = leadsTo === "slot" && isUuid(slotId) && isUuid(serviceId);
  return isSlot ? { label, leadsTo: "slot", slotId, serviceId } : undefined;
}
