"""Reads and checks an evidence pack, written from docs/formats alone: python3 read_pack.py PACK.zip PASSPHRASE. Needs python3-cryptography."""
import base64, hashlib, json, struct, sys, unicodedata, zipfile, zlib
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

b64 = lambda text: base64.b64decode(text, validate=True)
sha = lambda data: hashlib.sha256(data).digest()


def ensure(fact, what):
    if not fact:
        sys.exit(f"FLAW {what}")


def p256(key, message, signature):
    try:
        key.verify(encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:])), message, ec.ECDSA(hashes.SHA256()))
        return len(signature) == 64
    except Exception:
        return False


def protobuf(data):
    fields, at = [], 0
    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]; at += 1
            value |= (byte & 127) << shift; shift += 7
            if byte < 128:
                return value
    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            fields.append((tag >> 3, varint()))
        else:
            ensure(tag & 7 == 2, "entry: wire type")
            length = varint()
            fields.append((tag >> 3, data[at:at + length])); at += length
    return fields


def one(fields, number):
    return next((value for n, value in reversed(fields) if n == number), b"")


def holds(leaf, index, size, root, path):
    fn, sn, node = index, size - 1, sha(b"\0" + leaf)
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = sha(b"\1" + sibling + node)
            while not fn & 1 and fn:
                fn >>= 1; sn >>= 1
        else:
            node = sha(b"\1" + node + sibling)
        fn >>= 1; sn >>= 1
    return sn == 0 and node == root


def read_recording(data, rid, keys, recorder, leases):
    ensure(data[:12] == bytes.fromhex("89425245430d0a1a00010001") and data[12:28].hex() == rid.replace("-", ""), f"preamble {rid}")
    chain, at, number, frames, sequence, end, output, salt = sha(b"bastion recording v1\n" + data[:36]), 36, 0, 0, 0, None, b"", None
    while at < len(data):
        length, kind, flags, signature, n, first, count, clear, main, inp = struct.unpack(">IBBHQQIIII", data[at:at + 40])
        record = data[at:at + length + 8]
        ensure(end is None and len(record) == length + 8 == 40 + clear + main + inp + 36 + signature and record[-4:] == record[:4], f"length {rid}")
        ensure(n == number and first == frames, f"order {rid}")
        hashed = 40 + clear + main + inp
        chain = sha(chain + record[:hashed])
        ensure(chain == record[hashed:hashed + 32], f"chain {rid}")
        plain, nonce, bound = record[40:40 + clear], bytes(3) + struct.pack(">QB", number, flags & 1), record[:40 + clear]
        if kind in (3, 4):
            words = b"bastion recording v1 seal\n" if kind == 4 else b"bastion recording v1 recovery\n"
            ensure(p256(recorder, words + data[12:28] + chain, record[hashed + 32:-4]), f"signature {rid}")
        if kind in (1, 3):
            salt = plain[:32]
        derive = lambda purpose: HKDF(hashes.SHA256(), 32, salt, f"bastion recording v1 {purpose}".encode()).derive(b64(keys[purpose]))
        content = AESGCM(derive("replay")).decrypt(nonce, record[40 + clear:40 + clear + main], bound) if main else b""
        if flags & 2:
            unpacked = zlib.decompress(content[4:], wbits=-15)
            ensure(len(unpacked) == struct.unpack(">I", content[:4])[0], f"content {rid}")
            content = unpacked
        if inp and "input" in keys:
            AESGCM(derive("input")).decrypt(nonce, record[40 + clear + main:hashed], bound)
        if kind == 1:
            size = struct.unpack(">I", content[:4])[0]
            lease, rest = content[4:4 + size], content[4 + size:]
            ensure(any(p256(key, lease, rest[4:68]) for key in leases), f"lease {rid}")
        elif kind == 2:
            sequence += 1
            ensure(struct.unpack(">Q", plain)[0] == sequence, f"order {rid}")
            where = 16
            for _ in range(count):
                track, channel, after, size = struct.unpack(">BIII", content[where:where + 13]); where += 13
                if track != 3:
                    output += content[where:where + size] if track in (1, 2) else b""
                    where += size
            ensure(where == len(content), f"content {rid}")
        elif kind == 4:
            _, last, total, _ = struct.unpack(">QQQB", plain[:25])
            ensure(last == sequence and total == frames and flags & 1, f"order {rid}")
            skip = 25 + 4 + struct.unpack(">I", plain[25:29])[0]
            end = plain[skip + 4:].decode()
        number += 1; frames += count; at += length + 8
    ensure(end is not None, f"seal {rid}")
    return chain.hex(), end, frames, output


def main(path, passphrase):
    pack = zipfile.ZipFile(path)
    files = {name: pack.read(name) for name in pack.namelist()}
    ensure(len(files) == len(pack.namelist()), "file: a name occurs twice")
    manifest = json.loads(files["manifest.json"])
    load = lambda name: serialization.load_pem_public_key(files[name])
    recorder, leases = load(manifest["keys"]["recorder"]), [load(name) for name in manifest["keys"]["leases"]]
    ensure(p256(recorder, b"bastion evidence pack v1\n" + files["manifest.json"], b64(files["manifest.sig"].strip())), "manifest")
    named = {line["name"]: line["sha256"] for line in manifest["files"]}
    ensure(set(named) | {"manifest.json", "manifest.sig"} == set(files), "file: not those of the manifest")
    for name, digest in named.items():
        ensure(sha(files[name]).hex() == digest, f"file {name}")
    wrapped = json.loads(files["keys.json"])
    key = hashlib.pbkdf2_hmac("sha256", unicodedata.normalize("NFC", passphrase).encode(), b64(wrapped["salt"]), wrapped["iterations"], 32)
    keys = json.loads(AESGCM(key).decrypt(b64(wrapped["nonce"]), b64(wrapped["keys"]), b"bastion evidence pack v1 keys\n"))
    journal = json.loads(files["journal.json"])
    body, lines = journal["checkpoint"].split("\n\n")
    origin, size, root = body.split("\n")
    verifier = b64(manifest["keys"]["journal"].split("+", 2)[2])
    own = next(line for line in lines.split("\n") if line.startswith(f"\u2014 {origin} "))
    ed25519.Ed25519PublicKey.from_public_bytes(verifier[1:]).verify(b64(own.rsplit(" ", 1)[1])[4:], (body + "\n").encode())
    for witness in manifest["keys"]["witnesses"]:
        name, _, public = witness.split("+", 2)
        signed = b64(next(line for line in lines.split("\n") if line.startswith(f"\u2014 {name} ")).rsplit(" ", 1)[1])
        when = struct.unpack(">Q", signed[4:12])[0]
        ed25519.Ed25519PublicKey.from_public_bytes(b64(public)[1:]).verify(signed[12:], f"cosignature/v1\ntime {when}\n{body}\n".encode())
    entries, previous = {}, 0
    for shown in journal["entries"]:
        leaf, index = b64(shown["leaf"]), shown["index"]
        ensure(leaf[0] == 2 and struct.unpack(">Q", leaf[1:9])[0] == index, f"proof entry {index}")
        ensure(holds(leaf, index, int(size), b64(root), [b64(x) for x in shown["path"]]), f"proof entry {index}")
        plain = AESGCM(b64(keys["entries"][str(index)])).decrypt(bytes(12), leaf[38:], leaf[:38])
        ensure(struct.unpack(">Q", plain[:8])[0] == previous, f"gap entry {index}")
        previous = index + 1
        entries[index] = (leaf[9], protobuf(plain[8:]))
    kind = lambda fields: one(fields, 2).decode()
    facts = lambda fields: {one(pair, 1).decode(): one(pair, 2).decode() for pair in (protobuf(value) for number, value in fields if number == 11)}
    ensure(max(entries) == manifest["exported"] and kind(entries[manifest["exported"]][1]) == "evidence.exported", "gap")
    opened = {one(fields, 8).decode() for service, fields in entries.values() if service == 3 and kind(fields) == "recording.opened"}
    sealed = {one(fields, 8).decode(): facts(fields) for service, fields in entries.values() if service == 3 and kind(fields) == "recording.sealed"}
    ensure(opened == {line["id"] for line in manifest["recordings"]}, "missing")
    for line in manifest["recordings"]:
        head, end, frames, output = read_recording(files[line["file"]], line["id"], keys["recordings"][line["id"]], recorder, leases)
        ensure(sealed[line["id"]]["head"] == head and sealed[line["id"]]["reason"] == end, f"journal {line['id']}")
        print(f"recording {line['id']}: {frames} frames, {len(output)} bytes of output, {end}")
    exported = facts(entries[manifest["exported"]][1])
    ensure({"document." + line["name"] for line in manifest["documents"]} == {fact for fact in exported if fact.startswith("document.")}, "document: not those of the export")
    for document in manifest["documents"]:
        content = AESGCM(b64(keys["documents"][document["file"]])).decrypt(bytes(12), files[document["file"]], document["file"].encode())
        ensure(sha(content).hex() == document["sha256"] == exported["document." + document["name"]], f"document {document['name']}")
        print(f"document {document['name']}: {len(content)} bytes")
    print(f"holds: {len(entries)} entries, head of {size}")


if __name__ == "__main__":
    main(*sys.argv[1:])
