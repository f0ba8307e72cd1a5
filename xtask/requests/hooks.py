"""Requests that reach something: ids of what is there in the place of made-up ones, and words that have been seen.

Loaded by schemathesis (SCHEMATHESIS_HOOKS). Which field takes which ids and words is learnt from the answers, so a new part of
the API needs no line here. Environment, set by xtask: COMPAGNON_URL, COMPAGNON_TOKEN, COMPAGNON_ANSWERS (a file: which
operation answered with which status, how often).
"""

import atexit
import hashlib
import json
import os
import re
import urllib.error
import urllib.request
from collections import defaultdict

import schemathesis

ID = re.compile(r"^([a-z]+)_[0-9a-hjkmnp-tv-z]{26}$")
MOST = 50

URL = os.environ["COMPAGNON_URL"]
TOKEN = os.environ["COMPAGNON_TOKEN"]

ids: dict[str, list[str]] = defaultdict(list)  # by prefix: deal -> deal_0…
words: dict[str, str] = {}  # a field's or a list's name -> prefix: partner -> par, deals -> deal
seen: dict[str, list] = defaultdict(list)  # a field's name -> what stood there: phase -> cosell, grow; rules -> {…}
answers: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
mine = ""


def learn(value, name=""):
    """Takes in every id of an answer, and under which name it stood."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner is not None and inner not in seen[key] and len(seen[key]) < MOST:
                seen[key].append(inner)
            # Things in a list carry their own id as "id": the list's name says what they are.
            learn(inner, name if key in ("id", "items") else key)
    elif isinstance(value, list):
        for inner in value[:MOST]:
            learn(inner, name)
    elif isinstance(value, str) and (found := ID.match(value)):
        prefix = found[1]
        if value != mine and value not in ids[prefix] and len(ids[prefix]) < MOST:
            ids[prefix].append(value)
        if name:
            words.setdefault(name, prefix)
            words.setdefault(name.removesuffix("_id"), prefix)


def known(name):
    """The ids that may stand in a field of this name."""
    for word in (name, name.removesuffix("_id"), name.removesuffix("s"), name + "s"):
        if word in words and ids[words[word]]:
            return ids[words[word]]
    return []


def chance(value, salt):
    """A number of this value: the same one each time, so that a failure can be repeated."""
    return int.from_bytes(hashlib.sha256(f"{salt}{value!r}".encode(errors="replace")).digest()[:6], "big")


def pick(pool, value, salt, of=4):
    """One of them, all but once in `of` times."""
    at = chance(value, salt)
    return pool[at // of % len(pool)] if pool and at % of else value


def likely(value, name, salt):
    """The value, or what has been seen in its place."""
    if name and not known(name) and seen[name]:
        often = 2 if isinstance(value, (dict, list)) or not isinstance(value, str) else 4
        other = pick(seen[name], value, f"{salt}seen", often)
        if isinstance(other, type(value)):
            return other
    if isinstance(value, dict):
        return {key: likely(inner, key, salt) for key, inner in value.items()}
    if isinstance(value, list):
        return [likely(inner, name, f"{salt}{at}") for at, inner in enumerate(value)]
    if isinstance(value, str) and known(name):
        return pick(known(name), value, salt)
    return value


def get(path):
    request = urllib.request.Request(URL + path, headers={"Authorization": f"Bearer {TOKEN}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except (urllib.error.HTTPError, ValueError):
        return None


def start():
    """Learns from every list there is, and from the first record of each."""
    global mine
    mine = (get("/api/v1/me") or {}).get("id", "")
    document = get("/api/v1/openapi.json")
    reads = [path for path, methods in document["paths"].items() if "get" in methods]
    for path in sorted(reads, key=lambda it: it.count("{")):
        parts = path.split("/")
        for at, part in enumerate(parts):
            if part.startswith("{"):
                pool = known(parts[at - 1]) if part == "{id}" else known(part.strip("{}"))
                parts[at] = pool[0] if pool else "0"
        learn(get("/".join(parts)), path.split("/")[-1] if "{" not in path else "")


@schemathesis.hook
def before_call(context, case, kwargs):
    segments = case.path.split("/")
    for name, value in list((case.path_parameters or {}).items()):
        before = segments[segments.index("{" + name + "}") - 1] if "{" + name + "}" in segments else name
        pool = known(name) if name != "id" else known(before)
        case.path_parameters[name] = pick(pool, value, case.path)
    if isinstance(case.body, (dict, list)):
        case.body = likely(case.body, "", case.path)
    for name, value in list((case.query or {}).items()):
        # The page's own field must stay as strange as it was made.
        if name != "cursor":
            case.query[name] = likely(value, name, case.path)


@schemathesis.hook
def after_call(context, case, response):
    answers[f"{case.method.upper()} {case.path}"][response.status_code] += 1
    if response.status_code < 300:
        try:
            learn(response.json())
        except ValueError:
            pass


def write():
    with open(os.environ["COMPAGNON_ANSWERS"], "w") as file:
        json.dump(answers, file, indent=1, sort_keys=True)


start()
atexit.register(write)
