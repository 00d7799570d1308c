"""How tests read the page of results: as people do, by its headings, chips, facets and lists."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.pages import Answer


def words(node: Element) -> str:
    """What is read of an element, in single spaces."""
    return " ".join("".join(node.itertext()).split())


def of_class(answer: Answer, tag: str, name: str) -> list[Element]:
    """Elements of one kind and class."""
    return [node for node in answer.tree.all(tag) if name in node.get("class", "").split()]


def titles(answer: Answer) -> list[str]:
    """The titles of the listed write-ups, in their order."""
    return [words(node) for node in of_class(answer, "h2", "name")]


def marked(answer: Answer) -> list[str]:
    """The marked passages."""
    return [words(node) for node in answer.tree.all("mark")]


def chips(answer: Answer) -> dict[str, str]:
    """The chosen filters as they are called, with the addresses that take them away."""
    links = [link for box in of_class(answer, "div", "chosen") for link in box.iter("a")]
    return {
        words(link).removeprefix("Hapus saringan ").removesuffix(" ×"): link.get("href", "")
        for link in links
        if "×" in words(link)
    }


def facets(answer: Answer) -> dict[str, dict[str, int]]:
    """The panel: by facet, its values with their counts, in their order."""
    return {name: {label: count for label, count, _link in values} for name, values in _facets(answer)}


def facet_link(answer: Answer, facet: str, label: str) -> Element:
    """The link of one value."""
    values = dict(_facets(answer))[facet]
    return next(link for each, _count, link in values if each == label)


def status(answer: Answer) -> str:
    """What is announced of the length of the list."""
    (node,) = [node for node in answer.tree.all("p") if node.get("role") == "status"]
    return words(node)


def link_named(answer: Answer, start: str) -> str:
    """The address behind the first link whose text begins so."""
    return next(node.get("href", "") for node in answer.tree.all("a") if words(node).startswith(start))


def _facets(answer: Answer) -> Iterator[tuple[str, list[tuple[str, int, Element]]]]:
    for panel in of_class(answer, "details", "panel"):
        for facet in panel.findall("details"):
            name = words(next(facet.iter("summary")))
            yield name, [_value(link) for link in facet.iter("a")]


def _value(link: Element) -> tuple[str, int, Element]:
    label, count = re.fullmatch(r"(.*) ([\d.]+)", words(link)).groups()  # type: ignore[union-attr]
    return label, int(count.replace(".", "")), link
