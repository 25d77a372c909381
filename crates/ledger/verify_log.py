#!/usr/bin/env python3
"""Verify a ledger without the program that wrote it. Standard library only.

Written from RFC 6962 (tree), RFC 9162 section 2.1 (proof verification), RFC 8032 (Ed25519)
and C2SP signed-note and tlog-checkpoint (checkpoints).

  verify_log.py EXPORT

EXPORT is one JSON object a line, in this order; hashes are hexadecimal, contents base64:
  {"key": "name+keyid+base64"}                          the log's public key, first
  {"leaf": "<content>"} or {"leaf_hash": "<hash>"}      the log's leaves, in order
  {"checkpoint": "<signed note>"}                       signed by the key; its size at most the
                                                        leaves so far; later ones not smaller
  {"inclusion": {"index": n, "size": n, "proof": [..]}} against the recomputed roots
  {"consistency": {"old": n, "new": n, "proof": [..]}}
Exit code 0: everything holds. 1: something does not; the line is named. 2: wrong usage.
"""
import base64, hashlib, json, sys

# Ed25519, RFC 8032 section 5.1
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

def decode_point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def add(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result

def signature_holds(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r, s = decode_point(public), decode_point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    challenge = hashlib.sha512(signature[:32] + public + message).digest()
    left = times(s, BASE)
    right = add(r, times(int.from_bytes(challenge, "little") % L, key))
    return all((left[axis] * right[2] - right[axis] * left[2]) % P == 0 for axis in (0, 1))

def leaf_hash(content):
    return hashlib.sha256(b"\0" + content).digest()

def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()

class Tree:
    """Perfect subtrees by (level, index), so that the root of any size is cheap."""
    def __init__(self):
        self.size, self.nodes = 0, {}

    def append(self, leaf):
        level, index = 0, self.size
        self.nodes[level, index] = leaf
        while index & 1:
            leaf = node(self.nodes[level, index - 1], leaf)
            level, index = level + 1, index >> 1
            self.nodes[level, index] = leaf
        self.size += 1

    def root(self, size):
        require(0 <= size <= self.size, "more leaves claimed than exported")
        result, start = None, size
        for level in range(size.bit_length()):
            if size >> level & 1:
                start -= 1 << level
                left = self.nodes[level, start >> level]
                result = left if result is None else node(left, result)
        return hashlib.sha256(b"").digest() if result is None else result

def require(condition, message):
    if not condition:
        raise ValueError(message)

def walk(place, last, proof, both, one):
    """The loop that RFC 9162 uses for both kinds of proof."""
    for sibling in proof:
        require(last > 0, "proof too long")
        if place & 1 or place == last:
            both(sibling)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            one(sibling)
        place, last = place >> 1, last >> 1
    require(last == 0, "proof too short")

def check_inclusion(leaf, index, size, proof, root):
    require(0 <= index < size, "leaf outside the tree")
    state = [leaf]
    walk(index, size - 1, proof, lambda h: state.append(node(h, state[-1])),
         lambda h: state.append(node(state[-1], h)))
    require(state[-1] == root, "leaf is not in the tree")

def check_consistency(old, new, old_root, new_root, proof):
    require(0 <= old <= new, "older tree is larger")
    if old in (0, new):
        require(not proof, "proof too long")
        require(old == 0 or old_root == new_root, "history was changed")
        return
    if old & (old - 1) == 0:
        proof = [old_root] + proof
    require(proof, "proof too short")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    a, b = [proof[0]], [proof[0]]
    walk(place, last, proof[1:], lambda h: (a.append(node(h, a[-1])), b.append(node(h, b[-1]))),
         lambda h: b.append(node(b[-1], h)))
    require(a[-1] == old_root and b[-1] == new_root, "history was changed")

def read_key(text):
    name, key_id, data = text.split("+", 2)
    data = base64.b64decode(data, validate=True)
    wanted = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    require(data[0] == 1 and wanted.hex() == key_id, "the key's id does not fit")
    return name, wanted, data[1:]

def check_checkpoint(note, key, tree):
    (text, _, lines), (name, key_id, public) = note.rpartition("\n\n"), key
    text, (origin, size, root) = text + "\n", text.split("\n")[:3]
    require(origin == name, "checkpoint of another log")
    for line in lines.splitlines():
        dash, signer, data = line.split(" ", 2)
        data = base64.b64decode(data, validate=True)
        if dash == "\u2014" and signer == name and data[:4] == key_id:
            require(signature_holds(public, text.encode(), data[4:]), "signature does not fit")
            break
    else:
        raise ValueError("not signed by the log")
    require(str(int(size)) == size, "malformed size")
    wanted = base64.b64decode(root, validate=True)
    require(tree.root(int(size)) == wanted, "the leaves do not give the signed root")
    return int(size)

def verify(lines):
    tree, key, signed = Tree(), None, -1
    for number, line in enumerate(lines, 1):
        try:
            (kind, value), = json.loads(line).items()
            hashes = [bytes.fromhex(h) for h in value["proof"]] if isinstance(value, dict) else []
            if kind == "key" and key is None:
                key = read_key(value)
            elif kind == "leaf":
                tree.append(leaf_hash(base64.b64decode(value, validate=True)))
            elif kind == "leaf_hash" and len(value) == 64:
                tree.append(bytes.fromhex(value))
            elif kind == "checkpoint" and key is not None:
                size = check_checkpoint(value, key, tree)
                require(size >= signed, "the log became shorter")
                signed = size
            elif kind == "inclusion":
                index, size = value["index"], value["size"]
                check_inclusion(tree.nodes[0, index], index, size, hashes, tree.root(size))
            elif kind == "consistency":
                old, new = value["old"], value["new"]
                check_consistency(old, new, tree.root(old), tree.root(new), hashes)
            else:
                raise ValueError("unknown kind of line, or not in its place")
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            return f"line {number}: {error}"
    return None if signed == tree.size else f"{tree.size} leaves, but the last checkpoint covers {max(signed, 0)}"

def main():
    if len(sys.argv) != 2:
        return print(__doc__, file=sys.stderr) or 2
    with open(sys.argv[1], encoding="utf-8") as lines:
        failure = verify(lines)
    print(failure or "everything holds")
    return 1 if failure else 0
if __name__ == "__main__":
    sys.exit(main())
