"""Small things without a domain."""

TYPE_CHECKING = False
"""True for type checkers, which know the name; at run time the imports under it do not happen.

``typing`` alone takes 2 to 3 ms, of the 70 that a check of one article takes, ``re`` and
``argparse`` as much again. Imported from ``typing`` it would cost what it is to save.
"""
