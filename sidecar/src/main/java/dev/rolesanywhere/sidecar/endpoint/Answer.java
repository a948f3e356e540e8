package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    /** With its head, as it goes over the wire. */
    byte[] bytes() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + (status == 200 ? "OK" : "Refused")
                + "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + content.length
                + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        byte[] all = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + content.length);
        System.arraycopy(content, 0, all, head.length(), content.length);
        return all;
    }

    /** Without the body, which may hold credentials. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
