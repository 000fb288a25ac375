import { listHotWindows } from "../../core/booking/index.ts";
import { dryRunBroadcast, findBroadcast, windowSlotsOf, windowsText } from "../../core/broadcasts/index.ts";
import { hotProposedScreen } from "../hot-windows/staff-screens.ts";
import type { Composing, Outgoing, Unwanted } from "./composing.ts";

/** New hot windows: staff are asked whether clients shall hear of them (MS-4). */
export async function hotWindowsProposed({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const broadcast = await findBroadcast(app.db, String(message.payload.broadcastId));
  if (broadcast?.state !== "draft") return { unwanted: "hot_decided" };
  const windows = await listHotWindows(app, windowSlotsOf(broadcast.buttons));
  if (windows.length === 0) return { unwanted: "no_hot_windows" };
  const counted = await dryRunBroadcast(app, broadcast.id);
  return hotProposedScreen(words, {
    broadcastId: broadcast.id,
    listed: windowsText(windows, words.zone),
    recipients: counted.ok ? counted.value.recipients : 0,
  });
}
