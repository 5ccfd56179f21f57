"""URLs, redirects and answers of name servers that must not lead to a connection."""

from __future__ import annotations

from ipaddress import ip_network

from contentlint.links.guard import NOT_PUBLIC

V4 = [network for network in NOT_PUBLIC if ":" not in network]
LITERALS = [
    f"http://{address}/" for network in map(ip_network, V4) for address in (network[0], network[-1])
]
V6 = [
    f"http://[{address}]/"
    for address in """
    :: ::1 ::2 ::127.0.0.1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:169.254.169.254
    ::ffff:a9fe:a9fe ::ffff:93.184.216.34 ::ffff:0:127.0.0.1 64:ff9b::a9fe:a9fe
    64:ff9b::93.184.216.34 64:ff9b:1::1 64:ff9b:1:a9fe:a9:fe00:: 100::1 100:0:0:1::1
    2001::1 2001:0:7f00:1::1 2001:10::1 2001:20::1 2001:1ff:ffff::1 2001:db8::1
    2002:7f00:1:: 2002:a9fe:a9fe::1 2620:4f:8000::1 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1
    fd00:ec2::254 fdff::1 fe80::1 fe80::a9fe:a9fe fec0::1 ff02::1 ff0e::1 0:0:0:0:0:0:0:1
    """.split()
]
NUMBERS = [
    f"http://{host}/"
    for host in """
    2130706433 017700000001 0x7f000001 0x7f.1 0x7F.0x0.0x0.0x1 127.1 127.0.1 0177.0.0.1
    0177.1 0x7f.0.0.1 127.0.0.1. 127.0.0.01 127.000.000.001 00127.0.0.1 0 0.0 00 0x0 0x 0X7F.1
    2852039166 0xa9fea9fe 0251.0376.0251.0376 0xa9.0xfe.0xa9.0xfe 169.254.43518 169.16689662
    3232235777 1.1.1.1.1 999.1.1.1 256.256.256.256 0xffffffff 4294967296 4294967295 1.2.3.4.0x5
    93.184.216.034 example.0x7f example.com.127
    """.split()
]
SCRIPTS = [
    f"http://{host}/"
    for host in (
        *("①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "１２７.0.0.1", "¹²⁷.0.0.1"),
        *("１６９。２５４。１６９。２５４", "⑯⑨.②⑤④.⑯⑨.②⑤④", "𝟙𝟚𝟟.𝟘.𝟘.𝟙", "127․0․0․1"),
        *("ｌｏｃａｌｈｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "LOCALHOST", "loc\u00adalhost", "local\u200bhost"),
        *(
            "ℓocalhost",
            "metadata.google.ｉｎｔｅｒｎａｌ",
            "0ｘ7f.1",
            "127.0.0.1\ufe0f",
            "router.ｌan",
        ),
        *("example.com\u2044@127.0.0.1", "127.0.0.1／.example.com", "127.0.0.1＃.example.com"),
        *("127.0.0.1：80.example.com", "exa\u200dmple.com", "\u202ecom.example"),
    )
]
NAMES = [
    f"http://{host}/"
    for host in """
    localhost localhost. LocalHost foo.localhost a.b.localhost metadata.google.internal
    instance-data.ec2.internal metadata printer.local PRINTER.LOCAL. router.lan wiki.corp nas.home
    box.home.arpa kubernetes.default.svc.cluster.local intranet com hidden.onion name.alt a.test
    b.example c.invalid ip-127-0-0-1.example.com ip-127-0-0-1.example.com. ip-10-0-0-1.example.com
    ip-169-254-169-254.example.com ip-0-0-0-0.example.com ip-100-100-100-200.example.com
    ip-192-168-1-1.example.com ip-172-31-0-1.example.com ip-192-0-0-192.example.com
    ip-198-18-0-1.example.com ip-224-0-0-1.example.com ip-255-255-255-255.example.com
    ip6---1.example.com ip6-fe80--1.example.com ip6-fd00-ec2--254.example.com
    ip6---ffff-7f00-1.example.com ip6---ffff-a9fe-a9fe.example.com
    ip6-64-ff9b--a9fe-a9fe.example.com
    ip6-2002-7f00-1--1.example.com ip6-2001-0-7f00-1--1.example.com
    ip-93-184-216-34-and-127-0-0-1.example.com ip-127-0-0-1-and-93-184-216-34.example.com
    ip-93-184-216-34-or6---1.example.com
    """.split()
]
SYNTAX = [
    "http://user@93.184.216.34/",
    "http://user:secret@news.example.com/",
    "http://news.example.com@127.0.0.1/",
    "http://news.example.com:80@127.0.0.1/",
    "http://127.0.0.1@news.example.com/",
    "http://@127.0.0.1/",
    "http://news.example.com\\@127.0.0.1/",
    "http://127.0.0.1\\@news.example.com/",
    "http://news.example.com\\.127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:/\\127.0.0.1/",
    "http://127.0.0.1%00.example.com/",
    "http://127.0.0.1%2f.example.com/",
    "http://127.0.0.1%23.example.com/",
    "http://127.0.0.1\t.example.com/",
    "http://news.exam\nple.com/",
    "http://news.example.com/\r\nHost: 127.0.0.1",
    "http://news.example.com/ HTTP/1.1",
    " http://127.0.0.1/",
    "http:// 127.0.0.1/",
    "http://127.0.0.1 /",
    "http://news.example.com\x00.127.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://%6cocalhost/",
    "http://127.0.0.1:80:80/",
    "http://news.example.com:80:/",
    "http://news.example.com:99999/",
    "http://news.example.com:0/",
    "http://news.example.com:-1/",
    "http://news.example.com:22/",
    "http://news.example.com:25/",
    "http://news.example.com:6379/",
    "http://news.example.com:11211/",
    "http://news.example.com:٨٠/",
    "http://[::1/",
    "http://[::1]x/",
    "http://[::1].example.com/",
    "http://[127.0.0.1]/",
    "http://[]/",
    "http://::1/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[2606:2800::1%25lo]/",
    "http://[v1.127.0.0.1]/",
    "http:///127.0.0.1/",
    "http:/127.0.0.1/",
    "http:127.0.0.1",
    "http://",
    "http:",
    "",
    "//127.0.0.1/",
    "127.0.0.1",
    "http://..127.0.0.1/",
    "http://-/",
    "http://news..example.com/",
    "http://*.example.com/",
    "http://news.example.com,127.0.0.1/",
    "http://" + "a" * 64 + ".example.com/",
    "http://" + "a." * 130 + "example.com/",
    "http://news.example.com/" + "a" * 9000,
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stat",
    "ldap://127.0.0.1/",
    "ws://127.0.0.1/",
    "jar:http://127.0.0.1!/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "unix:///var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
    "view-source:http://127.0.0.1/",
    "ｈttp://127.0.0.1/",
]
URLS = [*LITERALS, *V6, *NUMBERS, *SCRIPTS, *NAMES, *SYNTAX]
"""No request for one of these connects to anything."""

TARGETS = [
    *("http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/latest/meta-data/"),
    *("http://[::1]/", "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]/"),
    *("http://10.0.0.1/", "http://192.168.0.1:8080/", "http://0.0.0.0/", "http://0/"),
    *("http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://017700000001/"),
    *("http://metadata.google.internal/computeMetadata/v1/", "https://127.0.0.1/"),
    *("http://ip-127-0-0-1.example.com/", "http://ip-169-254-169-254.example.com/"),
    *("http://ip-93-184-216-34-and-10-0-0-1.example.com/", "http://ip6---1.example.com/"),
    *("http://user:secret@news.example.com/", "http://news.example.com@127.0.0.1/"),
    *("file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://news.example.com/"),
    *("dict://127.0.0.1:11211/", "javascript:alert(1)", "data:text/html,hello"),
    *("http://news.example.com:22/", "http://news.example.com:6379/", "//127.0.0.1/"),
    *(
        "//169.254.169.254",
        "///127.0.0.1/",
        "/\\127.0.0.1/",
        "\\\\127.0.0.1\\",
        "http:\\\\127.0.0.1",
    ),
    *("http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://ｌｏｃａｌｈｏｓｔ/"),
    *("http://127.0.0.1%00.example.com/", "http://news.example.com\\@127.0.0.1/"),
    *("http://127.0.0.1\t/", "http://[::1", "http://[fe80::1%25eth0]/", "HTTP://LOCALHOST./"),
    *("http://printer.local/", "http://intranet/", "http://ip-100-64-0-1.example.com/"),
]
"""What redirects lead to."""

LATER = """
127-0-0-1 10-0-0-1 169-254-169-254 192-168-1-1 172-16-0-1 0-0-0-0 100-64-0-1 192-0-0-192 224-0-0-1
198-18-0-1 255-255-255-255 127-0-0-1-and-93-184-216-34 93-184-216-34-and-127-0-0-1
""".split()
LATER_V6 = """
--1 fe80--1 fd00-ec2--254 --ffff-7f00-1 64-ff9b--a9fe-a9fe 2002-7f00-1--1 2001-0-7f00-1--1
""".split()
REBINDING = [
    *(f"ip-93-184-216-34-then-{rest}.example.com" for rest in LATER),
    *(f"ip-93-184-216-34-then-ip6-{rest}.example.com" for rest in LATER_V6),
    *(f"ip6-2606-2800-220-1--1-then-ip-{rest}.example.com" for rest in LATER[:3]),
    "ip-93-184-216-34-then-93-184-216-34-or6---1.example.com",
]
"""Names that are public at the first look-up, and not at the second."""
