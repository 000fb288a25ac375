import { nextEarning } from "../../core/booking/index.ts";
import type { Message } from "../../core/notifications/index.ts";
import { findBlock, findBlockById, findClient } from "../../core/people/index.ts";
import { visitLines } from "../book-visit/summary.ts";
import { toContacts } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { firstName } from "../format.ts";
import { refusalText } from "../refusals.ts";
import { button, lines } from "../screen.ts";
import { type AboutBooking, type Composing, menuAnew, type Outgoing, type Unwanted } from "./composing.ts";
import {
  blockedScreen,
  blockLiftedScreen,
  friendCameScreen,
  keptLine,
  type MarkTold,
  markCorrectedScreen,
  missedLines,
  visitCompletedScreen,
} from "./mark-screens.ts";

export function noShowMarked({ words, message, booking, place }: AboutBooking): Outgoing | Unwanted {
  if (booking.state !== "no_show") return { unwanted: "mark_corrected" };
  return {
    text: lines(
      words.t("sent-no-show"),
      "",
      visitLines(words, booking, place),
      "",
      missedLines(words, markTold(message)),
      keptLine(words, booking),
      words.t("no-show-mistake"),
    ),
    buttons: [[button(words.c("button-contact"), anew(toContacts.pack({})))], [menuAnew(words)]],
  };
}

const markTold = ({ payload }: Message): MarkTold => ({
  mark: payload.mark === "no_show" ? "no_show" : "completed",
  earned: Number(payload.earned ?? 0),
  rebook: Number(payload.rebook ?? 0),
  penalty: Number(payload.penalty ?? 0),
  blockedUntil: typeof payload.blockedUntilMs === "number" ? new Date(payload.blockedUntilMs) : undefined,
  earnedTakenBack: Number(payload.earnedTakenBack ?? 0),
  penaltyBack: Number(payload.penaltyBack ?? 0),
  isBlockLifted: payload.isBlockLifted === true,
});

/** Only the latest mark is told of. */
const isOfAnEarlierMark = ({ booking, message }: AboutBooking): boolean =>
  booking.marks !== Number(message.payload.number);

export async function visitCompleted(from: AboutBooking): Promise<Outgoing | Unwanted> {
  const { app, words, message, booking, place } = from;
  if (isOfAnEarlierMark(from)) return { unwanted: "mark_corrected" };
  const next = await nextEarning(app, { clientId: booking.clientId });
  const screen = visitCompletedScreen(words, { booking, place, told: markTold(message), next });
  return { ...screen, isSilent: true };
}

export async function markCorrected(from: AboutBooking): Promise<Outgoing | Unwanted> {
  const { app, words, message, booking, place } = from;
  if (isOfAnEarlierMark(from)) return { unwanted: "mark_corrected" };
  const told = markTold(message);
  const block = await findBlock(app.db, booking.clientId, app.clock.now());
  const isBlockLifted = told.isBlockLifted && block === undefined;
  return markCorrectedScreen(words, { booking, place, told: { ...told, isBlockLifted } });
}

export async function clientBlocked({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const block = await findBlockById(app.db, String(message.payload.blockId));
  if (block === undefined || block.isLifted) return { unwanted: "block_lifted" };
  const { reason, endsAt } = block;
  const detail = endsAt === undefined ? { reason } : { reason, endsAt };
  return blockedScreen(words, refusalText(words, { ok: false, refusal: "client_blocked", detail }));
}

export async function blockLifted({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const { clientId } = message;
  const block = clientId && (await findBlock(app.db, clientId, app.clock.now()));
  return block ? { unwanted: "blocked_again" } : blockLiftedScreen(words);
}

export async function friendCame({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const friend = await findClient(app.db, String(message.payload.friendId));
  if (friend === undefined) return { unwanted: "client_gone" };
  const facts = { name: firstName(friend.name), points: Number(message.payload.points ?? 0) };
  return { ...friendCameScreen(words, facts), isSilent: true };
}
