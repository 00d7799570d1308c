"""`rumah-inovasi unit`: the trees of units."""

import click

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.commands.base import open_prepared_house, say, tells_errors
from rumah_inovasi.organisations import actions, queries
from rumah_inovasi.organisations.queries import UnitBranch


@click.group()
def unit() -> None:
    """Pohon unit: melihat, mengganti nama, memindah, menggabung, menutup."""


@unit.command("list")
@click.argument("region")
@tells_errors
def unit_list(region: str) -> None:
    """Menampilkan pohon unit sebuah wilayah (kode, misalnya 35.15)."""

    def show(branch: UnitBranch, depth: int) -> None:
        ended = "" if branch.unit.state == "active" else f" ({branch.unit.state})"
        click.echo(f"{'  ' * depth}{branch.unit.id}  {branch.unit.name} [{branch.unit.kind}]{ended}")
        for child in branch.children:
            show(child, depth + 1)

    with open_prepared_house() as house, house.database.read() as session:
        show(queries.tree(session, queries.region(session, region).code), 0)


@unit.command("rename")
@click.argument("number", type=int)
@click.argument("name")
@tells_errors
def unit_rename(number: int, name: str) -> None:
    """Memberi unit nama baru; nama lama tetap mengarah kepadanya."""
    _change_unit("rename", number, name)


@unit.command("alias")
@click.argument("number", type=int)
@click.argument("name")
@tells_errors
def unit_alias(number: int, name: str) -> None:
    """Menambah nama lain atau singkatan."""
    _change_unit("add_alias", number, name)


@unit.command("move")
@click.argument("number", type=int)
@click.argument("parent", type=int)
@tells_errors
def unit_move(number: int, parent: int) -> None:
    """Memindahkan unit ke bawah unit lain di wilayah yang sama."""
    _change_unit("move", number, parent)


@unit.command("merge")
@click.argument("number", type=int)
@click.argument("into", type=int)
@tells_errors
def unit_merge(number: int, into: int) -> None:
    """Menggabungkan unit ke unit lain; alamat lamanya dialihkan."""
    _change_unit("merge", number, into)


@unit.command("close")
@click.argument("number", type=int)
@click.argument("successors", type=int, nargs=-1)
@tells_errors
def unit_close(number: int, successors: tuple[int, ...]) -> None:
    """Menutup unit, dengan atau tanpa penerus."""
    _change_unit("close", number, successors)


def _change_unit(verb: str, number: int, value: str | int | tuple[int, ...]) -> None:
    """Do one thing with a unit as the system; numbers among the words are units."""
    with open_prepared_house() as house, house.database.write() as session:
        found = queries.unit(session, number)
        words: object = value
        if isinstance(value, int):
            words = queries.unit(session, value)
        elif isinstance(value, tuple):
            words = [queries.unit(session, other) for other in value]
        getattr(actions, verb)(session, SYSTEM, found, words, now=house.clock())
    say(f"Unit {number} diubah. Pencarian dan arsip menyusul; bila situs tidak berjalan: rumah-inovasi relay --once.")
