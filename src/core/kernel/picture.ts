const BEGINNINGS = {
  jpeg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
} as const;

export type PictureKind = keyof typeof BEGINNINGS;

/** A JPEG or a PNG by its first bytes, whatever it is called; undefined: neither. */
export function pictureKind(bytes: Uint8Array): PictureKind | undefined {
  const begins = (with_: readonly number[]) => with_.every((byte, index) => bytes[index] === byte);
  if (begins(BEGINNINGS.jpeg)) return "jpeg";
  return begins(BEGINNINGS.png) ? "png" : undefined;
}
