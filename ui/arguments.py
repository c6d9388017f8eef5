"""The command line's grammar, with its help and complaints in Swedish."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from assistant.domain import AREAS
from assistant.grants.cards import GrantStatus

_COMPLAINTS = (
    (r"unrecognized arguments: (-.*)", r"okänd flagga: \1"),
    (r"unrecognized arguments: (.*)", r"för många värden: \1"),
    (r"the following arguments are required: (.*)", r"det här saknas: \1"),
    (r"argument (\S+): expected one argument", r"\1 ska följas av ett värde"),
    (r"argument (\S+): expected at least one argument", r"\1 ska följas av minst ett värde"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.*)\)", r"\2 finns inte. Välj bland: \3"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 ska inte följas av något värde (\2)"),
    (r"argument (.+?): invalid \w+ value: (.*)", r"\1 kan inte vara \2"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 och \2 går inte att använda samtidigt"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 är inte entydig, den kan betyda \2"),
)

PROFILES = ("public", "editor")


class SwedishParser(argparse.ArgumentParser):
    """An argument parser whose every word is Swedish. Wrong usage exits with 2."""

    def __init__(self, **options: object) -> None:
        options.setdefault("add_help", False)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)  # type: ignore[arg-type]
        self._positionals.title = "argument"
        self._optionals.title = "flaggor"
        self.add_argument("-h", "--help", action="help", help="visa den här hjälpen och avsluta")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "användning: ", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "användning: ", 1)

    def error(self, message: str) -> NoReturn:
        is_choice = "invalid choice" in message
        for pattern, swedish in _COMPLAINTS:
            message = re.sub(pattern, swedish, message)
        told = message.replace("'", "") if is_choice else message
        self.exit(2, f"Fel: {told}.\nSkriv {self.prog} --help för hjälp.\n")


class _Version(argparse.Action):
    """Tells the version and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import version

        sys.stdout.write(f"civsam {version('civsam')}\n")
        parser.exit(0)


Commands: TypeAlias = "argparse._SubParsersAction[SwedishParser]"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} är inget datum. Skriv det som 2026-01-31") from None


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} är inget antal. Skriv ett heltal från 1 och uppåt")
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} är ingen port. Skriv ett heltal från 1 till 65535")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar of ``civsam``."""
    parser = SwedishParser(
        prog="civsam", description="Frågor och svar om bidrag och planer för civilsamhället i Örebro län."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="visa vilken version det är och avsluta")
    commands = parser.add_subparsers(dest="command", metavar="kommando", required=True, parser_class=SwedishParser)
    _ingest(commands)
    _search_and_ask(commands)
    _grants(commands)
    chat = commands.add_parser(
        "chat", help="öppna chatten i webbläsaren", description="Öppna chatten som en webbsida på den här datorn."
    )
    chat.add_argument("--host", help="adress att lyssna på (förval 127.0.0.1, bara den här datorn)")
    chat.add_argument("--port", type=_port, help="port, från 1 till 65535 (förval 7860)")
    chat.add_argument(
        "--profile",
        choices=PROFILES,
        default=PROFILES[0],
        help="public: fråga och läs, för alla (förval). editor: lägg till och läs in dokument, bakom inloggning",
    )
    password = commands.add_parser(
        "password",
        help="gör en inloggning för en redaktör",
        description="Gör raden som läggs i CIVSAM_EDITORS. Lösenordet skrivs in dolt, eller läses från standard in.",
    )
    password.add_argument("name", metavar="NAMN", help="vad redaktören heter vid inloggningen, som kultur.redaktor")
    evaluate = _evaluate(commands)
    fetch, diff = _fetch_and_diff(commands)
    status = commands.add_parser(
        "status",
        help="visa vad kunskapsbasen innehåller och hur den mår",
        description="Visa vad kunskapsbasen innehåller, hur varje dokument gick att läsa och hur källorna står.",
    )
    feedback = commands.add_parser(
        "feedback",
        help="visa vad besökare tyckte om svaren",
        description="Visa vad besökare tyckte om svaren, eller gör testfrågor av de frågor de lät oss spara.",
    )
    feedback.add_argument(
        "--export", type=Path, metavar="FIL.yaml", help="skriv sparade frågor som testfrågor att göra färdiga"
    )
    feedback.add_argument("--force", action="store_true", help="skriv över filen om den redan finns")
    plan = commands.add_parser(
        "plan",
        help="visa planerna som träd",
        description="Visa planernas mål, områden och aktiviteter som träd, med de samband som källorna uttrycker.",
    )
    plan.add_argument("plan", nargs="?", metavar="PLAN", help="en plans id eller vad den kallas (förval alla)")
    for command in (fetch, diff, evaluate, status, feedback, plan):
        command.add_argument("--json", action="store_true", help="skriv resultatet som JSON")
    for command in (chat, fetch, diff, evaluate, status, feedback, plan):
        _data_dir(command)
    _backup_and_restore(commands)
    return parser


def _backup_and_restore(commands: Commands) -> None:
    backup = commands.add_parser(
        "backup",
        help="spara en säkerhetskopia",
        description="Spara kunskapsbasen, hämtade källor, besökares synpunkter, det som är bara för personal och "
        "redaktörernas logg i en fil. Tjänsten kan vara igång.",
    )
    restore = commands.add_parser(
        "restore",
        help="återställ från en säkerhetskopia",
        description="Återställ från en säkerhetskopia. Allt i den kontrolleras innan något ersätts.",
    )
    for command in (backup, restore):
        command.add_argument("file", type=Path, metavar="FIL.tar.gz", help="säkerhetskopian")
        command.add_argument("--force", action="store_true", help="ersätt det som redan finns")
        _data_dir(command)
    backup.add_argument(
        "--public", action="store_true", help="bara det som alla får läsa, till exempel för en annan dator"
    )


def _grants(commands: Commands) -> None:
    command = commands.add_parser(
        "grants",
        help="visa bidragen och deras tider",
        description="Visa bidragen och deras tider, eller föreslå bidragskort för ett nytt dokument: "
        "civsam grants propose FIL.",
    )
    command.add_argument("action", nargs="?", choices=("propose",), metavar="propose", help="föreslå kort ur en fil")
    command.add_argument("file", nargs="?", type=Path, metavar="FIL", help="filen att föreslå kort ur")
    command.add_argument("--municipality", choices=AREAS, metavar="KOMMUN", help="bara bidrag i den här kommunen")
    command.add_argument(
        "--before", type=_day, metavar="ÅÅÅÅ-MM-DD", help="bara med en sista dag från i dag till den här dagen"
    )
    command.add_argument(
        "--status",
        choices=[status.value for status in GrantStatus],
        metavar="STATUS",
        help="öppet, pausat, avslutat, okänt",
    )
    command.add_argument("--ics", type=Path, metavar="FIL", help="skriv sista dagarna som en kalender")
    command.add_argument("--csv", type=Path, metavar="FIL", help="skriv bidragen som en tabell")
    command.add_argument("--force", action="store_true", help="skriv över filer som redan finns")
    command.add_argument("--today", type=_day, metavar="ÅÅÅÅ-MM-DD", help="räkna med den här dagen som i dag")
    command.add_argument("--json", action="store_true", help="skriv bidragen som JSON")
    _data_dir(command)


def _fetch_and_diff(commands: Commands) -> tuple[SwedishParser, SwedishParser]:
    fetch = commands.add_parser(
        "fetch",
        help="hämta källorna från webben",
        description="Hämta de källor som faktabladen pekar på (kalla_url). Bara https, och bara de webbplatser som nämns.",
    )
    fetch.add_argument("ids", nargs="*", metavar="ID", help="faktablad vars källa ska hämtas (förval: alla)")
    diff = commands.add_parser(
        "diff",
        help="visa vad som skiljer två versioner åt",
        description="Visa vad som är tillagt, borttaget och ändrat från A till B. A och B är filer, dokument-id eller "
        "hämtade versioner: ID@1 är den första som hämtades, ID@2026-12-01 den som gällde den dagen.",
    )
    diff.add_argument("before", metavar="A", help="det äldre")
    diff.add_argument("after", metavar="B", help="det nyare")
    return fetch, diff


def _evaluate(commands: Commands) -> SwedishParser:
    command = commands.add_parser(
        "eval",
        help="mät hur bra svaren är",
        description="Kör testfrågor och mät svaren. Andra sätt: civsam eval compare FÖRRA NYA jämför två körningar, "
        "civsam eval review KÖRNING [FALL …] låter dig granska svaren och gör testfrågor av det du säger.",
    )
    command.add_argument(
        "cases", nargs="*", type=Path, metavar="FRÅGOR", help="filer eller mappar med testfrågor (förval evals/cases)"
    )
    command.add_argument("--out", type=Path, metavar="MAPP", help="var resultatet sparas (förval evals/runs/<tid>)")
    command.add_argument("--baseline", type=Path, metavar="KÖRNING", help="jämför med en tidigare körning")
    command.add_argument("--split", choices=("alla", "dev", "test"), default="alla", help="vilken del av testfrågorna")
    command.add_argument("--robust", action="store_true", help="pröva också stavfel, andra ord och annan ordning")
    command.add_argument("--judge", metavar="MODELL", help="låt en språkmodell bedöma också, till exempel openai:namn")
    foreign = command.add_mutually_exclusive_group()
    foreign.add_argument("--squad", type=Path, metavar="FIL", help="kör frågorna i en SQuAD-fil över dess egna texter")
    foreign.add_argument("--beir", type=Path, metavar="MAPP", help="kör frågorna i en BEIR-mapp över dess egna texter")
    command.add_argument("--today", type=_day, metavar="ÅÅÅÅ-MM-DD", help="räkna med den här dagen som i dag")
    return command


def _ingest(commands: Commands) -> None:
    command = commands.add_parser(
        "ingest",
        help="läs in dokument",
        description="Läs in dokument. Kunskapsbasen blir exakt det du anger: det som inte längre finns där tas bort.",
    )
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="SÖKVÄG", help="filer eller mappar (förval: dokumenten i corpus)"
    )
    command.add_argument("--rebuild", action="store_true", help="bygg om allt från början")
    command.add_argument("--json", action="store_true", help="skriv rapporten som JSON")
    _data_dir(command)


def _search_and_ask(commands: Commands) -> None:
    search = commands.add_parser(
        "search", help="sök avsnitt", description="Sök efter de avsnitt som bäst passar frågan."
    )
    search.add_argument("-k", type=_count, default=10, metavar="ANTAL", help="hur många avsnitt (förval 10)")
    ask = commands.add_parser("ask", help="ställ en fråga", description="Ställ en fråga och få ett svar med källor.")
    for command in (search, ask):
        command.add_argument("question", nargs="?", metavar="FRÅGA", help="frågan, inom citattecken")
        command.add_argument("--batch", type=Path, metavar="FIL.jsonl", help="många frågor, en per rad som JSON")
        command.add_argument("--json", action="store_true", help="skriv svaret som JSON")
        command.add_argument("--today", type=_day, metavar="ÅÅÅÅ-MM-DD", help="räkna med den här dagen som i dag")
        _data_dir(command)


def _data_dir(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data-dir", type=Path, metavar="MAPP", help="mappen där indexet ligger (förval data)")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line. Wrong usage prints what is wrong in Swedish and exits with 2."""
    parser = build_parser()
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given and given[0].startswith("-") and given[0] not in parser._option_string_actions:
        parser.error(f"unrecognized arguments: {given[0]}. Flaggor skrivs efter kommandot")
    options, left = parser.parse_known_args(given)
    command = _parser_of(parser, options.command)
    asks = options.command in ("search", "ask")
    if left:
        quoted = ". Skriv hela frågan inom citattecken" if asks and not left[0].startswith("-") else ""
        command.error(f"unrecognized arguments: {' '.join(left)}{quoted}")
    if asks and (options.question is None) == (options.batch is None):
        command.error("skriv antingen en fråga eller --batch med en fil")
    if options.command == "grants" and options.action and options.file is None:
        command.error("skriv också filen: civsam grants propose FIL")
    return options


def _parser_of(parser: argparse.ArgumentParser, command: str) -> SwedishParser:
    """The one that knows the flags of a command."""
    (commands,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    chosen: SwedishParser = commands.choices[command]
    return chosen
