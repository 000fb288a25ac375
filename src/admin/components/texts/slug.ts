const LETTERS: Readonly<Record<string, string>> = {
  ...{ а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "y", к: "k" },
  ...{ л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "h", ц: "ts" },
  ...{ ч: "ch", ш: "sh", щ: "sch", ъ: "", ы: "y", ь: "", э: "e", ю: "yu", я: "ya" },
};

const SLUG_MAX = 32;

/** A page's name in links, made from its title: «Наши мастера» → `nashi-mastera`; another one when it is taken. */
export function slugFor(title: string, taken: ReadonlySet<string>): string {
  const latin = [...title.toLowerCase()].map((letter) => LETTERS[letter] ?? letter).join("");
  const words = latin.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const slug = words.slice(0, SLUG_MAX).replace(/-+$/, "") || "page";
  if (!taken.has(slug)) return slug;
  for (let number = 2; ; number += 1) {
    const next = `${slug.slice(0, SLUG_MAX - 3)}-${number}`;
    if (!taken.has(next)) return next;
  }
}
