const SIDE_MAX = 1_280;
const BYTES_MAX = 1_500_000;

/** A picture as a `data:` address, made smaller where it is larger than a chat shows; undefined: it is none. */
export async function shrinkPicture(file: File): Promise<string | undefined> {
  if (!["image/jpeg", "image/png"].includes(file.type)) return undefined;
  const whole = await dataOf(file);
  const image = await loaded(whole);
  if (image === undefined) return undefined;
  const side = Math.max(image.naturalWidth, image.naturalHeight);
  if (side <= SIDE_MAX && file.size <= BYTES_MAX) return whole;
  const scale = Math.min(1, SIDE_MAX / side);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.85);
}

export const dataOf = (file: File): Promise<string> =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });

const loaded = (address: string): Promise<HTMLImageElement | undefined> =>
  new Promise((done) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => done(undefined);
    image.src = address;
  });
