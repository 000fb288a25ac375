/** Below this a passphrase that people think up is found by trying. */
export const PASSPHRASE_LENGTH_MIN = 12;

/**
 * Whether a passphrase protects little: it has fewer than twelve letters, as people count them. Such a one is taken all the
 * same, because copies that were encrypted with it have to stay readable; whoever makes a new copy hears of it.
 */
export const isShortPassphrase = (passphrase: string): boolean =>
  [...passphrase].length < PASSPHRASE_LENGTH_MIN;
