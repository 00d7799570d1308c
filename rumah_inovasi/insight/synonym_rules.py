"""Which words editors may set beside one another: such as the search understands, and that add something."""

from collections.abc import Iterator, Sequence

from rumah_inovasi.errors import Invalid
from rumah_inovasi.personal_data import refuse_personal_numbers
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.language.synonyms import Group, Kind, Synonyms, Typed, compared
from rumah_inovasi.search.language.tokens import parts

LONGEST_FORM = 80  # letters
MOST_WORDS = 8  # of a form
MOST_FORMS = 8  # of a group
FEWEST_FORMS = 2
FIRST, OTHERS = "first", "others"  # the fields of the form


def checked(kind: Kind, forms: Sequence[str], known: Synonyms, *, is_one_way: bool, in_capitals: bool) -> Group:
    """A group of what was typed, the first form and then the others.

    Raises:
        Invalid: a form is none, two are the same, or the group adds nothing to what is known.
    """
    cleaned = [" ".join(form.split()) for form in forms]
    first, *others = [form for place, form in enumerate(cleaned) if form or place == 0]
    _require_form(first, FIRST)
    for form in others:
        _require_form(form, OTHERS)
    if not FEWEST_FORMS <= 1 + len(others) <= MOST_FORMS:
        raise Invalid("Tulis satu sampai %(most)s kata lain, satu di tiap baris.", field=OTHERS, most=MOST_FORMS - 1)
    _require_different([first, *others])
    if in_capitals and (not first.isupper() or len(compared(first)) > 1):
        raise Invalid("Syarat huruf besar hanya untuk satu kata yang ditulis dengan huruf besar.", field="in_capitals")
    one_way, capitals = frozenset(others if is_one_way else ()), frozenset([first] if in_capitals else ())
    group = Group(kind, (first, *others), one_way=one_way, capitals=capitals)
    _require_new(group, known)
    return group


def found_by(typed: str, synonyms: Synonyms) -> set[tuple[str, ...]]:
    """What else is looked for where somebody types just this, as it is compared."""
    words = [Typed(part.surface, typed[part.start : part.end].isupper()) for part in parts(typed)]
    match = synonyms.at(words, 0) if words else None
    return {other.surfaces for other in match.others} if match and match.length == len(words) else set()


def _require_form(form: str, field: str) -> None:
    words = compared(form)
    if not words:
        raise Invalid("Tulis kata, bukan tanda baca saja.", field=field)
    if not form.isprintable():
        raise Invalid("“%(form)s” memuat tanda yang tidak tampak. Ketik ulang katanya.", field=field, form=_shown(form))
    if len(form) > LONGEST_FORM or len(words) > MOST_WORDS:
        raise Invalid(
            "“%(form)s” terlalu panjang. Paling banyak %(words)s kata dan %(most)s huruf.",
            field=field,
            form=_shown(form),
            words=MOST_WORDS,
            most=LONGEST_FORM,
        )
    if all(map(is_stop_word, words)):
        raise Invalid(
            "“%(form)s” hanya kata umum yang tidak dipakai saat mencari. Tulis kata yang lebih khusus.",
            field=field,
            form=form,
        )
    refuse_personal_numbers(form, field)


def _shown(form: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in form[:LONGEST_FORM])


def _require_different(forms: Sequence[str]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for form in forms:
        same = seen.setdefault(compared(form), form)
        if same is not form:
            raise Invalid("“%(form)s” dan “%(same)s” sama bagi pencarian.", field=OTHERS, form=form, same=same)


def _require_new(group: Group, known: Synonyms) -> None:
    steps = list(_steps(group))
    if not steps:
        raise Invalid(
            "Kelompok ini tidak menambah apa pun: tulisan yang memuat bentuk panjangnya sudah memuat bentuk pendeknya.",
            field=OTHERS,
        )
    if all(compared(other) in found_by(form, known) for form, other in steps):
        raise Invalid("Kata-kata ini sudah saling menemukan. Lihat daftar di bawah.", field=OTHERS)


def _steps(group: Group) -> Iterator[tuple[str, str]]:
    for form, others in group.effects():
        for other in others:
            yield form, other
