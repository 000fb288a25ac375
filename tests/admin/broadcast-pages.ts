import { randomUUID } from "node:crypto";
import type { BroadcastCard } from "../../src/admin/broadcast-card.ts";
import type { Visitor } from "./visitor.ts";

export const LIST = "/admin/api/resources/Broadcast/actions";

/** The panel's pages of broadcasts, as a visitor sees and uses them. */
export function broadcastPages(visitor: Visitor) {
  const onList = async (action: string, body: object, who = visitor) =>
    (await who.post(`${LIST}/${action}`, body)).json;
  const onRow = async (id: string, action: string, body: object = {}, who = visitor) =>
    (await who.post(`/admin/api/resources/Broadcast/records/${id}/${action}`, body)).json;
  const formOf = async (id: string, action: string) =>
    (await visitor.get(`/admin/api/resources/Broadcast/records/${id}/${action}`)).json.form as unknown as {
      readonly intro: string;
    };
  const shown = async (id: string) =>
    (await visitor.get(`/admin/api/resources/Broadcast/records/${id}/show`)).json.record;
  const cardOf = async (id: string): Promise<BroadcastCard> =>
    JSON.parse(String((await shown(id))?.params.card).replaceAll("\u00a0", " "));
  const offeredOn = async (id: string) => (await shown(id))?.recordActions?.map(({ name }) => name) ?? [];
  return { onList, onRow, formOf, shown, cardOf, offeredOn };
}

/** What is typed into the form of a new broadcast. */
export const typed = (over: object = {}) => ({
  ...{ broadcastId: randomUUID(), title: "Осень", kind: "marketing", audience: "all" },
  ...{ text: "Здравствуйте, {имя}! <b>Скидки</b>", picture: "", buttons: "[]", advertiser: "", erid: "" },
  ...over,
});
