import { InputFile } from "grammy";
import {
  type BroadcastMessage,
  broadcastMessage,
  findPicture,
  findPictureFileId,
  keepPictureFileId,
  type ReadyButton,
} from "../../core/broadcasts/index.ts";
import { pressBroadcast, stopNews } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { type Button, button, linkButton } from "../screen.ts";
import type { Words } from "../texts.ts";
import type { Composing, Outgoing, Unwanted } from "./composing.ts";

/** A broadcast for one client, as it is now (MS-3): its picture, its words, its buttons, and the way out. */
export async function broadcast({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const broadcastId = String(message.payload.broadcastId);
  if (message.clientId === undefined) return { unwanted: "the receiver is no client" };
  const written = await broadcastMessage(app, { broadcastId, reader: { clientId: message.clientId } });
  return written.ok ? outgoing(app, words, written.value) : { unwanted: UNWANTED[written.refusal] };
}

/** The same for a member of staff who tries it out; its buttons are for clients, so only links work. */
export async function broadcastTest({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const broadcastId = String(message.payload.broadcastId);
  if (message.staffId === undefined) return { unwanted: "the receiver is not of the staff" };
  const written = await broadcastMessage(app, { broadcastId, reader: { staffId: message.staffId } });
  if (!written.ok) return { unwanted: UNWANTED[written.refusal] };
  const { html } = written.value;
  return outgoing(app, words, { ...written.value, html: `${words.t("broadcast-test")}\n\n${html}` });
}

const UNWANTED = {
  unknown_broadcast: "the broadcast is gone",
  unknown_client: "the client is gone",
  unknown_staff: "the member of staff is gone",
  no_hot_slot_left: "no hot window is left",
} as const;

async function outgoing(app: Composing["app"], words: Words, message: BroadcastMessage): Promise<Outgoing> {
  const { broadcast: one, html, buttons, hasWayOut } = message;
  const photo = one.hasPicture ? await photoOf(app, one.id) : undefined;
  return {
    text: html,
    buttons: [
      ...buttons.map((ready) => [buttonOf(one.id, ready)]),
      ...(hasWayOut ? [[button(words.c("button-stop-news"), anew(stopNews.pack({})))]] : []),
    ],
    ...(photo ? { photo } : {}),
  };
}

const STYLES = { service: "success", slot: "danger", window: "danger" } as const;

function buttonOf(broadcastId: string, ready: ReadyButton): Button {
  const { label, index } = ready;
  if (ready.leadsTo === "link") return linkButton(label, ready.url);
  return button(label, anew(pressBroadcast.pack({ broadcastId, index })), STYLES[ready.leadsTo]);
}

/** The bytes travel once: from then on Telegram is told its own name for them. */
async function photoOf({ db }: Composing["app"], broadcastId: string): Promise<Outgoing["photo"]> {
  const keep = (fileId: string | undefined) => keepPictureFileId(db, broadcastId, fileId);
  const fileId = await findPictureFileId(db, broadcastId);
  if (fileId !== undefined) return { photo: fileId, keep };
  const picture = await findPicture(db, broadcastId);
  if (picture === undefined) return undefined;
  const extension = picture.kind === "png" ? "png" : "jpg";
  return { photo: new InputFile(picture.bytes, `picture.${extension}`), keep };
}
