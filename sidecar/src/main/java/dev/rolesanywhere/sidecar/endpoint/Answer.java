package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.json.JsonWriter;

/** What goes back for one request. */
record Answer(int status, String contentType, String body) {
    static Answer json(String body) {
        return new Answer(200, "application/json", body);
    }

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; version=0.0.4; charset=utf-8", body + "\n");
    }

    /** The form that SDKs read. */
    static Answer error(int status, String code, String message) {
        return new Answer(
                status,
                "application/json",
                new JsonWriter().member("code", code).member("message", message).toString());
    }

    /** Without the body, which may hold credentials. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
