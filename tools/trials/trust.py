"""Hostile repositories: each trick works when its guard is taken away, and not when it is there."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from contentlint import __version__
from contentlint._util.escape import visible
from contentlint.cache import folder as cachefolder
from contentlint.cache import store
from contentlint.report.writer import GITLAB_REPORT
from contentlint.source.discovery import CACHE_FOLDER
from tools.trials import caches, watched
from tools.trials.figures import Figure, Tier, counted
from tools.trials.watched import Ran

CANARY = "canary-5150"
_EVIL = "open('fired', 'w').close()\n"
_ON_PATH = "sys.path.insert(0, '')"
"""As ``python -m`` and a stray PYTHONPATH have it: modules are looked for in the repository."""
_FAULT = "![]()\n"
_RULE = (
    '[set]\nprefix = "HSE"\nabout = "a"\n\n[HSE001]\nname = "house"\nkind = "{kind}"\n'
    'severity = "error"\nmessage = "{message}"\nhelp = "a"\nsource = "a"\nwhy = "a"\n'
    'options.tokens = ["fault"]\nbad = ["fault\\n"]\ngood = ["a\\n"]\n'
)


class Trick(NamedTuple):
    name: str
    files: Mapping[str, str]
    """Of the repository; a name that begins with ``../`` lies outside."""
    fired: Callable[[Ran], bool]
    args: Sequence[str] = (".",)
    off: str = ""
    """Python that takes the guard away; or other arguments do."""
    off_args: Sequence[str] | None = None
    off_env: Mapping[str, str] = {}
    env: Mapping[str, str] = {}
    """Guarded or not; ``{here}`` in it is the repository, ``{above}`` the folder of that."""
    prepare: Callable[[Path], object] = lambda folder: None  # noqa: ARG005


def _marked(ran: Ran) -> bool:
    return (ran.folder / "fired").exists() or bool(ran.events)


def _canary(ran: Ran) -> bool:
    return ran.said(CANARY)


def _outside(ran: Ran) -> bool:
    """Something was written beside the repository."""
    return (ran.folder.parent / "target").exists()


def _module(name: str) -> Trick:
    files = {
        name: _EVIL,
        "a.md": f"---\ntitle: x\n---\n\n{_FAULT}",
        "contentlint.toml": 'lang = "ar"\nexclude = ["b"]\n',
    }
    return Trick(f"{name} in place of a library", files, _marked, (".", "--preview"), off=_ON_PATH)


def _shadows() -> Iterator[Trick]:
    for name in ("tomli.py", "yaml/__init__.py", "pathspec/__init__.py", "bisect.py"):
        yield _module(name)
    files = {"contentlint/__init__.py": _EVIL, "contentlint/cli/main.py": _EVIL, "a.md": _FAULT}
    off = _ON_PATH
    yield Trick("a package of our own name", files, _marked, off=off)
    yield Trick(
        "sitecustomize.py",
        {"sitecustomize.py": _EVIL, "a.md": _FAULT},
        _marked,
        off=f"{_ON_PATH}\nimport importlib\nsys.modules.pop('sitecustomize', None)\n"
        "importlib.import_module('sitecustomize')",
    )


_PLUGIN = {
    "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
    "evil-1.0.dist-info/entry_points.txt": "[contentlint.plugins]\nevil = evil_plugin\n",
    "evil_plugin.py": _EVIL + "KINDS = {}\nRULE_SETS = ()\n",
    "contentlint.toml": 'plugins = ["evil"]\n',
    "a.md": _FAULT,
}


def _plugins() -> Iterator[Trick]:
    yield Trick(
        "plugin of the repository",
        _PLUGIN,
        _marked,
        off=_ON_PATH,
        off_args=(".", "--plugins", "evil"),
    )
    yield Trick(
        "plugin let in, with --untrusted",
        _PLUGIN,
        _marked,
        (".", "--untrusted", "--plugins", "evil"),
        off=_ON_PATH,
        off_args=(".", "--plugins", "evil"),
    )
    yield Trick(
        "plugin let in by the environment only when it says so",
        _PLUGIN,
        _marked,
        off=_ON_PATH,
        off_env={"CONTENTLINT_PLUGINS": "evil"},
    )
    yield Trick(
        "kind that names a module",
        {
            "evil.py": _EVIL,
            "house.toml": _RULE.format(kind="..evil", message="a"),
            "contentlint.toml": 'rule-sets = ["house.toml"]\n',
            "a.md": _FAULT,
        },
        _marked,
        off=f"{_ON_PATH}\nimport importlib\nimport contentlint.engine.options as k\n"
        "place = k.kind_modules.place\nk.kind_modules.place = lambda kind: place(kind) or kind\n"
        "whole = k.import_module\n"
        "k.import_module = lambda n: importlib.import_module('evil') if 'evil' in n else whole(n)",
    )
    yield Trick(
        "message that reaches into objects",
        {
            "house.toml": _RULE.format(kind="existence", message="{found.__class__.__init__}"),
            "contentlint.toml": 'rule-sets = ["house.toml"]\n',
            "a.md": "fault\n",
        },
        lambda ran: ran.said("wrapper"),
        off="import contentlint.engine.ruleset as s\ns.fields = lambda text: []",
    )


def _yaml() -> Iterator[Trick]:
    # Our reader takes the events of the parser, and makes plain values of them itself.
    unsafe = (
        "import yaml\nimport contentlint.frontmatter.yaml as m\nread = m.read\n"
        "m.read = lambda text, inside, found: "
        "(yaml.unsafe_load(text[inside.start : inside.end]), read(text, inside, found))"
    )
    for name, value in (
        ("calls", '!!python/object/apply:os.system ["touch fired"]'),
        ("makes", '!!python/object/new:os.system ["touch fired"]'),
        ("imports", "!!python/module:evil"),
    ):
        yield Trick(
            f"front matter that {name}",
            {"evil.py": _EVIL, "a.md": f"---\ntitle: {value}\n---\n\nx\n"},
            _marked,
            (".", "--preview"),
            off=f"{unsafe}\n{_ON_PATH}\n",
        )


def _paths() -> Iterator[Trick]:
    inside = "import contentlint.config.load as c\nimport os\nc.project_of = lambda *_: '/'\n"
    house = _RULE.format(kind="existence", message=CANARY)
    for name, reference in (
        ("from above", "../house.toml"),
        ("by its whole path", "{above}/house.toml"),
        ("by a link", "link.toml"),
    ):
        yield Trick(
            f"rules {name}",
            {
                "../house.toml": house,
                "contentlint.toml": f'rule-sets = ["{reference}"]\n',
                "a.md": "fault\n",
            },
            _canary,
            off=inside,
            prepare=lambda folder: (folder / "link.toml").symlink_to("../house.toml"),
        )
    for name, reference in (("outside", "../base.toml"), ("outside by a link", "link.toml")):
        yield Trick(
            f"configuration that extends one {name}",
            {
                "../base.toml": f'rule-sets = ["{CANARY}"]\n',
                "contentlint.toml": f'extends = ["{reference}"]\n',
                "a.md": "x\n",
            },
            _canary,
            off=inside,
            prepare=lambda folder: (folder / "link.toml").symlink_to("../base.toml"),
        )
    yield Trick(
        "article that is a link out of the tree",
        {"../secret.md": f"![]({CANARY}\n\n# {CANARY} \u202e{CANARY}\n", "b.md": "x\n"},
        _canary,
        (".", "--format", "full"),
        off="import os\nos.path.realpath = os.path.abspath",
        prepare=lambda folder: (folder / "a.md").symlink_to("../secret.md"),
    )
    yield Trick(
        "folder that is a link out of the tree",
        {"../other/secret.md": f"\u202e{CANARY}\n", "b.md": "x\n"},
        _canary,
        (".", "--format", "full"),
        off_args=("link/", "--format", "full"),
        prepare=lambda folder: (folder / "link").symlink_to("../other"),
    )
    yield Trick(
        "cache written outside",
        {"contentlint.toml": 'cache-dir = "../target-dir"\n', "a.md": _FAULT},
        lambda ran: (ran.folder.parent / "target-dir").exists(),
        off="import contentlint.config.load as c, contentlint.run.incremental as k\n"
        "c.check_cache_dir = k.check_cache_dir = lambda *_: None",
    )
    yield Trick(
        "baseline written outside",
        {"contentlint.toml": 'baseline = "../target"\n', "a.md": _FAULT},
        _outside,
        (".", "--write-baseline"),
        off_args=(".", "--isolated", "--write-baseline", "../target"),
    )
    yield Trick(
        "report of a CI that is a link out of the tree",
        {"a.md": _FAULT},
        _outside,
        off="import contentlint.report.writer as w\nw.check_places = lambda *_: None",
        env={"GITLAB_CI": "true", "GITHUB_ACTIONS": ""},
        prepare=lambda folder: (folder / GITLAB_REPORT).symlink_to("../target"),
    )
    yield Trick(
        "files outside asked about",
        _ASKED,
        _told,
        (".", "--select", "IMG006"),
        off_args=(".", "--select", "IMG006", "--isolated", "--config", "site-root = '..'"),
    )


_ASKED = {
    "../private/secret.png": "",
    "contentlint.toml": 'site-root = ".."\n',
    "a.md": "![a](/private/secret.png)\n\n![b](/private/other.png)\n",
}
_ALLOWING = 'outside = ["/"]\nplugins = ["evil"]\n'
_BY = "import contentlint.config.user as u\n"


def _told(ran: Ran) -> bool:
    """Of two files outside, which one is not there."""
    return ran.out.count("IMG006") == 1


def _own_file() -> Iterator[Trick]:
    """What only the user's own file may allow, allowed by files of the repository."""
    own, asking = ".config/contentlint/contentlint.toml", (".", "--select", "IMG006")
    taken = f"{_BY}u.place = lambda: {own!r}"
    yield Trick(
        "own file of a user whose folder is named relatively",
        {**_ASKED, own: _ALLOWING},
        _told,
        asking,
        off=taken,
        env={"XDG_CONFIG_HOME": ".config", "HOME": "."},
    )
    yield Trick(
        "own file of a user whose home is the checkout",
        {**_ASKED, own: _ALLOWING, ".git/HEAD": ""},
        _told,
        asking,
        off=f"{_BY}u.Grants.beside = lambda self, _: self",
        env={"XDG_CONFIG_HOME": "", "HOME": "{here}"},
    )
    yield Trick(
        "place that the user allows, with --untrusted",
        {**_ASKED, "../own/contentlint/contentlint.toml": _ALLOWING},
        _told,
        (*asking, "--untrusted"),
        off_args=asking,
        env={"XDG_CONFIG_HOME": "{above}/own"},
    )
    yield Trick(
        "plugin let in by a file like the user's own",
        {**_PLUGIN, own: _ALLOWING},
        _marked,
        ("a.md",),
        off=f"{_ON_PATH}\n{taken}",
        env={"XDG_CONFIG_HOME": ".config"},
    )


def _silencing() -> Iterator[Trick]:
    only = (".", "--select", "IMG001")
    yield Trick(
        "article that silences what is found in it",
        {"a.md": f"<!-- contentlint-disable-file IMG001: mine -->\n\n{_FAULT}"},
        lambda ran: ran.code == 0,
        (*only, "--untrusted"),
        off_args=only,
    )
    yield Trick(
        "limits raised by the repository",
        {
            "contentlint.toml": 'max-findings = 100000\nmax-file-size = "1GB"\n',
            "a.md": f"{_FAULT}\n" * 1500,
        },
        lambda ran: ran.code == 1,
        (*only, "--untrusted"),
        off_args=only,
    )
    theirs = b"x" * 32
    yield Trick(
        "cache of a stranger that says that nothing was found",
        {"a.md": _FAULT},
        lambda ran: ran.code == 0,
        only,
        off=f"import contentlint.cache.secret as s\ns.of_user = lambda _: {theirs!r}",
        prepare=partial(_forge, secret=theirs),
    )
    yield Trick(
        "cache that says that nothing was found, by somebody who knows the secret",
        {"a.md": _FAULT},
        lambda ran: ran.code == 0,
        (*only, "--untrusted"),
        off_args=only,
        prepare=_forge,
    )


def _hiding() -> Iterator[Trick]:
    """Articles that a run leaves out, so that it has nothing to check."""
    names = ("a.mkd", "a.mdown", "a.md.", "a.md\u200f", "x/node_modules/a.md", ".venv/a.md")
    for name in (*names, ".tox/a.md", "__pycache__/a.md", f"{CACHE_FOLDER}/a.md"):
        yield from _hidden(f"named {visible(name)}", name)
    yield from _hidden("that git ignores", "a.md", {".git/HEAD": "", ".gitignore": "*\n"})
    for about, name, setting in (
        ("that is excluded", "a.md", 'exclude = ["*"]'),
        ("in the folder of the cache", "articles/a.md", 'cache-dir = "articles"'),
    ):
        yield from _hidden(about, name, {"contentlint.toml": f"{setting}\n"})
    yield Trick(
        "article that is hidden beside another one",
        {"a.md": "x\n", "b.mkd": _FAULT},
        lambda ran: not ran.said("b.mkd"),
        (".", "--untrusted"),
        off="import contentlint.cli.check as c\nfind = c.discover\n"
        "def discover(*given):\n"
        "    found, record = find(*given)\n"
        "    return found._replace(left_out=()), record\n"
        "c.discover = discover",
    )


def _hidden(about: str, name: str, more: Mapping[str, str] | None = None) -> Iterator[Trick]:
    """A new article, and one that was another article at the commit it is compared with."""
    files = {name: f"{'x' * 80}\n{_FAULT}", **(more or {})}
    for base, prepare in (
        ((), lambda _: None),
        (("--diff-base", "HEAD"), partial(_commit, name=name)),
    ):
        yield Trick(
            f"article {about}{', since a commit' * bool(base)}",
            files,
            lambda ran: ran.code == 0,
            (".", "--untrusted", *base),
            off_args=(".", *base),
            prepare=prepare,
        )


def _commit(folder: Path, name: str) -> None:
    """Make a repository, in whose only commit a file is an article of another name."""
    if not (folder / ".git/objects").exists():
        (folder / ".git/HEAD").unlink(missing_ok=True)
    _in_git(folder, "init", "-q")
    text = (folder / name).read_bytes()
    (folder / "b.md").write_bytes(text.removesuffix(_FAULT.encode()))
    _in_git(folder, "add", "-f", "b.md")
    _in_git(folder, "commit", "-qm", "a")
    (folder / "b.md").unlink()
    _in_git(folder, "add", "-Af")


def _caches() -> Iterator[Trick]:
    """Folders of caches in which something leads out of the repository."""
    yield Trick(
        "cache whose list of ignored files is a link",
        {"a.md": _FAULT},
        _outside,
        off="import contentlint.cache.folder as f\n"
        "f.open = lambda path, mode='r', **more: open(path, mode.replace('x', 'w'), **more)",
        prepare=partial(_lead_out, name=".gitignore", to="target"),
    )
    yield Trick(
        "cache whose folder of a version is a link",
        {"a.md": _FAULT, "../target-dir/mine": ""},
        lambda ran: len(list((ran.folder.parent / "target-dir").iterdir())) > 1,
        off="import os\nos.path.islink = lambda _: False",
        prepare=partial(_lead_out, name=__version__, to="target-dir"),
    )


def _lead_out(folder: Path, name: str, to: str) -> None:
    made = folder / CACHE_FOLDER
    cachefolder.make(str(made))
    (made / __version__).rmdir()
    (made / name).unlink(missing_ok=True)
    (made / name).symlink_to(folder.parent / to)


def _forge(folder: Path, secret: bytes = b"") -> None:
    """A cache in which the finding has been taken out."""
    time.sleep(2.1)  # what has just been written is checked again anyway
    watched.run(folder, ("check", ".", "--select", "IMG001"))
    ours = caches.secret()
    for path in (folder / CACHE_FOLDER).glob("*/*"):
        said = store.read_output(str(path), ours)
        if said is not None:
            clean = said._replace(out=b"", err="", code=0)
            parts = store.parts_of(clean, store.read_entries(str(path), ours), secret or ours)
            path.write_bytes(b"".join(parts))


def _network() -> Iterator[Trick]:
    files = {"a.md": "[a](http://127.0.0.1:9/x) ![a](http://127.0.0.1:9/y.png)\n"}
    fetch = (
        "import urllib.request\ntry: urllib.request.urlopen('http://127.0.0.1:9/x')\n"
        "except OSError: pass"
    )
    yield Trick("links of an article", files, _marked, off=fetch)


def _git() -> Iterator[Trick]:
    for name, key in (
        ("monitor", "core.fsmonitor"),
        ("diff program", "diff.external"),
        ("text converter", "diff.evil.textconv"),
        ("filter", "filter.evil.clean"),
        ("filter process", "filter.evil.process"),
        ("pager", "core.pager"),
    ):
        yield Trick(
            f"repository with a {name} of its own",
            {
                "a.md": "x\n",
                ".gitattributes": "*.md diff=evil filter=evil\n",
                "evil.sh": '#!/bin/sh\ntouch "$(dirname "$0")/fired"\ncat\n',
            },
            lambda ran: (ran.folder / "fired").exists(),
            (".", "--diff-base", "HEAD"),
            off="import contentlint.run.diff_base as c, subprocess\nsubprocess.run("
            "['git', '-c', 'pager.diff=true', 'diff', 'HEAD'] if 'PAGED' not in os.environ else"
            " ['script', '-qc', 'git --paginate diff HEAD', '/dev/null'], capture_output=True)",
            off_env={"PAGED": "1"} if key == "core.pager" else {},
            prepare=partial(_hostile_git, key),
        )


def _in_git(folder: Path, *args: str) -> None:
    names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *names, *args], cwd=folder, check=True, capture_output=True)


_SILENT = (".", "--untrusted", "--diff-base", "HEAD")
_FROM_DISK = (
    "import contentlint.run.resolve as r\nr._trees = lambda limits, objects: (r.DISK, r.DISK)\n"
    "import contentlint.run.left_out as l\nl.refusal = lambda found: None"
)
_LESS = _RULE.format(kind="existence", message="house")
_HOUSE = {"contentlint.toml": 'rule-sets = ["house.toml"]\n', "house.toml": _LESS}


def _pull_requests() -> Iterator[Trick]:
    """Pull requests that change how they are checked, and so would pass without a word."""
    for name, theirs in (
        ("excludes everything", {"contentlint.toml": 'exclude = ["*"]\n'}),
        ("selects nothing", {"contentlint.toml": "select = []\n"}),
        ("never fails", {"contentlint.toml": 'fail-on = "never"\n'}),
        ("keeps its cache among the articles", {"contentlint.toml": 'cache-dir = "articles"\n'}),
        ("has a nested configuration", {"articles/contentlint.toml": "select = []\n"}),
        ("has a pyproject.toml", {"pyproject.toml": "[tool.contentlint]\nselect = []\n"}),
        ("has a .gitignore", {".gitignore": "*\n"}),
        ("has a nested .gitignore", {"articles/.gitignore": "*.md\n"}),
        ("extends", {"contentlint.toml": 'extends = ["a.toml"]\n', "a.toml": "select = []\n"}),
    ):
        changed = {"articles/a.md": _FAULT, **theirs}
        for how, args in (("a base", _SILENT), ("no base", _SILENT[:2])):
            yield _pull_request(f"pull request that {name}, with {how}", {}, changed, args=args)
    fault = {"articles/a.md": "fault\n"}
    other = _LESS.replace("fault", "other")
    yield _pull_request("rule set edited", _HOUSE, {**fault, "house.toml": other})
    yield _pull_request(
        "rule set of what the base extends edited",
        {
            **_HOUSE,
            "contentlint.toml": 'extends = ["a.toml"]\n',
            "a.toml": _HOUSE["contentlint.toml"],
        },
        {**fault, "a.toml": ""},
    )
    yield _pull_request(
        "rule set behind a link",
        _HOUSE,
        {**fault, "other.toml": other},
        prepare=partial(_link, "house.toml", "other.toml"),
    )
    yield _pull_request(
        "configuration that is a link",
        {},
        {"articles/a.md": _FAULT, "other.toml": "select = []\n"},
        prepare=partial(_link, "contentlint.toml", "other.toml"),
    )
    yield _pull_request(
        "configuration that the user names, changed",
        {"ours.toml": 'select = ["IMG"]\n'},
        {"articles/a.md": _FAULT, "ours.toml": "select = []\n"},
        args=(*_SILENT, "--config", "ours.toml"),
    )
    yield _pull_request(
        "configuration that the user names, in the checkout",
        {},
        {"articles/a.md": _FAULT, "ours.toml": "select = []\n"},
        args=(*_SILENT[:2], "--config", "ours.toml"),
    )
    yield _pull_request(
        "generator's file that says who wrote the articles",
        {},
        {"articles/a.md": "# a\n\nتعليق (0)\n", "mkdocs.yml": "docs_dir: articles\n"},
        args=(*_SILENT, "--select", "RES"),
    )
    yield Trick(
        "rule set of the base that leads out of it",
        {"../house.toml": _LESS, "a.md": "fault\n"},
        lambda ran: ran.said("HSE001"),
        _SILENT,
        off="import contentlint.source.commit as c\nc.Committed.has = lambda *_: False\n"
        "import contentlint.config.load as l\nl.lies_in = lambda *_: True",
        prepare=_leading_out,
    )


def _pull_request(
    name: str,
    base: Mapping[str, str],
    theirs: Mapping[str, str],
    args: Sequence[str] = _SILENT,
    prepare: Callable[[Path], object] = lambda folder: None,  # noqa: ARG005
) -> Trick:
    def prepared(folder: Path) -> None:
        _in_git(folder, "init", "-q")
        _in_git(folder, "add", ".")
        _in_git(folder, "commit", "-qm", "a")
        for path, text in theirs.items():
            (folder / path).write_text(text, encoding="utf-8")
        prepare(folder)

    files = {"articles/a.md": "x\n", "articles/b.md": "y\n", **base}
    return Trick(name, files, lambda ran: ran.code == 0, args, off=_FROM_DISK, prepare=prepared)


def _link(name: str, to: str, folder: Path) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(to)


def _leading_out(folder: Path) -> None:
    (folder / "contentlint.toml").write_text('rule-sets = ["house.toml"]\n', encoding="utf-8")
    (folder / "house.toml").symlink_to("../house.toml")
    _in_git(folder, "init", "-q")
    _in_git(folder, "add", "contentlint.toml", "house.toml")
    _in_git(folder, "commit", "-qm", "a")


def _hostile_git(key: str, folder: Path) -> None:
    os.chmod(folder / "evil.sh", 0o755)
    _in_git(folder, "init", "-q")
    _in_git(folder, "add", "a.md", ".gitattributes")
    _in_git(folder, "commit", "-qm", "a")
    (folder / "a.md").write_text(f"x\n\n{_FAULT}", encoding="utf-8")
    _in_git(folder, "config", key, str(folder / "evil.sh"))


def tricks() -> list[Trick]:
    without = (*_shadows(), *_plugins(), *_yaml(), *_paths(), *_own_file())
    more = (*_silencing(), *_hiding(), *_caches(), *_network(), *_git(), *_pull_requests())
    return [*without, *more]


def attempt(trick: Trick, *, guarded: bool) -> tuple[bool, Ran]:
    """Return True if a trick works, in a fresh copy of its repository."""
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above).resolve() / "repository"
        for name, text in trick.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("{above}", str(folder.parent)), encoding="utf-8")
        trick.prepare(folder)
        args = trick.args if guarded or trick.off_args is None else trick.off_args
        off, env = ("", trick.env) if guarded else (trick.off, {**trick.env, **trick.off_env})
        places = {"{here}": str(folder), "{above}": str(folder.parent)}
        env = {name: _filled(value, places) for name, value in env.items()}
        ran = watched.run(folder, ("check", *args), off, env)
        return trick.fired(ran), ran


def _filled(value: str, places: Mapping[str, str]) -> str:
    for name, place in places.items():
        value = value.replace(name, place)
    return value


def run(_: Tier) -> Iterator[Figure]:
    faults = []
    everything = tricks()
    for trick in everything:
        works, ran = attempt(trick, guarded=False)
        if not works:
            faults.append(
                f"{trick.name}: does not fire without its guard: {ran[1:4]} {ran.out[:200]}"
            )
        works, ran = attempt(trick, guarded=True)
        if works:
            faults.append(f"{trick.name}: fires: {ran[1:4]} {ran.out[:200]}")
    yield counted(
        "tricks of hostile repositories, each seen to work unguarded",
        len(everything),
        25,
        faults,
        ("P9", "P10"),
        "that work",
    )
