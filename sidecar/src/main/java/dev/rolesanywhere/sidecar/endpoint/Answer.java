package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Status, type and body of an answer. */
record Answer(int status, String type, String body) {
    /** As SDKs read errors of credential endpoints. */
    static Answer error(int status, String code, String message) {
        return new Answer(
                status,
                "application/json",
                new JsonWriter()
                        .beginObject()
                        .member("code", code)
                        .member("message", message)
                        .endObject()
                        .toString());
    }

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; version=0.0.4", body);
    }

    void write(OutputStream out) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " \r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                + "\r\nConnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
        out.flush();
    }
}
