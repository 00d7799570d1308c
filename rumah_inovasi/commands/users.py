"""`rumah-inovasi user`: accounts from the terminal, for the first people of a house and for when nobody can sign in."""

import json
import re
import sys

import click
from sqlalchemy.orm import Session

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts import passwords, queries
from rumah_inovasi.accounts.actor import EVERYWHERE, SYSTEM, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.commands.base import open_prepared_house, say, tells_errors
from rumah_inovasi.errors import Invalid, NotFound
from rumah_inovasi.membership import actions as membership
from rumah_inovasi.membership import queries as members
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import PROVINCE, Unit

REGION_AND_NAME = re.compile(r"(\d\d(?:\.\d\d)?)[\s:/]+(\S.*)")
ROLES = click.Choice([role.value for role in Role])


@click.group()
def user() -> None:
    """Akun: menambah, memberi kata sandi, melihat."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Nama orangnya.")
@click.option("--role", "roles", type=ROLES, multiple=True, required=True, help="Perannya; boleh lebih dari satu.")
@click.option("--unit", "place", help="Nomor unit, atau kode wilayah dan namanya: “35.15 Dinas Kesehatan”.")
@tells_errors
def user_add(email: str, name: str, roles: tuple[str, ...], place: str | None) -> None:
    """Menambah akun; kata sandinya dibaca dari masukan baku.

    Tanpa --unit, kurator dan pengelola menjadi anggota pemerintah provinsi.
    """
    wanted = [Role(role) for role in dict.fromkeys(roles)]
    with open_prepared_house() as house:
        with house.database.read() as session:  # told before anybody types a password
            unit = _unit(session, wanted, place)
            if queries.by_email(session, email):
                raise Invalid("Surel %(email)s sudah punya akun.", email=queries.plain_email(email))
        password = _password(Account(name=name, email=email))
        with house.database.write() as session:
            made = accounts.create(session, SYSTEM, email, name, now=house.clock(), password_hash=password)
            for role in wanted:
                membership.grant(session, SYSTEM, made, role, unit, now=house.clock())
    say(f"Akun {made.email} dibuat: {', '.join(wanted)} di {unit.name} (unit {unit.id}).")


@user.command("password")
@click.argument("email")
@tells_errors
def user_password(email: str) -> None:
    """Memberi akun kata sandi baru, dibaca dari masukan baku; semua sesinya berakhir."""
    with open_prepared_house() as house:
        with house.database.read() as session:
            found = _account(session, email)
        password = _password(found)
        with house.database.write() as session:
            accounts.set_password(session, SYSTEM, _account(session, email), password, now=house.clock())
    say(f"Kata sandi {found.email} diganti.")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Keluaran JSON.")
@tells_errors
def user_list(*, as_json: bool) -> None:
    """Menampilkan semua akun dengan perannya."""
    with open_prepared_house() as house, house.database.read() as session:
        found = queries.all_accounts(session)
        posts = members.posts_of(session, [account.id for account in found])
    rows = [
        {
            "id": account.id,
            "email": account.email,
            "name": account.name,
            "is_open": account.is_open,
            "roles": [{"role": post.role, "unit": post.unit.id, "name": post.unit.name} for post in posts[account.id]],
        }
        for account in found
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for account in found:
        roles = ", ".join(f"{post.role} di {post.unit.name} ({post.unit.id})" for post in posts[account.id])
        ended = "" if account.is_open else " [ditutup]"
        click.echo(f"{account.email}\t{account.name}{ended}\t{roles or 'tanpa peran'}")
    say(f"{len(found)} akun.")


def _unit(session: Session, roles: list[Role], place: str | None) -> Unit:
    """The unit that is meant by a number, or by the code of a region with a name or alone.

    Raises:
        Invalid, NotFound: there is none, or none is named where it has to be.
    """
    if not place:
        local = [role for role in roles if role not in EVERYWHERE]
        if local:
            raise Invalid(
                "Peran %(role)s bekerja di sebuah unit: tambahkan --unit. Nomornya terlihat dengan rumah-inovasi unit "
                "list KODE.",
                role=local[0].value,
            )
        return organisations.government(session, PROVINCE)
    if place.isascii() and place.isdigit() and len(place) <= 9:  # noqa: PLR2004 - more than databases hold
        return organisations.unit(session, int(place))
    if re.fullmatch(r"\d\d\.\d\d", place):
        return organisations.government(session, organisations.region(session, place).code)
    match = REGION_AND_NAME.fullmatch(place.strip())
    if not match:
        raise Invalid("Unit ditulis sebagai nomornya, atau seperti “35.15 Dinas Kesehatan”.")
    region = organisations.region(session, match[1])
    unit = organisations.unit_by_name(session, region.code, match[2])
    if unit is None:
        raise NotFound("Unit “%(name)s” tidak ada di %(region)s.", name=match[2], region=region.full_name)
    return unit


def _account(session: Session, email: str) -> Account:
    found = queries.by_email(session, email)
    if found is None:
        raise NotFound("Akun dengan surel %(email)s tidak ada.", email=queries.plain_email(email))
    return found


def _password(account: Account) -> str:
    """The hash of a password typed twice and unseen at a terminal, or of the first line of what comes in.

    Raises:
        Invalid: there is none, or it is easily guessed.
    """
    if sys.stdin.isatty():
        password = click.prompt("Kata sandi", hide_input=True, confirmation_prompt="Sekali lagi", err=True)
    else:
        try:
            password = sys.stdin.readline().removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise Invalid("Kata sandi di masukan baku bukan teks UTF-8.") from None
    if not password:
        raise Invalid("Kata sandi kosong. Ketik kata sandinya, atau alirkan lewat masukan baku.")
    passwords.require_good(password, known=queries.known_words(account))
    return passwords.hashed(password)
