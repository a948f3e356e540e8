"""Prints the caller's ARN with an unmodified boto3, as often as the first argument says (default once, 0 for ever)."""
import os
import sys
import time

import boto3

times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
sts = boto3.client("sts")
i = 0
while times == 0 or i < times:
    if i > 0:
        time.sleep(int(os.environ.get("SECONDS_BETWEEN_CALLS", "1")))
    print("python", sts.get_caller_identity()["Arn"], flush=True)
    i += 1
