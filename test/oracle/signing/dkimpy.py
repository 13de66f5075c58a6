"""Verifies messages with dkimpy: one JSON object a line in, one out. Messages hold one character per byte."""
import json
import sys

import dkim

request = json.loads(sys.stdin.readline())
zone = {name.encode(): record.encode() for name, record in request["zone"].items()}


def lookup(name, timeout=5):
    return zone.get(name.rstrip(b"."))


for line in sys.stdin:
    case = json.loads(line)
    message = case["message"].encode("latin-1")
    verifier = dkim.DKIM(message)
    words = []
    for index in range(case["signatures"]):
        try:
            words.append("pass" if verifier.verify(idx=index, dnsfunc=lookup) else "fail")
        except dkim.DKIMException as error:
            words.append(repr(error))
    chain, _, reason = dkim.arc_verify(message, dnsfunc=lookup)
    status = chain.decode().lower()
    print(json.dumps({"dkim": words, "arc": status if status != "fail" else f"fail: {reason}"}), flush=True)
