import type { SlotKind } from "../../core/calendar/index.ts";
import type { ButtonStyle } from "../screen.ts";

/** What a kind of slot looks like: colours for new clients, circles for old ones (SL-1). */
export const MARKS: Readonly<Record<SlotKind, { readonly circle: string; readonly style: ButtonStyle }>> = {
  regular: { circle: "🟢", style: "success" },
  hot: { circle: "🔴", style: "danger" },
  online: { circle: "🔵", style: "primary" },
};
