"""Prints the text of an S3 object, which is the caller's ARN, with an unmodified client. Ends at the first failure.

The first argument names the client; the second says how often it asks (default once, 0 for ever).
"""
import os
import sys
import time
from urllib.parse import urlparse

# For clients that do not read these variables themselves.
ENDPOINT = os.environ["AWS_ENDPOINT_URL_S3"]
REGION = os.environ["AWS_REGION"]
BUCKET, KEY = "whoami", "arn"


def pyarrow():
    from pyarrow.fs import S3FileSystem

    # Without these settings, the client times out after three seconds without a byte. All clients start at once and share two cores.
    patience = {"connect_timeout": 30, "request_timeout": 30}
    s3 = S3FileSystem(endpoint_override=urlparse(ENDPOINT).netloc, scheme="http", region=REGION, **patience)
    return lambda: s3.open_input_stream(f"{BUCKET}/{KEY}").read()


def s3fs():
    from s3fs import S3FileSystem

    s3 = S3FileSystem()
    return lambda: s3.cat_file(f"{BUCKET}/{KEY}")


def minio():
    from minio import Minio
    from minio.credentials import IamAwsProvider

    s3 = Minio(urlparse(ENDPOINT).netloc, credentials=IamAwsProvider(), secure=False, region=REGION)
    return lambda: s3.get_object(BUCKET, KEY).read()


def obstore():
    import obstore

    # The User-Agent of this client is that of Rust's object_store, which other clients use too.
    s3 = obstore.store.S3Store(BUCKET, client_options={"allow_http": True, "user_agent": f"obstore/{obstore.__version__}"})
    return lambda: bytes(s3.get(KEY).bytes())


def polars():
    import polars

    options = {"aws_allow_http": "true", "user_agent": f"polars/{polars.__version__}"}
    return lambda: polars.read_csv(f"s3://{BUCKET}/{KEY}", has_header=False, storage_options=options).item().encode()


def opendal():
    from opendal import Operator

    s3 = Operator("s3", bucket=BUCKET, endpoint=ENDPOINT, region=REGION)
    return lambda: s3.read(KEY)


client = sys.argv[1]
ask = {"pyarrow": pyarrow, "s3fs": s3fs, "minio-py": minio, "obstore": obstore, "polars": polars, "opendal": opendal}[client]()
times = int(sys.argv[2]) if len(sys.argv) > 2 else 1
i = 0
while times == 0 or i < times:
    if i > 0:
        time.sleep(int(os.environ.get("SECONDS_BETWEEN_CALLS", "1")))
    print(client, ask().decode(), flush=True)
    i += 1
