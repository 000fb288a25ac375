import type { Friend, FriendReward } from "../../core/booking/index.ts";
import { pointsText } from "../book-visit/summary.ts";
import { sendQrCode, toFriends, toInvite } from "../buttons.ts";
import { dateOf, firstName } from "../format.ts";
import { pageRow, toMenuButton } from "../navigation.ts";
import { button, copyButton, lines, linkButton, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

export const FRIENDS_PER_PAGE = 10;

export type InviteFacts = {
  readonly business: string;
  readonly link: string;
  readonly friendPercent: number;
  readonly reward: number;
  readonly rewardsMax: number;
  /** Whether anybody gains by an invitation today. */
  readonly isOn: boolean;
};

/** The personal link of a client: deep, short, made of their code (EP-4). */
export const inviteLink = ({ botName, code }: { readonly botName: string; readonly code: string }): string =>
  `https://t.me/${botName}?start=ref_${code}`;

const INVITATION = /^ref_([A-Za-z0-9_-]+)$/;

/** The code in what a personal link says to the bot; undefined when it is no invitation. */
export const inviteCodeOf = (payload: string | undefined): string | undefined =>
  INVITATION.exec(payload ?? "")?.[1];

/** What an invitation brings to both, and the ways to send it. */
export function inviteScreen(words: Words, facts: InviteFacts): Screen {
  const { link, friendPercent: percent, reward, rewardsMax: max, isOn } = facts;
  return {
    text: isOn
      ? lines(
          words.t("invite-title"),
          "",
          percent > 0 ? words.t("invite-friend-gets", { percent }) : undefined,
          reward > 0 && max > 0
            ? words.t("invite-you-get", { points: pointsText(words, reward), max })
            : undefined,
          "",
          words.t("invite-link", { link }),
          "",
          words.t("invite-rule"),
        )
      : lines(words.t("invite-title"), "", words.t("invite-off"), "", words.t("invite-link", { link })),
    buttons: [
      [linkButton(words.c("button-share"), shareUrl(words, facts), "success")],
      [copyButton(words.c("button-copy-link"), link), button(words.c("button-qr"), sendQrCode.pack({}))],
      [button(words.c("button-friends"), toFriends.pack({ page: 0 })), toMenuButton(words)],
    ],
  };
}

/** Telegram's own page that asks whom to send something to. */
function shareUrl(words: Words, { business, link, friendPercent: percent }: InviteFacts): string {
  const text = words.c("invite-share", { business, percent });
  return `https://t.me/share/url?url=${encodeURIComponent(link)}&text=${encodeURIComponent(text)}`;
}

const REWARD_TEXTS = {
  not_yet: "friend-not-yet",
  rewarded: "friend-rewarded",
  month_full: "friend-month-full",
  none: "friend-none",
} as const satisfies Record<FriendReward, string>;

/** Who came by the link, by their first names, since when, and what each brought. */
export function friendsScreen(
  words: Words,
  facts: { readonly page: number; readonly friends: readonly Friend[]; readonly hasMore: boolean },
): Screen {
  const { page, friends, hasMore } = facts;
  return {
    text:
      friends.length === 0
        ? words.t("friends-none")
        : lines(words.t("friends-title"), "", ...friends.map((friend) => friendLine(words, friend))),
    buttons: [
      ...pageRow(words, { page, hasMore, to: (to) => toFriends.pack({ page: to }) }),
      [button(words.c("button-invite"), toInvite.pack({})), toMenuButton(words)],
    ],
  };
}

const friendLine = (words: Words, { name, isErased, since, reward, points }: Friend): string =>
  words.t("friend-line", {
    name: isErased ? words.c("friend-erased") : firstName(name),
    date: dateOf(since, words.zone),
    what: words.c(REWARD_TEXTS[reward], { points: pointsText(words, points) }),
  });
