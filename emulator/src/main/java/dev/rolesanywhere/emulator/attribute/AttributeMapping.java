package dev.rolesanywhere.emulator.attribute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The certificate attributes that a profile maps to session tags: specifiers by field. */
public record AttributeMapping(Map<CertificateField, List<String>> specifiers) {
    private static final int MAX_SPECIFIER = 60;

    public AttributeMapping {
        specifiers = Map.copyOf(specifiers);
    }

    public static AttributeMapping byDefault() {
        Map<CertificateField, List<String>> defaults = new EnumMap<>(CertificateField.class);
        for (CertificateField field : CertificateField.values()) {
            defaults.put(field, field.defaults());
        }
        return new AttributeMapping(defaults);
    }

    /** PutAttributeMapping: for that field, only the given specifiers map. */
    public AttributeMapping with(CertificateField field, List<String> rules) {
        for (String rule : rules) {
            if (rule.isEmpty() || rule.length() > MAX_SPECIFIER) {
                throw Refusal.invalid(
                        "1 validation error detected: Value at '/mappingRules/specifier' failed to satisfy"
                                + " constraint: Member must have length between 1 and " + MAX_SPECIFIER);
            }
        }
        return replaced(field, rules);
    }

    /** DeleteAttributeMapping: removes the given specifiers, or all of the field if none are given. */
    public AttributeMapping without(CertificateField field, List<String> rules) {
        return replaced(
                field,
                rules.isEmpty()
                        ? List.of()
                        : of(field).stream()
                                .filter(rule -> !rules.contains(rule))
                                .toList());
    }

    private AttributeMapping replaced(CertificateField field, List<String> rules) {
        Map<CertificateField, List<String>> changed = new EnumMap<>(CertificateField.class);
        changed.putAll(specifiers);
        changed.put(field, List.copyOf(rules));
        return new AttributeMapping(changed);
    }

    private List<String> of(CertificateField field) {
        return specifiers.getOrDefault(field, List.of());
    }

    /** Whether an attribute such as {@code CN}, {@code URI} or {@code Name/OU} becomes a tag. */
    boolean maps(CertificateField field, String attribute) {
        String wildcard = attribute.startsWith("Name/") ? "Name/*" : "*";
        return of(field).contains(attribute) || of(field).contains(wildcard);
    }

    public JsonNode json() {
        return Json.array(Stream.of(CertificateField.values())
                .filter(field -> !of(field).isEmpty())
                .map(this::json)
                .toList());
    }

    private ObjectNode json(CertificateField field) {
        ObjectNode json = Json.object().put("certificateField", field.wireName());
        json.set(
                "mappingRules",
                Json.array(of(field).stream()
                        .map(rule -> Json.object().put("specifier", rule))
                        .toList()));
        return json;
    }
}
