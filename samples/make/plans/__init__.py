"""The invented text of the samples, laid out as the tables that a printed plan has."""

from model import Section

from plans import generic, hadano, ikeda, kobe, kyoto, sakata, shibata, sukagawa_implementation, sukagawa_plan, yokohama

# By the name of the text sample that says the same.
PLANS: dict[str, tuple[Section, ...]] = {
    "generic": generic.PLAN,
    "hadano": hadano.plan(hadano.A4_OVERVIEW, "A4"),
    "ikeda": ikeda.PLAN,
    "kobe": kobe.PLAN,
    "kyoto": kyoto.PLAN,
    "sakata": sakata.PLAN,
    "shibata": shibata.plan(shibata.measures(shibata.A4)),
    "sukagawa-implementation": sukagawa_implementation.PLAN,
    "sukagawa-plan": sukagawa_plan.PLAN,
    "yokohama": yokohama.PLAN,
}
