"""A small knowledge folder: two countries, two languages, seven topics; without a single problem on `TODAY`.

Its index is built in a blink, so a test that needs real matching need not wait for the real knowledge.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

TODAY: Final = date(2026, 11, 24)

_CATALOGUE = """\
areas: [rights, buyout]
languages: [en, es]
topics:
  - {id: unpaid-wages, area: rights, local: true, covers: How to recover unpaid wages}
  - {id: guarantee-apply, area: rights, local: true, covers: How and where to apply to the guarantee fund}
  - {id: severance, area: rights, local: true, covers: Severance or redundancy pay}
  - {id: worker-buyout, area: buyout, local: false, covers: What a worker buyout is}
countries:
  - {id: int, languages: [en, es], flag: "🌍"}
  - {id: gb, names: [uk, united kingdom, scotland], languages: [en], flag: "🇬🇧"}
  - {id: es, names: [spain, españa], languages: [es, en], flag: "🇪🇸"}
"""

_INT_RIGHTS = """\
- topic: unpaid-wages
  title: Getting back unpaid wages
  short: >-
    Unpaid wages stay owed to you when the employer goes under. Start today with a list of what you are owed.
  answer: |
    1. **Make a list.** Each month on its own line.
    2. **Collect proof.** Contract, payslips, messages.
  missing_papers: Bank statements and messages also prove work and pay.
  related: [severance, guarantee-apply]
  sources:
    - {title: "ILO Convention 95, Protection of Wages, 1949", article: art. 8-12, url: "https://normlex.ilo.org"}
  reviewed: {on: 2026-11-20, by: null}

- topic: guarantee-apply
  title: Applying to the guarantee fund
  short: Many countries have a fund that pays wages when the employer cannot. Apply early.
  answer: Ask the person in charge of the procedure for the form.
  related: [unpaid-wages]
  sources:
    - {title: ILO Convention 173, article: art. 9-13, url: "https://normlex.ilo.org"}
  reviewed: {on: 2026-11-20, by: null}

- topic: severance
  title: Severance pay
  short: In many countries you get money for the years that you worked.
  answer: Ask in writing for the calculation.
  sources:
    - {title: ILO Convention 158, article: art. 12, url: "https://normlex.ilo.org"}
  reviewed: {on: 2026-11-20, by: A. Lawyer}
"""

_INT_RIGHTS_ASKS = """\
unpaid-wages:
  - how do i get my unpaid wages
  - my boss owes me three months pay
  - they havent paid me and now the company is bankrupt
  - how can i get my salary back from an insolvent company
  - i am owed money by my employer who went bust
  - will i ever see my back pay
  - recover unpaid wages
  - wage arrears
  - salary not paid company closed
  - last two months salary missing, where do i even start
  - they went under owing us six weeks
  - employer folded without paying our final wages
guarantee-apply:
  - how do i apply to the wage guarantee fund
  - where do i send the application for the fund
  - which form do i need for the guarantee fund
  - how to claim from the state fund when the boss is bankrupt
  - apply guarantee fund
  - guarantee fund application documents
  - by when do i have to apply to the fund
  - which papers do i need for the fund
  - what do i attach to my fund application
  - do i apply myself or does the trustee do it for us
  - can the union file the fund application for all of us
severance:
  - do i get severance
  - am i entitled to severance pay when the company goes bust
  - how much severance will i get
  - redundancy pay from a bankrupt company
  - who pays my redundancy when the employer has no money
  - severance package in bankruptcy
  - redundancy entitlement
  - compensation for losing my job
  - compensation for years of service
  - i worked there 22 years, what do i get for it
  - is there a payout for long service when the firm folds
"""

_INT_BUYOUT = """\
- topic: worker-buyout
  title: What a worker buyout is
  short: The staff buy the business, or the sound part of it, and run it together.
  answer: Meet first, then count who would join.
  sources:
    - {title: ILO Recommendation 193, article: par. 6, url: "https://normlex.ilo.org"}
  reviewed: {on: 2026-11-20, by: null}
"""

_INT_BUYOUT_ASKS = """\
worker-buyout:
  - can we buy the company ourselves
  - what is a worker buyout
  - can the staff take over the factory when the boss goes bust
  - could me and my workmates take over the business
  - is it possible for employees to buy the firm out of bankruptcy
  - we want to keep the place open ourselves, is that even allowed
  - employee takeover
  - staff buyout
  - when does it make sense for workers to buy their company
  - instead of losing our jobs could we run the plant ourselves
"""

_INT_EMERGENCY = """\
- topic: emergency.sign-now
  tier: emergency
  title: They want you to sign right now
  short: Do not sign now. Say calmly that you will read it first and answer in writing.
  reviewed: {on: 2026-11-20, by: null}
"""

_INT_EMERGENCY_ASKS = """\
emergency.sign-now:
  - they want me to sign something right now what do i do
  - im in the office now and they put a paper in front of me to sign
  - boss says sign this minute or no wages today
  - he gave me ten minutes to sign
  - hr is waiting for my signature right now
  - they wont let me leave the room until i sign
  - sitting in front of the manager with a pen in my hand should i sign
  - quick they are making us all sign a paper at the gate now
  - urgent they want signature now and i cannot read the language
  - sign now pressure urgent help
"""

_INT_ELSEWHERE = """\
- topic: elsewhere.rent-eviction
  title: Rent and eviction
  short: I do not cover rent or eviction. Go to a tenants' association or free legal aid.
  reviewed: {on: 2026-11-20, by: null}
"""

_INT_ELSEWHERE_ASKS = """\
elsewhere.rent-eviction:
  - i cant pay my rent this month
  - landlord wants to evict me
  - got an eviction notice what now
  - how long can i stay in the flat if i am behind with the rent
  - rent arrears help
  - can the landlord throw us out on the street with kids
  - landlord keeps my deposit after i moved out
  - tenant rights eviction
  - my landlord gave me notice to leave the flat
  - can i be evicted in winter
"""

_INT_CHAT = """\
- topic: chat.hello
  title: Hello
  short: Hello, good that you are here. Ask me in your own words.
  reviewed: {on: 2026-11-20, by: null}
"""

_INT_CHAT_ASKS = """\
chat.hello:
  - hello
  - hi there
  - hey
  - hello bot
  - good morning
  - good evening everyone
  - good afternoon
  - hey whats up
  - greetings
  - hello is anybody there
"""

_ES_RIGHTS = """\
- topic: unpaid-wages
  title: Cobrar los salarios que te deben
  short: Lo que te deben sigue siendo tuyo aunque la empresa quiebre.
  answer: Haz una lista, mes por mes.
  sources:
    - {title: Convenio 95 de la OIT, article: art. 8-12, url: "https://normlex.ilo.org"}
  reviewed: {on: 2026-11-20, by: null}
"""

_ES_RIGHTS_ASKS = """\
unpaid-wages:
  - no me pagaron el sueldo
  - me deben dos meses de sueldo
  - como cobro los sueldos atrasados
  - como recupero lo que me deben
  - salarios adeudados reclamar
  - sueldos impagos empresa en quiebra
  - nominas sin pagar
  - donde reclamo mi sueldo atrasado
  - mi patron no me paga hace tres meses
  - me quede sin cobrar los ultimos dos meses antes del cierre
"""

_GB_RIGHTS = """\
- topic: guarantee-apply
  title: Claiming from the National Insurance Fund
  short: Claim from the Redundancy Payments Service. You have **{deadline:gb.redundancy-claim}**.
  answer: A week's pay counts up to {figure:gb.week-pay-cap}.
  related: [severance]
  sources:
    - {title: Employment Rights Act 1996, article: s. 182-190, url: "https://www.legislation.gov.uk/ukpga/1996/18"}
  reviewed: {on: 2026-11-20, by: null}

- topic: severance
  title: Redundancy pay
  short: Did you work there for two years? Then you get redundancy pay.
  answer: It grows with your age and your years.
  sources:
    - {title: Employment Rights Act 1996, article: s. 135, url: "https://www.legislation.gov.uk/ukpga/1996/18"}
  reviewed: {on: 2026-11-20, by: null}
"""

_GB_RIGHTS_ASKS = """\
guarantee-apply:
  - how do i fill in the rp1
  - redundancy payments service claim
severance:
  - statutory redundancy pay after two years
"""

_GB_FIGURES = """\
- id: gb.week-pay-cap
  value: 719
  unit: GBP
  valid_from: 2025-04-06
  valid_until: 2026-04-05
  yearly: true
  label: {en: cap on a week's pay}
  source: {title: SI 2025/348, url: "https://www.legislation.gov.uk/uksi/2025/348"}
- id: gb.week-pay-cap
  value: 751
  unit: GBP
  valid_from: 2026-04-06
  yearly: true
  label: {en: cap on a week's pay}
  source: {title: SI 2026/310, url: "https://www.legislation.gov.uk/uksi/2026/310"}
"""

_GB_DEADLINES = """\
- id: gb.redundancy-claim
  topic: severance
  event: dismissed
  period: P6M
  label: {en: claim your redundancy pay in writing}
  lost: {en: your right to redundancy pay}
  source: {title: Employment Rights Act 1996, article: s. 164, url: "https://www.legislation.gov.uk/ukpga/1996/18"}
"""

_GB_GLOSSARY = """\
- {term: RP1, also: [form rp1], topics: [guarantee-apply], meaning: {en: the first claim form}}
"""

FILES: Final[Mapping[str, str]] = {
    "catalogue.yaml": _CATALOGUE,
    "int/en/rights.yaml": _INT_RIGHTS,
    "int/en/rights.asks.yaml": _INT_RIGHTS_ASKS,
    "int/en/buyout.yaml": _INT_BUYOUT,
    "int/en/buyout.asks.yaml": _INT_BUYOUT_ASKS,
    "int/en/emergency.yaml": _INT_EMERGENCY,
    "int/en/emergency.asks.yaml": _INT_EMERGENCY_ASKS,
    "int/en/elsewhere.yaml": _INT_ELSEWHERE,
    "int/en/elsewhere.asks.yaml": _INT_ELSEWHERE_ASKS,
    "int/en/chat.yaml": _INT_CHAT,
    "int/en/chat.asks.yaml": _INT_CHAT_ASKS,
    "int/es/rights.yaml": _ES_RIGHTS,
    "int/es/rights.asks.yaml": _ES_RIGHTS_ASKS,
    "gb/en/rights.yaml": _GB_RIGHTS,
    "gb/en/rights.asks.yaml": _GB_RIGHTS_ASKS,
    "gb/figures.yaml": _GB_FIGURES,
    "gb/deadlines.yaml": _GB_DEADLINES,
    "gb/glossary.yaml": _GB_GLOSSARY,
}


def write(folder: Path) -> Path:
    """Write the small knowledge below a folder that may not exist yet; returns the folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; returns the line, from 1, on which the replacement begins.

    Raises:
        AssertionError: the file does not hold `old`: a test that spoils nothing tests nothing.
    """
    path = folder / name
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, f"{name} does not hold {old!r}"
    path.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1
