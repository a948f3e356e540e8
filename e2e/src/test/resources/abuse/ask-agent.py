"""Sends one request to the agent of the node, as an SDK does, and prints the status and the body of the answer."""
import sys
import urllib.error
import urllib.request

url, token = sys.argv[1:]
try:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Authorization": token}), timeout=10) as answer:
        print(answer.status, answer.read().decode())
except urllib.error.HTTPError as refused:
    print(refused.code, refused.read().decode())
