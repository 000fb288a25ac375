import type { Totals } from "../../analytics/model.ts";
import { BY_SPANS, figure, report } from "../report.ts";
import { totalsOf } from "../totals.ts";

/** Who came for the first time and who came again. */
export const clients = report<Totals>({
  about: "клиенты: кто пришёл впервые и кто вернулся",
  parts: BY_SPANS,
  gather: (asked) => totalsOf(asked, { withClients: true }),
  figures: [
    figure(
      [
        "clients",
        "clients",
        "Пришло",
        "сколько разных клиентов было на визитах, люди; части не складываются в период",
      ],
      "count",
      (one) => one.newClients + one.returningClients,
    ),
    figure(
      ["newClients", "new_clients", "Впервые", "первый в жизни визит, люди"],
      "count",
      (one) => one.newClients,
    ),
    figure(
      ["returningClients", "returning_clients", "Вернулись", "были и раньше этих дней, люди"],
      "count",
      (one) => one.returningClients,
    ),
    figure(
      ["friendsCame", "friends_came", "По приглашению", "из пришедших впервые — по ссылке друга, люди"],
      "count",
      (one) => one.friendsCame,
    ),
    figure(["visits", "visits", "Визитов", "состоялись, штуки"], "count", (one) => one.visits),
  ],
});
