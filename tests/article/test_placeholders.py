"""contentlint.article.images: addresses that show no picture."""

from __future__ import annotations

import pytest

from contentlint.article.images import placeholder_kind, tracking_host

NAMES = frozenset("blank spacer placeholder lazy loading default no noimage 1x1 pixel".split())
HOSTS = frozenset({"facebook.com/tr", "doubleclick.net"})
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

NOTHING = [
    "about:blank",
    "#",
    "#top",
    "javascript:void(0)",
    "blob:https://example.org/1",
    "file:///home/sami/a.jpg",
    "C:\\a.jpg",
    PIXEL,
    "data:image/gif;base64,R0lGODlhAQABAIABAAAAAP///yH5BAEAAAEALAAAAAABAAEAQAICTAEAOw%3D%3D",
    "data:image/svg+xml,%3Csvg%20viewBox='0%200%203%202'%3E%3C/svg%3E",
    "/a/blank.gif",
    "spacer.png?v=2",
    "lazy_placeholder.gif",
    "image-placeholder-small-300x200.svg",
    "1x1.png",
    "no-image.png",
    "no_image.jpg",
    "https://example.org/NoImage.PNG",
]
PICTURES = [
    "a.jpg",
    "stage/1.jpg",
    "default.jpg",
    "default-avatar.png",
    "loading-dock.png",
    "blanket.png",
    "blank",
    "data:image/svg+xml,%3Csvg%3E%3Cpath%20d='M0'/%3E%3C/svg%3E",
    "data:image/jpeg;base64,AAAA",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8",
    PIXEL + "A" * 300,
    "data:image/png;base64,!!!",
]


@pytest.mark.parametrize("source", NOTHING)
def test_stands_for_a_picture(source: str) -> None:
    assert placeholder_kind(source, NAMES)


@pytest.mark.parametrize("source", PICTURES)
def test_may_be_a_picture(source: str) -> None:
    assert placeholder_kind(source, NAMES) == ""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("https://www.facebook.com/tr?id=1", "facebook.com/tr"),
        ("https://facebook.com/tr/", "facebook.com/tr"),
        ("//ad.doubleclick.net:443/x.gif", "doubleclick.net"),
        ("https://facebook.com/trends.png", ""),
        ("https://notdoubleclick.net/x.gif", ""),
        ("https://example.org/doubleclick.net/x.gif", ""),
        ("doubleclick.net/x.gif", ""),
        ("https://", ""),
    ],
)
def test_host_of_a_counter(source: str, found: str) -> None:
    assert tracking_host(source, HOSTS) == found
