const LENGTH = 10;

/**
 * The code of a client's invitation link: short, of the deep link's alphabet, and not to be guessed.
 *
 * Taken from the random tail of the client's own uuid, so that it needs no source of chance of its own.
 */
export const makeReferralCode = (clientId: string): string =>
  BigInt(`0x${clientId.replaceAll("-", "").slice(-16)}`)
    .toString(36)
    .padStart(13, "0")
    .slice(-LENGTH);
