"""Slack's request signature (v0): an HMAC over time stamp and raw body, good for five minutes.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac

WINDOW = 300
"""Seconds, in both directions."""
MAX_DIGITS = 12


def is_signed(secret: bytes, body: bytes, *, timestamp: str, signature: str, now: float) -> bool:
    """Whatever the headers hold, the answer is yes or no."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= MAX_DIGITS):
        return False
    if abs(now - int(timestamp)) > WINDOW:
        return False
    base = b"v0:" + timestamp.encode() + b":" + body
    expected = "v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
