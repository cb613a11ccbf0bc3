"""Reads a selectively disclosable release with the sd-jwt package of PyPI, which its own authors wrote after RFC 9901.

One JSON object a line on standard input: the text and the key set with which it is to be checked. One object a line comes
back: what the package takes for verified, or the name of its complaint.
"""

import json
import sys

from jwcrypto.jwk import JWKSet
from sd_jwt.verifier import SDJWTVerifier

for line in sys.stdin:
    task = json.loads(line)
    keys = JWKSet.from_json(json.dumps(task["keys"]))

    def key_of(_issuer, header):
        key = keys.get_key(header.get("kid"))
        if key is None:
            raise ValueError("no such key")
        return key

    try:
        read = {"payload": SDJWTVerifier(task["text"], key_of).get_verified_payload()}
    except Exception as refused:  # whatever the package says no with
        read = {"refused": type(refused).__name__}
    print(json.dumps(read), flush=True)
