import { formatRubles, type Kopecks, kopecks } from "../kernel/money.ts";
import { formatWhole } from "../kernel/points.ts";
import type { BookingView } from "./model.ts";
import type { ToldCancellation } from "./tell-cancelled.ts";
import type { ToldMark } from "./tell-marked.ts";

/** How a face writes a moment. */
type MomentText = (at: Date) => string;

/**
 * What a cancellation by the business gives back, leaves to staff's hands and takes with it, each in a phrase: `ahead` of
 * it, or once it is done (CX-6, CX-7, PY-7).
 */
export function cancellationPhrases(
  done: ToldCancellation,
  momentText: MomentText,
  when: "ahead" | "done" = "done",
): readonly string[] {
  const { refund, pointsBack, handedBack, droppedMove } = done;
  return told(
    money("клиенту вернётся", refund),
    amount("вернутся баллы", pointsBack),
    handedBack > 0
      ? `на месте принято ${formatRubles(handedBack)}: отдайте клиенту и запишите возврат`
      : undefined,
    droppedMove &&
      `незавершённый перенос на ${momentText(droppedMove.startsAt)} тоже ${when === "ahead" ? "отменится" : "отменён"}`,
  );
}

/** What a mark did to points and blocks, and what of an earlier one was undone, each in a phrase (CX-3, CX-4, CX-8, EP-1). */
export function markPhrases(mark: ToldMark, momentText: MomentText): readonly string[] {
  const { earned, rebook, penalty, blockedUntil } = mark;
  return told(
    amount("штраф снят, возвращено баллов", mark.penaltyBack),
    amount("сняты баллы за визит", mark.earnedTakenBack),
    mark.isBlockLifted ? "блокировка за неявки снята" : undefined,
    amount("начислено баллов", earned),
    amount("за быструю запись ещё", rebook),
    amount("списано баллов за неявку", penalty),
    blockedUntil && `повторная неявка, запись клиенту закрыта до ${momentText(blockedUntil)}`,
  );
}

/** What a visit that took place is still owed, in a phrase; nothing of one that did not, or that is paid (PY-7). */
export const owedPhrases = ({
  state,
  owedOnSpot,
}: Pick<BookingView, "state" | "owedOnSpot">): readonly string[] =>
  told(state === "completed" ? money("осталось получить", owedOnSpot) : undefined);

const told = (...phrases: readonly (string | undefined)[]): readonly string[] =>
  phrases.filter((phrase) => phrase !== undefined);
const money = (what: string, sum: Kopecks): string | undefined =>
  sum > 0 ? `${what} ${formatRubles(kopecks(sum))}` : undefined;
const amount = (what: string, points: number): string | undefined =>
  points > 0 ? `${what}: ${formatWhole(points)}` : undefined;
