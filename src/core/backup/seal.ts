import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import { CannotUse, damaged } from "./model.ts";

/**
 * A file is a row of chunks, each sealed with its place and whether it is the last, so that none can be changed, swapped,
 * left out or cut off unseen. With a passphrase the seal is AES-256-GCM under a key of this file's own (scrypt, a fresh
 * salt), used as the STREAM construction says: the nonce is the chunk's number and a byte that marks the last one.
 * Without one it is a checksum, which finds damage and no forgery.
 */
export type Seal = {
  close(payload: Buffer, place: Place): Buffer;
  /** @throws CannotUse when it is not what was sealed */
  open(sealed: Buffer, place: Place): Buffer;
};

export type Place = { readonly number: number; readonly isLast: boolean };

/** What the beginning of a file says of how the rest is kept. */
export const WRAPPING = z.object({
  compression: z.literal("zstd"),
  encryption: z
    .object({
      cipher: z.literal("aes-256-gcm"),
      kdf: z.literal("scrypt"),
      cost: z.number().int().min(1_024).max(1_048_576),
      salt: z.base64(),
      /** A part of what scrypt made that is no part of the key: it tells a wrong passphrase from a damaged file. */
      check: z.base64(),
    })
    .nullable(),
});
export type Wrapping = z.output<typeof WRAPPING>;

export const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const CHECK_BYTES = 16;
const SALT_BYTES = 16;
/** 128 MiB and a good part of a second for each guess. */
const SCRYPT_COST = 131_072;

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);

/** How a new file will be kept, and what seals it. */
export async function newSeal(passphrase: string | undefined): Promise<{
  readonly wrapping: Wrapping;
  readonly sealFor: (head: Buffer) => Seal;
}> {
  if (passphrase === undefined) {
    return { wrapping: { compression: "zstd", encryption: null }, sealFor: checksumSeal };
  }
  const salt = randomBytes(SALT_BYTES);
  const { key, check } = await keysOf(passphrase, salt, SCRYPT_COST);
  const encryption = {
    ...{ cipher: "aes-256-gcm" as const, kdf: "scrypt" as const, cost: SCRYPT_COST },
    ...{ salt: salt.toString("base64"), check: check.toString("base64") },
  };
  return { wrapping: { compression: "zstd", encryption }, sealFor: (head) => cipherSeal(key, head) };
}

/**
 * The seal of a file that is there.
 *
 * @param head the bytes before the first chunk: they are sealed with each chunk
 * @throws CannotUse when the passphrase is missing, wrong, or there is nothing to open with it
 */
export async function sealOf(
  { encryption }: Wrapping,
  head: Buffer,
  passphrase: string | undefined,
): Promise<Seal> {
  if (encryption === null) {
    if (passphrase !== undefined) throw new CannotUse("passphrase_not_needed");
    return checksumSeal(head);
  }
  if (passphrase === undefined) throw new CannotUse("passphrase_needed");
  const { key, check } = await keysOf(passphrase, Buffer.from(encryption.salt, "base64"), encryption.cost);
  const expected = Buffer.from(encryption.check, "base64");
  if (expected.length !== check.length || !timingSafeEqual(check, expected)) {
    throw new CannotUse("passphrase_wrong");
  }
  return cipherSeal(key, head);
}

async function keysOf(passphrase: string, salt: Buffer, cost: number) {
  const settings = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 };
  const made = await derive(passphrase.normalize("NFKC"), salt, KEY_BYTES + CHECK_BYTES, settings);
  return { key: made.subarray(0, KEY_BYTES), check: made.subarray(KEY_BYTES) };
}

function nonceOf({ number, isLast }: Place): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(number, NONCE_BYTES - 7, 6);
  nonce[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}

const CHUNK_DAMAGED = "контрольная сумма не сходится";

function cipherSeal(key: Buffer, head: Buffer): Seal {
  return {
    close: (payload, place) => {
      const cipher = createCipheriv("aes-256-gcm", key, nonceOf(place)).setAAD(head);
      return Buffer.concat([cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed, place) => {
      const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(place), { authTagLength: TAG_BYTES });
      decipher.setAAD(head).setAuthTag(sealed.subarray(-TAG_BYTES));
      const payload = decipher.update(sealed.subarray(0, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        throw damaged(CHUNK_DAMAGED);
      }
      return payload;
    },
  };
}

function checksumSeal(head: Buffer): Seal {
  const tagOf = (payload: Buffer, place: Place): Buffer =>
    createHash("sha256").update(nonceOf(place)).update(head).update(payload).digest().subarray(0, TAG_BYTES);
  return {
    close: (payload, place) => Buffer.concat([payload, tagOf(payload, place)]),
    open: (sealed, place) => {
      const payload = sealed.subarray(0, -TAG_BYTES);
      if (!tagOf(payload, place).equals(sealed.subarray(-TAG_BYTES))) throw damaged(CHUNK_DAMAGED);
      return payload;
    },
  };
}
