package dev.rolesanywhere.sidecar.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The calls of AWS's administrator. */
record EmulatorAdmin(URI endpoint) {
    JsonNode call(String method, String path, String json) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(endpoint + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(response.body());
            }
            return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Imports a CRL (DER) and enables it. */
    void importCrl(String trustAnchorArn, byte[] crl) {
        call(
                "POST",
                "/crls",
                Json.object()
                        .put("name", "revoked")
                        .put("trustAnchorArn", trustAnchorArn)
                        .put("enabled", true)
                        .put("crlData", crl)
                        .toString());
    }

    void deleteCrls() {
        for (JsonNode crl : call("GET", "/crls", "").path("crls")) {
            call("DELETE", "/crl/" + crl.path("crlId").asText(), "");
        }
    }
}
