const ROUNDS = 8;

type InOrder = <const Works extends readonly (() => Promise<unknown>)[]>(
  ...works: Works
) => Promise<{ -readonly [K in keyof Works]: Awaited<ReturnType<Works[K]>> }>;

/**
 * So many times a way to do several things at one moment, begun with another of them each time; the answers come in the
 * order in which the things were named.
 */
export const inEveryOrder = (): readonly InOrder[] =>
  Array.from(
    { length: ROUNDS },
    (_, round): InOrder =>
      async (...works) => {
        const from = round % works.length;
        const begun = new Map<number, Promise<unknown>>();
        for (let step = 0; step < works.length; step += 1) {
          const place = (from + step) % works.length;
          const work = works[place];
          if (work) begun.set(place, work());
        }
        const answers = await Promise.all(works.map((_work, place) => begun.get(place)));
        return answers as never;
      },
  );
