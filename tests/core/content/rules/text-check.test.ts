import { describe, expect, it } from "vitest";
import { readPattern } from "../../../../src/core/content/fluent.ts";
import type { TextKind } from "../../../../src/core/content/model.ts";
import { checkText, neededIn } from "../../../../src/core/content/rules/text-check.ts";
import { granted } from "../../../support/make.ts";
import { lined } from "../lined.ts";

const parsed = (text: string) => granted(readPattern(lined(text)));
const check = (shipped: string, given: string, kind: TextKind = "message") =>
  checkText({ kind, pattern: parsed(shipped) }, parsed(given));

const PAY = "К оплате: <b>{ $amount }</b>, { $name }";
const MINUTES =
  "{ $count ->\n [one] { $count } минута\n [few] { $count } минуты\n *[other] { $count } минут\n}";

describe("a sentence for a shipped one", () => {
  it.each([
    [PAY, "Заплатите { $amount }"],
    [PAY, "<i>{ $name }</i>, с вас <b>{ $amount }</b> &amp; спасибо"],
    [MINUTES, "{ $count } мин"],
    [MINUTES, "{ $count -> [one] { $count } минутка [few] { $count } минутки *[other] { $count } минуток }"],
    [
      MINUTES,
      "{ $count -> [0] сейчас, { $count } [one] { $count } а [few] { $count } б *[many] { $count } в }",
    ],
    ['<a href="{ $url }">Ссылка</a>', '👉 <a href="{ $url }">сюда</a>'],
    ['Слова { $a -> [none] { "" } *[other] { $a } }', '{ $a -> [none] { "" } *[other] { $a } }, слова'],
  ])("%j may be %j", (shipped, given) => {
    expect(check(shipped, given)).toEqual([]);
  });

  it("with a value that it does not know and a tag left open is told of both", () => {
    expect(check(PAY, "<b>К оплате: { $sum }")).toEqual([
      "Переменной { $sum } здесь нет. Можно: { $amount }, { $name }.",
      "Разметка: <b> — тег не закрыт.",
    ]);
    expect(check("Да", "<b>{ $sum }", "button")).toHaveLength(1);
  });

  it.each<readonly [string, string, string]>([
    [PAY, "К оплате: { $sum }", "Переменной { $sum } здесь нет. Можно: { $amount }, { $name }."],
    ["Привет", "Привет, { $name }", "Переменной { $name } здесь нет. В этом тексте переменных не бывает."],
    [PAY, "Платите, { $name }", "Не хватает переменной { $amount }: без неё клиент не узнает главного."],
    [
      MINUTES,
      "{ $count -> [one] минута [few] { $count } *[other] { $count } }",
      "Переменная { $count } должна стоять в каждом из вариантов.",
    ],
    [
      PAY,
      "{ $amount -> [one] { $amount } *[other] { $amount } }",
      "Выбирать форму по { $amount } нельзя: это уже готовые слова.",
    ],
    [
      MINUTES,
      "{ $count -> [uno] { $count } *[other] { $count } }",
      "Варианта [uno] у { $count } не бывает. Можно: [one], [few], [other].",
    ],
    [
      MINUTES,
      "{ $count -> [one] { $count } а *[other] { $count } б }",
      "У { $count } нет формы [few]: для 2, 3 и 4 («2 минуты»).",
    ],
    [PAY, "<b>К оплате: { $amount }", "Разметка: <b> — тег не закрыт."],
    [PAY, "{ $amount } <div>x</div>", "Разметка: <div> — такого тега Telegram не знает."],
    [
      '<a href="{ $url }">x</a>',
      '{ $url } <a href="x">y</a>',
      'Разметка: <a href="x"> — у ссылки нет адреса: href="https://…".',
    ],
    ["Слова", '{ "" }', "Текст пустой."],
    ["Слова", "<b></b>", "Текст пустой."],
    ["{ $a -> [x] 1 *[y] 2 }", '{ $a -> [x] { "" } *[y] 2 }', "Текст пустой."],
    ["Слова", "ё".repeat(1_001), "Текст длинный: 1001 знак без переменных, а помещается не больше 1000."],
  ])("%j may not be %j", (shipped, given, sentence) => {
    expect(check(shipped, given)).toEqual([sentence]);
  });

  it("a tag that one form opens and another does not is found", () => {
    expect(check("{ $a -> [x] 1 *[y] 2 }", "{ $a -> [x] <b>1 *[y] 2 }</b>")[0]).toMatch(/^Разметка/);
  });

  it("a caption has no tags to close, one line, and up to 40 characters", () => {
    expect(check("Записаться", "<b>Хочу", "button")).toEqual([]);
    expect(check("Записаться", "а\nб", "button")).toEqual(["Надпись на кнопке пишется в одну строку."]);
    expect(check("Записаться", "а".repeat(40), "button")).toEqual([]);
    expect(check("Записаться", "а".repeat(41), "button")).toEqual([
      "Текст длинный: 41 знак без переменных, а помещается не больше 40.",
    ]);
    expect(check("а".repeat(50), "б".repeat(50), "button")).toEqual([]);
  });

  it("must say sums, moments and links that stand in each form of the shipped one, and no more", () => {
    expect(neededIn(parsed(PAY))).toEqual(["amount"]);
    expect(neededIn(parsed("{ $x -> [a] { $until } *[b] { $until } { $amount } }"))).toEqual(["until"]);
    expect(neededIn(parsed("{ $name } и { $business }"))).toEqual([]);
  });
});

describe("what Fluent cannot read", () => {
  it.each([
    ["", "текст пустой"],
    ["{ $amount", "фигурная скобка { не закрыта"],
    ["amount }", "лишняя фигурная скобка }"],
    ["{ $n ->\n [one] раз\n}", "у выбора формы нет последнего варианта со звёздочкой: *[other]"],
    ["{ amount }", "в фигурных скобках бывают только переменные, а здесь «amount»"],
    ["{ NUMBER($n) }", "в фигурных скобках бывают только переменные, а здесь «NUMBER»"],
    [
      "{ $n -> [one] раз *[other] два }",
      "варианты в квадратных скобках и закрывающая скобка } стоят на отдельных строках",
    ],
    ["{ 1 ->\n *[other] раз\n}", "форму выбирает только переменная: { $count -> … }"],
    [
      "{ 5 $ }",
      "не получилось разобрать то, что стоит в фигурных скобках; переменная пишется так: { $name }",
    ],
  ])("%j is refused: %s", (text, problem) => {
    expect(readPattern(text)).toEqual({ ok: false, refusal: "text_unreadable", detail: { problem } });
  });
});
