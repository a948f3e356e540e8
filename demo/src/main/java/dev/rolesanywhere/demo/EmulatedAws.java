package dev.rolesanywhere.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The platform team's steps in AWS, run in the emulator. */
final class EmulatedAws {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String endpoint;

    EmulatedAws(String endpoint) {
        this.endpoint = endpoint;
    }

    void registerTrustAnchor(String caBundle) throws IOException, InterruptedException {
        ObjectNode anchor = JSON.createObjectNode().put("region", "eu-west-1").put("certificates", caBundle);
        put("/_emulator/trustanchors/01234567-89ab-cdef-0123-456789abcdef", anchor);
    }

    void createRole(String name, String trustPolicy) throws IOException, InterruptedException {
        ObjectNode role = JSON.createObjectNode();
        role.set("trustPolicy", JSON.readTree(trustPolicy));
        put("/_emulator/roles/" + name, role);
        ObjectNode profile = JSON.createObjectNode().put("region", "eu-west-1");
        profile.putArray("roleArns").add("arn:aws:iam::111122223333:role/" + name);
        put("/_emulator/profiles/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", profile);
    }

    /** The open sessions, with the certificate's attributes as session tags. They contain no secrets. */
    String sessions() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(endpoint + "/_emulator/sessions"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body()).toPrettyString();
        }
    }

    private void put(String path, ObjectNode body) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(endpoint + path))
                            .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("the emulator refused " + path + ": " + response.body());
            }
        }
    }
}
