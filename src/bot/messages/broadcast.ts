import { InputFile } from "grammy";
import {
  type BroadcastMessage,
  broadcastMessage,
  charactersMaxOf,
  findPicture,
  findPictureFileId,
  keepPictureFileId,
  type ReadyButton,
} from "../../core/broadcasts/index.ts";
import { present } from "../../core/kernel/invariant.ts";
import { pressBroadcast, stopNews, toHotStarts, toMenu } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import type { Photo } from "../photos.ts";
import { type Button, button, linkButton } from "../screen.ts";
import type { Words } from "../texts.ts";
import type { Composing, Outgoing, Unwanted } from "./composing.ts";

/** A broadcast for one client, as it is now (MS-3): its picture, its words, its buttons, and the way out. */
export async function broadcast({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const broadcastId = String(message.payload.broadcastId);
  if (message.clientId === undefined) return { unwanted: "wrong_receiver" };
  const written = await broadcastMessage(app, { broadcastId, reader: { clientId: message.clientId } });
  return written.ok ? outgoing(app, words, written.value) : { unwanted: UNWANTED[written.refusal] };
}

/** The same for a member of staff who tries it out; its buttons are for clients, so only links work. */
export async function broadcastTest({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const broadcastId = String(message.payload.broadcastId);
  if (message.staffId === undefined) return { unwanted: "wrong_receiver" };
  const written = await broadcastMessage(app, { broadcastId, reader: { staffId: message.staffId } });
  if (!written.ok) return { unwanted: UNWANTED[written.refusal] };
  const { text, buttons, ...rest } = outgoing(app, words, written.value);
  const marked = `${words.t("broadcast-test")}\n\n${text}`;
  const { hasPicture } = written.value.broadcast;
  // One that is as long as Telegram takes has no room for a word more.
  if (marked.length <= charactersMaxOf({ hasPicture })) return { ...rest, text: marked, buttons };
  const mark = button(words.c("button-broadcast-test"), anew(toMenu.pack({})));
  return { ...rest, text, buttons: [[mark], ...buttons] };
}

const UNWANTED = {
  unknown_broadcast: "broadcast_gone",
  unknown_client: "client_gone",
  unknown_staff: "staff_gone",
  no_hot_slot_left: "no_hot_windows",
} as const;

function outgoing(app: Composing["app"], words: Words, message: BroadcastMessage): Outgoing {
  const { broadcast: one, html, buttons, hasWayOut } = message;
  return {
    text: html,
    buttons: [
      ...buttons.map((ready) => [buttonOf(one.id, ready)]),
      ...(one.kind === "hot"
        ? [[button(words.c("button-hot-all"), anew(toHotStarts.pack({ page: 0 })))]]
        : []),
      ...(hasWayOut ? [[button(words.c("button-stop-news"), anew(stopNews.pack({})))]] : []),
    ],
    ...(one.hasPicture ? { photo: photoOf(app, one.id) } : {}),
  };
}

const STYLES = { service: "success", slot: "danger", window: "danger" } as const;

function buttonOf(broadcastId: string, ready: ReadyButton): Button {
  const { label, index } = ready;
  if (ready.leadsTo === "link") return linkButton(label, ready.url);
  return button(label, anew(pressBroadcast.pack({ broadcastId, index })), STYLES[ready.leadsTo]);
}

const photoOf = ({ db }: Composing["app"], broadcastId: string): Photo => ({
  id: broadcastId,
  findName: () => findPictureFileId(db, broadcastId),
  open: async () => {
    const { kind, bytes } = present(await findPicture(db, broadcastId), "the picture of a broadcast");
    return new InputFile(bytes, kind === "png" ? "picture.png" : "picture.jpg");
  },
  keepName: (name) => keepPictureFileId(db, broadcastId, name),
});
