"""Judges cases with pyspf or dkimpy. One JSON line in, one out; DNS questions go back to the caller."""

import base64
import json
import sys
import time


def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def ask(name, kind):
    """The caller's answer: ("records", [...]), ("nodata", []), ("nxdomain", []) or ("failure", reason)."""
    say({"ask": {"type": kind, "name": name}})
    answer = json.loads(sys.stdin.readline())
    return answer["kind"], answer.get("records", answer.get("reason", []))


def spf_judge():
    import ipaddress
    import spf

    def lookup(name, qtype, strict=True, timeout=20):
        if qtype not in ("A", "AAAA", "MX", "PTR", "TXT"):
            return []
        kind, records = ask(name, qtype)
        if kind == "failure":
            raise spf.TempError("DNS " + records)
        if kind != "records":
            return []
        read = {
            "TXT": lambda record: [part.encode("latin-1") for part in record],
            "MX": lambda record: (record["priority"], record["exchange"]),
            "AAAA": lambda record: ipaddress.ip_address(record).packed,
        }.get(qtype, lambda record: record)
        return [((name, qtype), read(record)) for record in records]

    spf.DNSLookup = lookup

    def check(case, sender):
        try:
            word, text = spf.check2(i=case["clientIp"], s=sender, h=case["helo"], timeout=20, querytime=0)
            return {"word": word, "detail": text}
        except Exception as error:  # Whatever it ends in is no verdict.
            return {"word": "exception", "detail": repr(error)}

    def judge(case):
        sender = case["mailFrom"] or ""
        return {"spf": {"mailFrom": check(case, sender), "helo": check(case, "postmaster@" + case["helo"])}}

    return judge


def dkim_judge():
    import dkim

    def key(name, timeout=5):
        text = name.decode("latin-1") if isinstance(name, bytes) else name
        kind, records = ask(text.rstrip("."), "TXT")
        if kind == "failure":
            raise dkim.DnsTimeoutError(records)
        return "".join(records[0]).encode("latin-1") if kind == "records" else None

    def verdict(message, index):
        seen = []

        class Logger:
            def __getattr__(self, level):
                return lambda text, *rest: None if text.startswith("sig: ") else seen.append(text)

        try:
            verified = dkim.DKIM(message, logger=Logger()).verify(idx=index, dnsfunc=key)
            body = any("body hash mismatch" in text for text in seen)
            return {"word": "pass" if verified else "fail", "detail": "body hash" if body else "; ".join(seen)[:200]}
        except dkim.ValidationError as error:
            text = str(error)
            if "body hash mismatch" in text:
                return {"word": "fail", "detail": "body hash"}
            timely = "in the future" not in text and "is past" not in text
            return {"word": "unverifiable" if timely else "policy", "detail": text}
        except dkim.DnsTimeoutError as error:
            return {"word": "temperror", "detail": str(error)}
        except dkim.KeyFormatError as error:
            short = "too small" in str(error)
            return {"word": "policy" if short else "unverifiable", "detail": str(error)}
        except dkim.DKIMException as error:
            return {"word": "unverifiable", "detail": str(error)}
        except Exception as error:  # Whatever it ends in is no verdict.
            return {"word": "exception", "detail": repr(error)}

    def judge(case):
        time.time = lambda: case["now"]
        message = base64.b64decode(case["message"])
        return {"dkim": [verdict(message, index) for index in range(case["signatures"])]}

    return judge


def main():
    judge = {"spf": spf_judge, "dkim": dkim_judge}[sys.argv[1]]()
    while line := sys.stdin.readline():
        say({"verdicts": judge(json.loads(line))})


main()
