"""`redress demo-log`: a made-up log, so that a newcomer sees the report filled. Marked as such in every row.

The questions are ways to ask from the knowledge, and some that nobody answers; there are no persons in it. Equal
seeds make equal logs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, get_args

from bot.core import buttons
from bot.core.knowledge import LIGHT, Ask, Knowledge
from bot.core.model import Feedback, Outcome, Question, Record
from bot.core.report.values import Sent
from bot.edges.store.history import MADE_UP

_COUNTRIES: Final = {"es": 26, "it": 22, "fr": 15, "gb": 14, "us": 7, "ar": 6, "int": 3, None: 7}
_SPOKEN: Final = {"es": "es", "it": "it", "fr": "fr", "gb": "en", "us": "en", "ar": "es", "int": "en", None: "en"}
_ABROAD: Final = 0.12  # of the questions are in another language than the country's first
_SURE: Final = {"en": 0.76, "it": 0.71, "es": 0.67, "fr": 0.58}  # answered at once
_OFFERED: Final = 0.55  # of the others
_ASKED_MOST: Final = (
    "unpaid-wages guarantee-apply severance job-after-filing guarantee-fund unemployment-benefit first-steps "
    "collective-redundancy worker-buyout holiday-pay claim-deadline signing-papers".split()
)
_PUZZLING: Final = {"creditor-ranking": 0.55, "occupational-pension": 0.5, "benefit-as-capital": 0.42}  # not helped
_HOURS: Final = (1, 0, 0, 0, 0, 1, 3, 6, 7, 6, 6, 6, 7, 7, 6, 5, 6, 8, 10, 12, 13, 11, 7, 3)
_DAYS: Final = (1.25, 1.1, 1.0, 1.0, 0.95, 0.55, 0.6)  # Monday first
_RUSH: Final = 0.72  # at this part of the time a works closes, and three times as many ask

# What people bring to such a bot and find nothing about: asked in several ways, some of them often.
_UNKNOWN: Final = {
    "en": (
        ("does my work visa end when the company goes bust", "what about my visa if they go bankrupt"),
        ("can i keep the company phone number", "who owns my work phone number now"),
        ("will i get my christmas voucher", "are the meal vouchers still valid"),
        ("can they read our whatsapp group", "is it legal that the boss reads our chat"),
    ),
    "es": (
        ("que pasa con mi permiso de residencia si quiebra la empresa", "pierdo el permiso de trabajo si cierra"),
        ("quien me paga el comedor de los niños", "sigue valiendo el cheque guardería"),
        ("me pueden quitar el piso de la empresa", "vivo en un piso de la empresa y cierra"),
    ),
    "fr": (
        ("mon titre de séjour si la boîte ferme", "est ce que je perds mon titre de séjour"),
        ("les tickets restaurant sont encore valables", "et mes tickets resto"),
        ("la mutuelle continue après la liquidation", "combien de temps la mutuelle"),
        ("le comité d'entreprise garde l'argent des vacances", "que devient l'argent du ce"),
    ),
    "it": (
        ("il permesso di soggiorno scade se chiude l'azienda", "perdo il permesso di soggiorno se falliscono"),
        ("i buoni pasto valgono ancora", "che fine fanno i buoni pasto"),
        ("chi paga il mutuo se non arriva lo stipendio", "posso sospendere il mutuo"),
    ),
}
_ODD: Final = {
    "en": "best pizza near me",
    "es": "mi hermano vende una moto",
    "fr": "quel temps fait il demain",
    "it": "quanto costa un gatto",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How many questions over how many days until `until`, from which seed."""

    questions: int
    days: int
    until: datetime
    seed: int = 7


def records(knowledge: Knowledge, plan: Plan) -> Iterator[tuple[Record, float]]:
    """Questions and what came of them, in the order of time, each with the milliseconds that it took."""
    dice = Random(plan.seed)  # noqa: S311 - made-up questions need no secret numbers
    wordings = _wordings(knowledge)
    moments = sorted(_moment(plan, dice) for _ in range(plan.questions))
    for number, at in enumerate(moments):
        question = _question(f"{MADE_UP}{plan.seed}.{number:06}", at, wordings, dice)
        yield question, round(dice.lognormvariate(1.6, 0.55), 2)
        yield from ((feedback, 0.0) for feedback in _feedback(question, wordings, dice))


def broadcasts(plan: Plan) -> tuple[Sent, ...]:
    """Three messages to many, of which nearly all arrived."""
    sizes = ((0.8, 412, 9, 1), (0.45, 530, 14, 0), (0.1, 871, 22, 3))
    return tuple(
        Sent((plan.until - timedelta(days=(plan.days - 1) * back)).date(), of, of - failed - unknown, failed, unknown)
        for back, of, failed, unknown in sizes
    )


def _wordings(knowledge: Knowledge) -> dict[str, dict[str, list[Ask]]]:
    """Language -> topic -> ways to ask; only what has an answer of substance."""
    found: dict[str, dict[str, list[Ask]]] = {}
    for ask in knowledge.asks:
        if ask.topic.partition(".")[0] not in LIGHT:
            found.setdefault(ask.language, {}).setdefault(ask.topic, []).append(ask)
    return found


def _moment(plan: Plan, dice: Random) -> datetime:
    """More on Mondays and in the evening, slowly growing, and a rush when a works closes."""
    while True:
        part = dice.random()
        at = plan.until - timedelta(days=(plan.days - 1) * (1 - part))
        weight = _DAYS[at.weekday()] * (0.7 + 0.5 * part) * (3 if abs(part - _RUSH) < 1 / plan.days else 1)
        if dice.random() * 4.5 < weight:
            hour = dice.choices(range(24), _HOURS)[0]
            return min(at.replace(hour=hour, minute=dice.randrange(60), second=dice.randrange(60)), plan.until)


def _question(name: str, at: datetime, wordings: dict[str, dict[str, list[Ask]]], dice: Random) -> Question:
    country = dice.choices(list(_COUNTRIES), list(_COUNTRIES.values()))[0]
    spoken = sorted(set(wordings) & set(_SURE)) or sorted(wordings)
    language = _SPOKEN[country] if dice.random() > _ABROAD else dice.choice(spoken)
    language = language if language in wordings else spoken[0]
    topics = _topics(wordings[language], dice)
    outcome, text = _outcome(language, dice), dice.choice(wordings[language][topics[0]]).text
    if outcome == "none":
        text = _unknown(language, dice)
    scores = tuple((topic, round(2.5 - 1.4 * place, 2)) for place, topic in enumerate(topics))
    return Question(name, f"demo:{name}", at, text, language, country, outcome, scores, "model")


def _topics(known: dict[str, list[Ask]], dice: Random) -> list[str]:
    """Three topics; those that are asked most come first most often."""
    names = sorted(known)
    weights = [_weight(name) for name in names]
    return list(dict.fromkeys([*dice.choices(names, weights, k=1), *dice.sample(names, min(2, len(names)))]))


def _weight(topic: str) -> float:
    if topic in _ASKED_MOST:
        return 3.0 + 12.0 / (1 + _ASKED_MOST.index(topic))
    return 3.0 if topic in _PUZZLING else 1.0


def _outcome(language: str, dice: Random) -> Outcome:
    if dice.random() < _SURE.get(language, 0.6):
        return "answer"
    return "suggest" if dice.random() < _OFFERED else "none"


def _unknown(language: str, dice: Random) -> str:
    groups = _UNKNOWN.get(language, _UNKNOWN["en"])
    if dice.random() < 0.1:
        return _ODD.get(language, _ODD["en"])
    group = dice.choices(groups, [1 / (1 + place) for place in range(len(groups))])[0]
    return dice.choice(group)


def _feedback(question: Question, wordings: dict[str, dict[str, list[Ask]]], dice: Random) -> Sequence[Feedback]:
    """What somebody tapped: most tap nothing."""
    topic = question.topics[0][0]
    if question.outcome == "none" or dice.random() > 0.45:
        return ()
    if question.outcome == "suggest":
        if dice.random() < 0.25 or topic not in wordings[question.language]:
            return (Feedback(question.id, "none-of-these"),)
        return (Feedback(question.id, "chosen", topic),)
    if dice.random() > _PUZZLING.get(topic, 0.17):
        return (Feedback(question.id, "helped"),)
    why = dice.choices(get_args(buttons.Why), (5, 4, 1, 2, 1))[0]
    return (Feedback(question.id, "reason", why),) if dice.random() < 0.7 else (Feedback(question.id, "not-helped"),)
