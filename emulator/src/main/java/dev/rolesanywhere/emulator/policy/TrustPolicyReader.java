package dev.rolesanywhere.emulator.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.policy.TrustPolicy.Statement;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a trust policy document. Malformed policies are rejected; unsupported statements are kept but never allow access. */
public final class TrustPolicyReader {
    /** IAM's quota for a role's trust policy, in characters without white space. */
    public static final int MAX_CHARACTERS = 2048;

    private static final String SERVICE = "rolesanywhere.amazonaws.com";

    private TrustPolicyReader() {}

    public static TrustPolicy read(JsonNode document) {
        if (document.toString().length() > MAX_CHARACTERS) {
            throw Refusal.invalid("Cannot exceed quota for ACLSizePerRole: " + MAX_CHARACTERS);
        }
        JsonNode statements =
                Json.present(document, "Statement").orElseThrow(() -> PolicyElements.malformed("Statement is missing"));
        return new TrustPolicy(PolicyElements.elements(statements).stream()
                .map(TrustPolicyReader::statement)
                .toList());
    }

    private static Statement statement(JsonNode json) {
        Effect effect = PolicyElements.effect(json);
        List<String> unsupported = new ArrayList<>();
        for (String element : List.of("NotPrincipal", "NotAction")) {
            Json.present(json, element).ifPresent(present -> unsupported.add(element));
        }
        if (json.has("Resource") || json.has("NotResource")) {
            throw PolicyElements.malformed("Has prohibited field Resource");
        }
        JsonNode principal = json.path("Principal");
        List<Condition> conditions = PolicyElements.conditions(json.path("Condition"), unsupported);
        boolean everyone = principal.asText().equals("*") || json.has("NotPrincipal");
        List<String> principals = PolicyElements.strings(principal.path("AWS"));
        boolean service = PolicyElements.strings(principal.path("Service")).contains(SERVICE);
        if (principal.isMissingNode() && unsupported.isEmpty()) {
            throw PolicyElements.malformed("Principal is missing");
        }
        return new Statement(
                effect,
                service,
                everyone || principals.contains("*"),
                principals,
                PolicyElements.patterns(json, "Action", unsupported),
                conditions,
                unsupported.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", unsupported)));
    }
}
