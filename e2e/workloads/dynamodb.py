"""Lists the tables with an unmodified boto3 that demands the account's own endpoint. Ends at the first failure.

DynamoDB's name then begins with the account, which boto3 has from the credentials alone: without AccountId no call is made.
"""
import os
import time

import boto3
from botocore.config import Config

# Without TLS, because the name resolves to the emulator.
dynamodb = boto3.client("dynamodb", use_ssl=False, config=Config(account_id_endpoint_mode="required"))
while True:
    print("dynamodb", dynamodb.list_tables()["TableNames"], flush=True)
    time.sleep(int(os.environ.get("SECONDS_BETWEEN_CALLS", "1")))
