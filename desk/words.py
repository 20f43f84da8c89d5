"""States, channels and kinds of mail in the words of a library."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.orders import Channel, MailState, OrderState

STATES: Mapping[OrderState, str] = {
    OrderState.NEW: "новый",
    OrderState.ACCEPTED: "в работе",
    OrderState.READY: "готов",
    OrderState.SENT: "отправлен",
    OrderState.HANDED_OVER: "выдан",
    OrderState.REFUSED: "отказ",
    OrderState.WITHDRAWN: "отозван",
    OrderState.CLOSED: "закрыт",
}
CHANNELS: Mapping[Channel, str] = {
    Channel.LINK: "по ссылке",
    Channel.MAIL: "по электронной почте",
    Channel.COURIER: "курьером",
    Channel.FAX: "факсом",
    Channel.POST: "почтой",
    Channel.PICK_UP: "в библиотеке",
}
MAILS: Mapping[MailState, str] = {
    MailState.WAITING: "ждёт отправки",
    MailState.SENDING: "отправляется",
    MailState.SENT: "отправлено",
    MailState.WRITTEN: "лежит в папке outbox",
    MailState.FAILED: "не ушло",
    MailState.DOUBTFUL: "неизвестно, ушло ли",
}
