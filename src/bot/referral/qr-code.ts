import { toBuffer } from "qrcode";

const WIDTH_PIXELS = 720;
/** The standard asks for four modules of white around a code. */
const QUIET_ZONE_MODULES = 4;

/** A picture of a link that a phone's camera opens: black on white, with its quiet zone. */
export const qrCode = (link: string): Promise<Buffer> =>
  toBuffer(link, {
    type: "png",
    errorCorrectionLevel: "M",
    margin: QUIET_ZONE_MODULES,
    width: WIDTH_PIXELS,
    color: { dark: "#000000ff", light: "#ffffffff" },
  });
