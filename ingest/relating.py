"""What a text says of other acts, as relations of the catalogue with their sentences and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from catalog.model import RelationDraft, Status
from ingest.offsets import PageOffsets
from language.readings import Citation, Description

_EFFECTS = frozenset({"amends", "supplements", "suspends", "extends", "repeals-part"})
_SENTENCE = 2000
_EDITION = "edition-of"
_FEDERAL = "федеральный"
_NEAR = 200  # characters between two acts of one list of amendments at most


def relations_of(
    description: Description, pages: tuple[str, ...], *, is_press: bool = False
) -> Iterator[RelationDraft]:
    """Citations as relations, each with its sentence and page; an article only reports of acts."""
    text, offsets = "\f".join(pages), PageOffsets(pages)
    for citation in description.citations:
        if not is_press and _is_itself(citation, description):
            continue
        page, start, end = offsets.place(citation.start, citation.end)
        yield RelationDraft(
            relation="reports" if is_press else _relation(citation, description),
            text=citation.text,
            kind=citation.kind,
            issuer=citation.issuer,
            number=citation.number,
            date=_day(citation.date),
            title=citation.title,
            article=citation.article,
            part=citation.part,
            point=citation.point,
            sentence=" ".join(text[citation.sentence[0] : citation.sentence[1]].split())[:_SENTENCE],
            page=page,
            start=start,
            end=end,
        )
    yield from _attachment(description, offsets)


def _is_itself(citation: Citation, description: Description) -> bool:
    """Whether an attachment within an act names that act above itself («к решению от ... № ...»)."""
    own = description.value
    if not citation.date or citation.date != own("date"):
        return False
    if citation.number is None:
        return citation.kind is not None and citation.kind == own("kind")
    return citation.number == own("number")


def _relation(citation: Citation, description: Description) -> str:
    """The name of a relation; «в ред. ...» behind the name of another act tells of that one."""
    name = relation_name(citation)
    return "cites" if name == "edition-of" and description.status in {"in-force", "not-yet"} else name


def relation_name(citation: Citation) -> str:
    """The name of a relation in the catalogue: finer than that of the reader where it knows more."""
    if citation.relation == "amends":
        return citation.effect if citation.effect in _EFFECTS else "amends"
    if citation.relation == "cites":  # «положение, утверждённое решением ...» only leans on that decision
        return "basis" if citation.effect == "basis" else "cites"
    return "edition-of" if citation.relation == "edition" else citation.relation


def amended_on(status: str, own: date | None, relations: Iterable[RelationDraft]) -> date | None:
    """The day of the latest amendment that a text says it holds, or None.

    The list of amendments stands in its head; what is said further on of the editions of other acts does not
    count.
    """
    if status not in (Status.AMENDED, Status.REPEALED):
        return None
    latest: date | None = None
    behind: int | None = None
    for one in relations:
        if one.relation != _EDITION or one.date is None or (one.kind or "").startswith(_FEDERAL):
            continue
        if one.page != 1 or one.start is None or (behind is not None and one.start - behind > _NEAR):
            break
        behind = one.end
        if own is None or one.date >= own:
            latest = max(latest or one.date, one.date)
    return latest


def _attachment(description: Description, offsets: PageOffsets) -> Iterator[RelationDraft]:
    """An attachment belongs to the act whose day and number it bears."""
    parent = description.reading("parent")
    if parent is None:
        return
    page, start, end = offsets.place(parent.start, parent.end)
    yield RelationDraft(
        relation="attachment-of",
        text=parent.value,
        kind=parent.value.partition(" ")[0].lower() or None,
        issuer=description.value("issuer"),
        number=description.value("number"),
        date=_day(description.value("date")),
        page=page,
        start=start,
        end=end,
        confidence=parent.confidence,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
