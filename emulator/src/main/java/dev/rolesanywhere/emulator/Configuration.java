package dev.rolesanywhere.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Account;
import dev.rolesanywhere.emulator.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The configuration file: the account and its initial resources. */
final class Configuration {
    private final ObjectNode json;

    private Configuration(ObjectNode json) {
        this.json = json;
    }

    static Configuration none() {
        return new Configuration(Json.object());
    }

    /** Reads the file; {@code certificatesFile} of an anchor is relative to it. */
    static Configuration read(Path file) throws IOException {
        ObjectNode json = Json.read(Files.readAllBytes(file));
        for (JsonNode anchor : Json.list(json, "trustAnchors").orElse(List.of())) {
            if (anchor instanceof ObjectNode object && object.hasNonNull("certificatesFile")) {
                Path pem = file.resolveSibling(Json.requiredText(object, "certificatesFile"));
                object.put("certificates", Files.readString(pem));
            }
        }
        return new Configuration(json);
    }

    Account account() {
        Account byDefault = EmulatorSettings.DEFAULT_ACCOUNT;
        return new Account(
                Json.text(json, "partition").orElse(byDefault.partition()),
                Json.text(json, "account").orElse(byDefault.id()),
                Json.text(json, "region").orElse(byDefault.region()));
    }

    JsonNode json() {
        return json;
    }
}
