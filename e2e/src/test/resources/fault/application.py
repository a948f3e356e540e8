"""An application while parts fail: asks the endpoint three times a second, and AWS by an unmodified boto3 once, and counts what came of it.

A line a second. Of the endpoint: refused are connections that were refused or broke off, wrong is every other answer than valid credentials;
gap is the longest time in seconds between two good answers.
"""
import datetime
import http.client
import json
import os
import threading
import time
import urllib.error
import urllib.request

import boto3

asked = refused = wrong = 0
gap = 0.0
sessions = set()


def credentials():
    with open(os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]) as file:
        token = file.read()
    request = urllib.request.Request(os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"], headers={"Authorization": token})
    with urllib.request.urlopen(request, timeout=5) as answer:
        given = json.load(answer)
    if datetime.datetime.fromisoformat(given["Expiration"]) <= datetime.datetime.now(datetime.timezone.utc):
        raise ValueError("expired at " + given["Expiration"])
    return given


def broke_off(error):
    reason = getattr(error, "reason", error)
    return not isinstance(error, urllib.error.HTTPError) and isinstance(reason, (ConnectionError, http.client.IncompleteRead))


def ask():
    global asked, refused, wrong, gap
    last = time.monotonic()
    while True:
        try:
            sessions.add(credentials()["AccessKeyId"])
            gap, last = max(gap, time.monotonic() - last), time.monotonic()
        except Exception as e:
            refused, wrong = (refused + 1, wrong) if broke_off(e) else (refused, wrong + 1)
            print("endpoint:", repr(e), e.read() if isinstance(e, urllib.error.HTTPError) else "", flush=True)
        asked += 1
        time.sleep(0.33)


threading.Thread(target=ask, daemon=True).start()
sts = boto3.client("sts")
calls = failed = 0
while True:
    try:
        sts.get_caller_identity()
    except Exception as e:
        failed += 1
        print("boto3:", repr(e), flush=True)
    calls += 1
    print(f"asked {asked} refused {refused} wrong {wrong} gap {gap:.1f} sessions {len(sessions)} calls {calls} failed {failed}", flush=True)
    time.sleep(1)
