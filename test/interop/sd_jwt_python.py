"""The other side of sd-jwt-python.ts: reads our masters and makes its own with the `sd-jwt` library of PyPI."""
import json
import sys

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

asked = json.load(sys.stdin)


class Issuer(SDJWTIssuer):
    SD_JWT_HEADER = "dc+sd-jwt"


def verified(text, *request):
    key = JWK.from_json(json.dumps(asked["issuerKey"]))
    return SDJWTVerifier(text, lambda issuer, header: key, *request).get_verified_payload()


def refused(text, *request):
    try:
        verified(text, *request)
    except Exception as error:
        return type(error).__name__ + ": " + str(error)
    return None


def hidden(value):
    """Every member and every item behind a disclosure of its own."""
    if isinstance(value, dict):
        return {SDObj(name): hidden(member) for name, member in value.items()}
    if isinstance(value, list):
        return [SDObj(hidden(item)) for item in value]
    return value


request = (asked["audience"], asked["nonce"])
holder_key = JWK.from_json(json.dumps(asked["holderKey"]))
holder = SDJWTHolder(asked["master"])
holder.create_presentation({"face_data": {"members": [False, True]}}, asked["nonce"], asked["audience"], holder_key)

claims = asked["claims"]
own_key = JWK.generate(kty="EC", crv="P-256")


def issue(decoys):
    """The library puts decoys into every object or into none."""
    return Issuer(
        {**claims, "face_data": hidden(claims["face_data"]), "holders": [hidden(one) for one in claims["holders"]]},
        own_key,
        add_decoy_claims=decoys,
        extra_header_parameters={"x5c": asked["x5c"]},
    ).sd_jwt_issuance


json.dump(
    {
        "whole": verified(asked["master"]),
        "shown": verified(asked["presentation"], *request),
        "refusals": [
            refused(asked["presentation"], asked["audience"], "another"),
            refused(asked["forged"]),
        ],
        "derived": holder.sd_jwt_presentation,
        "own": issue(False),
        "decoyed": issue(True),
        "ownKey": json.loads(own_key.export_public()),
    },
    sys.stdout,
)
