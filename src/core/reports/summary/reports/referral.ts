import type { Totals } from "../../analytics/model.ts";
import { BY_SPANS, figure, report } from "../report.ts";
import { totalsOf } from "../totals.ts";

/** Whom friends brought and what was given for it. */
export const referral = report<Totals>({
  about: "приглашения: кто пришёл по ссылке друга и что за это начислено",
  parts: BY_SPANS,
  gather: (asked) => totalsOf(asked, { withClients: true }),
  figures: [
    figure(
      ["invited", "invited", "Перешли по ссылке", "новые клиенты по ссылке друга, люди"],
      "count",
      (one) => one.invited,
    ),
    figure(
      ["friendsCame", "friends_came", "Пришли на визит", "из них и прежних — первый визит в эти дни, люди"],
      "count",
      (one) => one.friendsCame,
    ),
    figure(
      ["rewards", "rewards", "Наград", "начислено наград минус снятые, штуки"],
      "count",
      (one) => one.rewards,
    ),
    figure(
      ["rewardPoints", "reward_points", "Баллов", "за приглашённых минус снятое, баллы"],
      "points",
      (one) => one.rewardPoints,
    ),
  ],
});
