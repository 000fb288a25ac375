import type { MessageLook } from "../broadcast-card.ts";

/** The picture that was chosen in the form need not come back from the server to be shown. */
export function withPicture(look: MessageLook, given: unknown): MessageLook {
  const isGiven = look.hasGivenPicture && typeof given === "string" && given.startsWith("data:image/");
  return isGiven ? { ...look, pictureUrl: given } : look;
}
