"""In: nothing. Out: Hypothesis strategies for contents with hostile names, whose evidence always stands in the text. It refuses to make sense."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.records import (
    Article,
    Contents,
    Entity,
    EntityType,
    Evidence,
    Mention,
    MentionKind,
    Modality,
    Moment,
    Polarity,
    Quotation,
    QuotationKind,
    Span,
    Statement,
)

NASTY = st.sampled_from(
    ["a\u202eb", '"""', "\\", "</script>", "\x00", "\x1b[0m", "\r\n", "\u2028", "é\u0301", "\U0001f600", "%2E", "..", "a b", "a-b", "#", "<x>", "'", "\ud800x"]
)
WORDS = st.one_of(st.text(min_size=1, max_size=12), NASTY)
KEYS = st.lists(WORDS, min_size=1, max_size=4, unique=True)


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span:
    start = draw(st.integers(0, length - 1))
    return Span(start, draw(st.integers(start + 1, length)))


@st.composite
def contents(draw: st.DrawFn, words: st.SearchStrategy[str] = WORDS) -> Contents:
    text = draw(words) + draw(words)
    place = spans(len(text))
    keys = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    key = st.sampled_from(keys)
    maybe = st.none() | key
    article = Article(
        text=text,
        title=draw(st.none() | words),
        date=draw(st.none() | st.dates()),
        publisher=draw(st.none() | words),
        url=draw(st.none() | words | st.just("https://a.example/x?y=%20z#1")),
        key=draw(st.none() | words),
    )

    def moment(values: st.SearchStrategy[str | None]) -> Moment | None:
        return draw(st.none() | st.builds(Moment, words, place, values))

    def make_entity(name: str) -> Entity:
        found = draw(st.lists(place, max_size=3))
        kind = draw(st.sampled_from(EntityType))
        mentions = tuple(Mention(span, span, span.cut(text), draw(st.sampled_from(MentionKind)), kind) for span in found)
        return Entity(
            name, draw(words), kind, tuple(draw(st.lists(words, max_size=3))), mentions, tuple(draw(st.lists(words, max_size=2))), draw(st.booleans())
        )

    quotations = tuple(
        draw(
            st.lists(
                st.builds(
                    Quotation, place, st.lists(place, min_size=1, max_size=3).map(tuple), st.sampled_from(QuotationKind),
                    st.none() | place, st.none() | place, words, st.none() | place, st.booleans(),
                ),
                max_size=12,
            )
        )
    )  # fmt: skip

    def make_statement(name: str) -> Statement:
        obj = draw(maybe)
        return Statement(
            id=name, subject=draw(key), relation=draw(words), relation_label=draw(words), family=draw(st.sampled_from(["opposes", "related", "states"])),
            obj=obj, literal=draw(words) if obj is None else None,
            evidence=tuple(Evidence(span, span.cut(text)) for span in draw(st.lists(place, min_size=1, max_size=3))),
            polarity=draw(st.sampled_from(Polarity)), modality=draw(st.sampled_from(Modality)),
            claimed_by=tuple(draw(st.lists(key, max_size=2))), extractors=tuple(draw(st.lists(words, max_size=2))), confidence=draw(st.floats(0, 1)),
            role=draw(st.none() | words), quotation=draw(st.sampled_from([None, *range(len(quotations))])),
            when=moment(st.none() | st.sampled_from(["2022-06-21", "2022-06", "2022"]) | words), where=moment(maybe),
            about=tuple(draw(st.lists(key, max_size=2))), addressee=draw(maybe),
        )  # fmt: skip

    return Contents(
        article=article,
        entities=tuple(make_entity(name) for name in keys),
        statements=tuple(make_statement(name) for name in draw(st.lists(words, max_size=4, unique=True))),
        quotations=quotations,
        speakers=tuple(draw(maybe) for _ in quotations),
        addressees=tuple(draw(maybe) for _ in quotations),
    )
