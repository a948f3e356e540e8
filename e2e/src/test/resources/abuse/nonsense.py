"""Stands in the webhook's place with the webhook's own certificate, and misbehaves as the pod's namespace says."""
import http.server
import json
import ssl
import time


class Nonsense(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        how = review["request"]["namespace"].removeprefix("nonsense-")
        print("asked:", how, flush=True)
        if how == "silence":
            return
        if how == "slow":
            time.sleep(30)
        answers = {
            "prose": "hello",
            "empty": "",
            "other": json.dumps({"kind": "Status", "apiVersion": "v1"}),
            "unanswered": json.dumps({"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1"}),
            "stranger": json.dumps({
                "kind": "AdmissionReview",
                "apiVersion": "admission.k8s.io/v1",
                "response": {"uid": "of another request", "allowed": True},
            }),
        }
        body = answers.get(how, "").encode()
        self.send_response(500 if how == "error" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("", 8443), Nonsense)
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain("/tls/tls.crt", "/tls/tls.key")
server.socket = tls.wrap_socket(server.socket, server_side=True)
print("listening", flush=True)
server.serve_forever()
