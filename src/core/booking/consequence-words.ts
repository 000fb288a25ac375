import { formatRubles, type Kopecks, kopecks } from "../kernel/money.ts";
import { formatWhole } from "../kernel/points.ts";
import type { BookingView, MovePreview } from "./model.ts";
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

/**
 * What changes for the client with a move, each in a phrase, ahead of it: the price, what comes back, and what cancelling
 * late costs where that is another from then on. A visit that changes in its time alone has none (CX-7, CX-2).
 */
export function movePhrases(move: MovePreview, momentText: MomentText): readonly string[] {
  const { price, priceBefore, refund, pointsBack } = move;
  const changes = told(
    price === priceBefore ? undefined : `цена ${formatRubles(priceBefore)} станет ${formatRubles(price)}`,
    money("клиенту вернётся", refund),
    amount("вернутся баллы", pointsBack),
  );
  return [...changes, ...lateChangePhrases(move, momentText)];
}

/** Of these what is agreed anew about cancelling late. */
export function lateChangePhrases(
  { lateBefore, lateAfter }: Pick<MovePreview, "lateBefore" | "lateAfter">,
  momentText: MomentText,
): readonly string[] {
  const [keptBefore, keptAfter] = [lateBefore?.kept ?? 0, lateAfter?.kept ?? 0];
  const isLateAnother = keptBefore !== keptAfter || (lateBefore === undefined) !== (lateAfter === undefined);
  const freeUntil = isLateAnother ? lateAfter?.freeUntil : undefined;
  const wasInTime = lateBefore === undefined || lateBefore.freeUntil !== undefined;
  const isLateAtOnce = wasInTime && lateAfter !== undefined && lateAfter.freeUntil === undefined;
  return told(
    keptAfter > 0 && keptAfter !== keptBefore
      ? `при поздней отмене предоплата ${formatRubles(kopecks(keptAfter))} клиенту не вернётся`
      : undefined,
    keptBefore > 0 && keptAfter === 0
      ? `при поздней отмене предоплата ${formatRubles(kopecks(keptBefore))} теперь вернётся`
      : undefined,
    freeUntil && `отменить без потерь клиент сможет до ${momentText(freeUntil)}`,
    isLateAtOnce ? "отмена клиентом сразу будет поздней" : undefined,
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
