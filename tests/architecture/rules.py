"""What no line of the product may do, as functions from a syntax tree to findings. They have no off switch.

Each takes a tree and yields "LINE: what is wrong". test_rules.py shows that each of them bites, and applies them.
"""

import ast
import re
from collections.abc import Callable, Iterator

from tests.architecture.sources import dotted, imported, is_inside, walk

Rule = Callable[[ast.AST], Iterator[str]]

# The engine is a function of its arguments: these would let it read a clock, a die, a disk or a network.
IMPURE = (
    "time", "random", "secrets", "os", "pathlib", "io", "tempfile", "shutil", "subprocess", "threading",
    "multiprocessing", "socket", "ssl", "http", "urllib.request", "sqlite3", "logging", "uuid.uuid1", "uuid.uuid4",
)  # fmt: skip
CLOCKS = re.compile(r"(?:^|\.)(?:datetime\.(?:now|utcnow|today)|date\.today|uuid\.uuid[14])$")
NAIVE = re.compile(r"(?:^|\.)(?:datetime\.(?:utcnow|utcfromtimestamp|today)|date\.(?:today|fromtimestamp))$")
NEEDS_ZONE = {"now": 1, "fromtimestamp": 2}

SQL = re.compile(
    r"\s*(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|CREATE|DROP|ALTER|TRUNCATE|PRAGMA|WITH|BEGIN|NOTIFY|LISTEN|SET)\b"
)
TAKES_SQL = re.compile(r"(?:^|\.)(?:text|exec_driver_sql|execute|executemany|executescript|fetch|fetchrow|fetchval)$")

SECRET = re.compile(
    r"(?:^|_)(?:secret|signature|token|password|passphrase|hmac|api_key|get_secret_value)s?$", re.IGNORECASE
)


def reads_the_world(tree: ast.AST) -> Iterator[str]:
    """Find clocks, dice, disks and networks: forbidden in workflows/."""
    for line, name in imported(tree):
        if any(is_inside(name, module) for module in IMPURE):
            yield f"{line}: imports {name}"
    for node in walk(tree):
        if isinstance(node, ast.Attribute) and CLOCKS.search(dotted(node)):
            yield f"{node.lineno}: reads {dotted(node)}"


def waits(tree: ast.AST) -> Iterator[str]:
    """Find anything that awaits: forbidden in workflows/ outside engine/."""
    for node in walk(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield f"{node.lineno}: is asynchronous"
    yield from (f"{line}: imports {name}" for line, name in imported(tree) if is_inside(name, "asyncio"))


def naive_time(tree: ast.AST) -> Iterator[str]:
    """Find moments without a zone."""
    for node in walk(tree):
        match node:
            case ast.Attribute() if NAIVE.search(dotted(node)):
                yield f"{node.lineno}: {dotted(node)} has no zone"
            case ast.Call(func=ast.Attribute(value=of, attr=attr), args=args, keywords=keywords):
                without = len(args) < NEEDS_ZONE.get(attr, 0) and not any(word.arg == "tz" for word in keywords)
                if without and dotted(of).rpartition(".")[2] == "datetime":
                    yield f"{node.lineno}: datetime.{attr}() without a zone"
            case _:
                pass


def built_sql(tree: ast.AST) -> Iterator[str]:
    """Find SQL put together from strings: by f-string, %, +, format or join."""
    for node in walk(tree):
        if isinstance(node, ast.expr) and _is_built(node) and SQL.match(_first_words(node)):
            yield f"{node.lineno}: builds SQL from strings"


def built_statements(tree: ast.AST) -> Iterator[str]:
    """Find a built string handed to the database, whatever its words: for modules that talk to one."""
    for node in walk(tree):
        if isinstance(node, ast.Call) and TAKES_SQL.search(dotted(node.func)):
            yield from (f"{node.lineno}: hands over built SQL" for argument in node.args[:1] if _is_built(argument))


def compared_secrets(tree: ast.AST) -> Iterator[str]:
    """Find secrets compared with == or !=, or looked for among others, whose timing tells how much was right:
    hmac.compare_digest does not.
    """
    for node in walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        looked_for = any(isinstance(op, ast.In | ast.NotIn) for op in node.ops) and SECRET.search(_last_name(node.left))
        if looked_for:
            yield f"{node.lineno}: looks for a secret among others; use hmac.compare_digest"
            continue
        if not any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            continue
        sides = [node.left, *node.comparators]
        if any(SECRET.search(_last_name(side)) for side in sides) and not any(map(_is_empty, sides)):
            yield f"{node.lineno}: compares a secret; use hmac.compare_digest"


def prints(tree: ast.AST) -> Iterator[str]:
    """Find print: only the command line and the demo talk to a terminal."""
    for node in walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "print":
            yield f"{node.lineno}: prints"


def careless_clients(tree: ast.AST) -> Iterator[str]:
    """Find a Slack client that retries by itself (it posts twice), and a session that waits for ever."""
    needed = {"AsyncWebClient": "retry_handlers", "WebClient": "retry_handlers", "ClientSession": "timeout"}
    for node in walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func).rpartition(".")[2]
            if name in needed and needed[name] not in {word.arg for word in node.keywords}:
                yield f"{node.lineno}: {name} without {needed[name]}="


def _is_built(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr(values=values):
            return any(isinstance(value, ast.FormattedValue) for value in values)
        case ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(attr="format") | ast.Attribute(value=ast.Constant(value=str()), attr="join")):
            return True
        case _:
            return False


def _first_words(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=[first, *_]):
            return _first_words(first)
        case ast.BinOp(left=left):
            return _first_words(left)
        case ast.Call(func=ast.Attribute(value=of)):
            return _first_words(of)
        case _:
            return ""


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return key
        case ast.Call(func=func):
            return _last_name(func)
        case _:
            return dotted(node).rpartition(".")[2]


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value
