#!/usr/bin/env python3
"""Checks a Seatlog inclusion proof without Seatlog: Python 3 and nothing else.

    check_proof.py PROOF.json [--public-key NAME+ID+KEY] [--booking ID]

PROOF.json is what GET /api/v1/audit/bookings/{id}/proof answered ("-" reads standard input). The
key must come from somewhere else than the proof (`seatlog audit public-key`, or a page of the
organiser): without --public-key the one inside the proof is used, and a forger would have put his
own there. Prints what the log says of the booking. Exit status: 0 it is in the log, 1 it is not
proven, 2 the command line or the file makes no sense.
"""
import argparse
import base64
import datetime
import hashlib
import json
import sys


class NotProven(Exception):
    """What does not check."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# The record: ten netstrings.

FIELDS = ("form", "position", "aggregate_type", "aggregate_id", "sequence", "event_type",
          "event_version", "payload", "metadata", "recorded_at_us")


def fields_of(record):
    values, at = [], 0
    while at < len(record):
        colon = record.index(b":", at)
        end = colon + 1 + int(record[at:colon])
        if record[end:end + 1] != b",":
            raise NotProven("the record is not made of netstrings")
        values.append(record[colon + 1:end].decode())
        at = end + 1
    fields = dict(zip(FIELDS, values))
    canonical = b"".join(b"%d:%s," % (len(v.encode()), v.encode()) for v in values)
    if len(values) != len(FIELDS) or fields["form"] != "seatlog-fact-1" or canonical != record:
        raise NotProven("the record has another form")
    return fields


# The tree: RFC 9162, 2.1.3.2.

def root_of(leaf, index, size, path):
    at, last, root = index, size - 1, leaf
    if not 0 <= at <= last:
        raise NotProven("the leaf is not in the tree")
    for beside in path:
        if last == 0:
            raise NotProven("the path is too long")
        if at % 2 == 1 or at == last:
            root = sha256(b"\x01", beside, root)
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            root = sha256(b"\x01", root, beside)
        at, last = at // 2, last // 2
    if last != 0:
        raise NotProven("the path is too short")
    return root


# Ed25519: RFC 8032, 5.1.7 and 6.

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    g, h = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    w, x, y, z = f - e, h - g, h + g, f + e
    return w * x % P, y * z % P, x * y % P, w * z % P


def times(n, point):
    total = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if len(encoded) != 32 or y >= P:
        raise NotProven("a point is not on the curve")
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P != 0 or (x == 0 and sign):
        raise NotProven("a point is not on the curve")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verify_signature(key, message, signature):
    if len(signature) != 64:
        raise NotProven("the signature has another length")
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    right = add(point_of(signature[:32]), times(k, point_of(key)))
    if s >= Q or not same(times(s, BASE), right):
        raise NotProven("the checkpoint's signature is wrong")


# The checkpoint: C2SP signed-note and tlog-checkpoint.

def open_note(note, public_key):
    name, key_id, key = public_key.strip().split("+", 2)
    key = base64.b64decode(key, validate=True)
    if key[:1] != b"\x01" or sha256(name.encode(), b"\n", key)[:4].hex() != key_id:
        raise NotProven("the public key does not belong to its name and id")
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        signature = base64.b64decode(signature, validate=True)
        if dash == "\u2014" and signer == name and signature[:4].hex() == key_id:
            verify_signature(key[1:], text.encode(), signature[4:])
            break
    else:
        raise NotProven("the checkpoint was not signed with this key")
    lines = text.split("\n")
    if lines[0] != name:
        raise NotProven("the checkpoint is of another log")
    return int(lines[1]), base64.b64decode(lines[2], validate=True), lines[3:]


def check(proof, public_key):
    record = proof["record"].encode()
    fields = fields_of(record)
    size, root, rest = open_note(proof["checkpoint"], public_key)
    position = int(fields["position"])
    path = [bytes.fromhex(beside) for beside in proof["audit_path"]]
    if root_of(sha256(b"\x00", record), position - 1, size, path) != root:
        raise NotProven("the record does not lead to the signed root")
    return fields, size, rest


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proof")
    parser.add_argument("--public-key")
    parser.add_argument("--booking", help="the booking that the record must be of")
    arguments = parser.parse_args()
    try:
        with (sys.stdin if arguments.proof == "-" else open(arguments.proof)) as file:
            proof = json.load(file)
    except (OSError, ValueError) as error:
        print(f"{arguments.proof}: {error}", file=sys.stderr)
        return 2
    try:
        fields, size, rest = check(proof, arguments.public_key or proof["public_key"])
        fact = json.loads(fields["payload"])[fields["event_type"]]
        if arguments.booking and fact.get("booking_id") != arguments.booking:
            raise NotProven(f"the record is of booking {fact.get('booking_id')}")
    except NotProven as error:
        print(f"NOT PROVEN: {error}", file=sys.stderr)
        return 1
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        print(f"NOT PROVEN: the proof makes no sense: {error!r}", file=sys.stderr)
        return 1
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(
        microseconds=int(fields["recorded_at_us"]))
    print(f"In the log of {size} facts ({', '.join(line for line in rest if line)}):")
    print(f"position {fields['position']}, recorded at {at.isoformat()}Z, {fields['event_type']} of "
          f"{fields['aggregate_type']} {fields['aggregate_id']}")
    print(json.dumps(fact, indent=2))
    if not arguments.public_key:
        print("The key came with the proof; compare it with one from elsewhere:\n"
              f"{proof['public_key']}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
