/** What a message looks like in Telegram, as the server tells it. */
export type MessageLook = {
  readonly html: string;
  readonly buttons: readonly string[];
  readonly pictureUrl?: string;
  readonly hasGivenPicture?: boolean;
};

/** The picture that was chosen in the form need not come back from the server to be shown. */
export function withPicture(look: MessageLook, given: unknown): MessageLook {
  const isGiven = look.hasGivenPicture && typeof given === "string" && given.startsWith("data:image/");
  return isGiven ? { ...look, pictureUrl: given } : look;
}
