"""Knocks at a sidecar's door as a container of the pod, or a neighbour, may: prints a line per attempt, with the HTTP status or what went wrong."""
import http.client
import json
import socket
import ssl
import sys
import time

who, host = sys.argv[1], sys.argv[2]
VOLUME = "/var/run/rolesanywhere.dev/credentials/token"


def attempt(name, call):
    try:
        print(who, name + ":", call(), flush=True)
    except OSError as e:
        print(who, name + ":", type(e).__name__, flush=True)


def http_status(method="GET", headers=None, body=None, port=9911, path="/v1/credentials"):
    connection = http.client.HTTPConnection(host, port, timeout=10)
    connection.request(method, path, body=body, headers=headers or {})
    return connection.getresponse().status


def raw(text, slowly=False):
    with socket.create_connection((host, 9911), timeout=10) as connection:
        if slowly:
            connection.sendall(text[:20].encode())
            time.sleep(3)
        else:
            connection.sendall(text.encode())
        return connection.makefile().readline().split(" ")[1]


def token():
    with open(VOLUME) as file:
        return file.read()


def metrics_name_nothing_secret():
    connection = http.client.HTTPConnection(host, 9912, timeout=10)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    return "rolesanywhere" in text and not any(secret in text for secret in ("ASIA", "SecretAccessKey", "Token\""))


def webhooks_words():
    """For a pod of another namespace, as the API server would ask about it."""
    pod = {
        "metadata": {"name": "pod", "annotations": {"rolesanywhere.dev/role": "nothing"}},
        "spec": {"serviceAccountName": "app", "containers": [{"name": "app", "image": "app:1"}]},
    }
    request = {"uid": "1", "namespace": "door", "operation": "CREATE", "resource": {"group": "", "version": "v1", "resource": "pods"}, "object": pod}
    review = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("roles-anywhere-operator-webhook.roles-anywhere.svc", timeout=10, context=context)
    connection.request("POST", "/mutate", json.dumps(review), {"Content-Type": "application/json"})
    return connection.getresponse().read().decode()


attempt("reads the volume", lambda: "yes" if token() else "no")
attempt("without a token", http_status)
attempt("with a guessed token", lambda: http_status(headers={"Authorization": "0" * 43}))
attempt("metrics hold no secret", metrics_name_nothing_secret)
if who == "app":
    mine = {"Authorization": token()}
    attempt("with the token", lambda: http_status(headers=mine))
    attempt("as a name that a browser was lured to", lambda: http_status(headers={**mine, "Host": "evil.example.org"}))
    attempt("as a name that begins like loopback", lambda: http_status(headers={**mine, "Host": "127.0.0.1.evil.example.org"}))
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        attempt(method, lambda: http_status(method, headers={**mine, "Content-Length": "0"}))
    attempt("with a body", lambda: http_status("GET", headers=mine, body="x"))
    attempt("too long", lambda: raw("GET /v1/credentials HTTP/1.1\r\nHost: localhost\r\nX: " + "a" * 9000 + "\r\n\r\n"))
    attempt("too slow", lambda: raw("GET /v1/credentials HTTP/1.1\r\n", slowly=True))
    attempt("another profile", lambda: http_status(headers=mine, path="/v1/credentials/admin"))
    attempt("after all that", lambda: http_status(headers=mine))
if who == "neighbour":
    attempt("asks the webhook", webhooks_words)
print(who, "done", flush=True)
time.sleep(600)
