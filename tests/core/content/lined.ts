/** A sentence written in one line, its forms and the brace that ends them put on lines of their own, as Fluent wants them. */
export function lined(text: string): string {
  const choices: boolean[] = [];
  let out = "";
  for (const [at, sign] of [...text].entries()) {
    const rest = [...text].slice(at).join("");
    if (sign === "{") choices.push(/^\{[^{}]*->/.test(rest));
    const endsChoice = sign === "}" && choices.pop() === true;
    const beginsForm = /^ \*?\[/.test(rest) && choices.at(-1) === true;
    out += endsChoice || beginsForm ? `\n${sign}` : sign;
  }
  return out;
}
