# Слова, общие для всех экранов.
button-menu = В меню
button-back = ‹ Назад
button-more = Ещё ›
button-earlier = ‹ Назад
button-contact = Связаться с нами
stale-button = Эта кнопка устарела, вот как обстоят дела сейчас.
sorry = Что-то пошло не так, и мы уже разбираемся. Попробуйте, пожалуйста, ещё раз чуть позже или напишите нам.
not-understood = Я понимаю кнопки лучше, чем слова 🙂 Вот что можно сделать:

minutes = { $count ->
    [one] { $count } минута
    [few] { $count } минуты
   *[other] { $count } минут
  }
points = { $count ->
    [one] { $count } балл
    [few] { $count } балла
   *[other] { $count } баллов
  }
when-online = { $moment } ({ $zone })
when-online-both = { $moment } ({ $zone }), у вас { $ownMoment } ({ $ownZone })
booking-what = <b>{ $service }</b>
booking-when = 🗓 { $when }
booking-who = 👤 { $specialist }
booking-where = 📍 { $address }
booking-online = 💻 Встреча онлайн
booking-link = 🔗 <a href="{ $url }">Ссылка на встречу</a>
booking-link-later = 🔗 Ссылку на встречу пришлём перед началом
booking-points = Баллами: { $points }
booking-paid = Оплачено: { $amount }
booking-refunded = Возвращено: { $amount }
booking-on-spot = К оплате на месте: { $amount }
booking-price = Стоимость: { $amount }
