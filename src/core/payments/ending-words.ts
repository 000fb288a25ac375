type Words = Readonly<Record<string, string>>;

/** Why a payment came to nothing, by the gateway's code: all that it documents, and those of a request it refused. */
export const PAYMENT_END_WORDS: Words = {
  "3d_secure_failed": "банк не подтвердил клиента (3-D Secure)",
  call_issuer: "банк отклонил без объяснений: клиенту надо спросить у банка",
  canceled: "ЮKassa не назвала причину",
  canceled_by_merchant: "мы отменили платёж, деньги не списаны",
  card_expired: "истёк срок карты",
  country_forbidden: "карты этой страны не принимаются",
  deal_expired: "истёк срок сделки",
  expired_on_capture: "списание не подтвердили вовремя",
  expired_on_confirmation: "вышло время на оплату",
  forbidden: "ЮKassa не разрешает такой платёж",
  fraud_suspected: "ЮKassa или банк подозревают мошенничество",
  general_decline: "отклонён без объяснений",
  identification_required: "кошелёк клиента не идентифицирован",
  insufficient_funds: "не хватило денег",
  internal_timeout: "ЮKassa не успела: можно заплатить снова",
  invalid_card_number: "неверный номер карты",
  invalid_csc: "неверный код карты",
  invalid_request: "ЮKassa не приняла запрос",
  issuer_unavailable: "банк клиента был недоступен",
  payment_method_limit_exceeded: "превышен лимит платежей",
  payment_method_restricted: "банк запретил платежи этой картой",
  permission_revoked: "клиент отозвал разрешение на списания",
  unsupported_mobile_operator: "оператор связи не поддерживается",
};

/** The same of a refund: the money that it lacks is the shop's, not the client's. */
export const REFUND_END_WORDS: Words = {
  general_decline: "отклонён без объяснений",
  insufficient_funds: "в ЮKassa не хватило денег магазина",
  rejected_by_payee: "получатель отклонил возврат",
  rejected_by_timeout: "ЮKassa не успела: попробуйте снова",
  yoo_money_account_closed: "кошелёк клиента закрыт",
  payment_basket_id_not_found: "нет корзины электронного сертификата",
  payment_article_number_not_found: "нет такого товара в оплате сертификатом",
  payment_tru_code_not_found: "нет такого кода ТРУ в оплате сертификатом",
  too_many_refunding_articles: "товаров больше, чем оплачено сертификатом",
  some_articles_already_refunded: "за часть товаров сертификат уже возвращён",
};

/** A code in words; what the gateway said in its own, or may yet invent, is left as it came. */
export const endText = (words: Words, reason: string | undefined): string | undefined =>
  reason === undefined ? undefined : (words[reason] ?? reason);
