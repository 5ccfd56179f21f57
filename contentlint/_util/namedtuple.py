"""``NamedTuple`` as ``typing`` has it, made in an eighth of the time.

typing compiles source text for every class: 0.1 ms each, and a run has 170 of
them. Here the fields' names are put into a constructor of as many fields: one
from ``_COMMON``, or one that is compiled once for each further number. For
classes in modules with ``from __future__ import annotations`` only; no methods
are checked for names that typing forbids.
"""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from types import FunctionType

    try:
        from _collections import _tuplegetter as _getter
    except ImportError:  # not CPython
        from operator import itemgetter

        def _getter(index, doc):
            return property(itemgetter(index), doc=doc)

    class _Record(tuple):
        """What all have: the part of ``collections.namedtuple`` that does not depend on fields."""

        __slots__ = ()
        _fields = ()
        _field_defaults = {}  # noqa: RUF012  nobody writes to it

        def __new__(cls, *values, **named):
            """The first time: most classes are made by ``_make`` only, if at all in a run."""
            own = next(each for each in cls.__mro__ if "_fields" in each.__dict__)
            made = _constructor(own)
            own.__new__ = staticmethod(made)
            return made(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changes):
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"Got unexpected field names: {list(changes)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            shown = ", ".join(f"{k}={v!r}" for k, v in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self):
            return tuple(self)

    class _Meta(type):
        """Turns the body of a class into a plain subclass of tuple."""

        def __new__(mcs, name, bases, body):
            if not bases:
                return type.__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            body.update(zip(fields, map(_getter, range(len(fields)), fields), strict=True))
            body["__slots__"] = ()
            body["_fields"] = body["__match_args__"] = fields
            body["_field_defaults"] = defaults
            return type(name, (_Record,), body)

    _tuple_new = tuple.__new__
    _COMMON = (
        lambda _cls: _tuple_new(_cls, ()),
        lambda _cls, a: _tuple_new(_cls, (a,)),
        lambda _cls, a, b: _tuple_new(_cls, (a, b)),
        lambda _cls, a, b, c: _tuple_new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _tuple_new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _tuple_new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _tuple_new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _tuple_new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _tuple_new(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, i: _tuple_new(_cls, (a, b, c, d, e, f, g, h, i)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j: _tuple_new(_cls, (a, b, c, d, e, f, g, h, i, j)),
    )
    _templates = {n: made.__code__ for n, made in enumerate(_COMMON)}
    """Code of constructors by their number of fields. Compiling these would take 0.8 ms a start."""

    def _constructor(cls):
        """``__new__`` of a class; its defaults are those of the last fields."""
        name, fields = cls.__name__, cls._fields
        code = _templates.get(len(fields))
        if code is None:
            names = ", ".join(f"a{n}" for n in range(len(fields)))
            # Of a text in which nothing but numbers varies.
            made = eval(f"lambda _cls, {names}: _tuple_new(_cls, ({names}))")
            code = _templates[len(fields)] = made.__code__
        code = code.replace(co_varnames=("_cls", *fields), co_name="__new__")
        space = {"_tuple_new": _tuple_new, "__name__": f"namedtuple_{name}"}
        made = FunctionType(code, space, "__new__", tuple(cls._field_defaults.values()))
        made.__qualname__ = f"{name}.__new__"
        return made

    class NamedTuple(metaclass=_Meta):
        """Base of a class whose body names and types its fields."""
