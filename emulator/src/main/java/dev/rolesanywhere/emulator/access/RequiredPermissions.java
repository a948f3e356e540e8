package dev.rolesanywhere.emulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.arn.Account;
import dev.rolesanywhere.emulator.policy.Permission;
import dev.rolesanywhere.emulator.policy.RequestContext;
import dev.rolesanywhere.emulator.profile.Profile;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.resource.Registry;
import dev.rolesanywhere.emulator.resource.Tags;
import dev.rolesanywhere.emulator.trustanchor.TrustAnchor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The permissions that each management call needs.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementrolesanywhere.html">Service
 *     authorization reference</a>
 */
public final class RequiredPermissions {
    private static final String SERVICE = "rolesanywhere.amazonaws.com";
    /** Roles Anywhere creates this role with the first trust anchor of an account. */
    private static final String SERVICE_LINKED_ROLE =
            "role/aws-service-role/rolesanywhere.amazonaws.com/AWSServiceRoleForRolesAnywhere";
    /** AWS defines no resource type for these; a policy must name {@code *}. */
    private static final String NO_RESOURCE = "*";

    private final Account account;
    private final Tags tags;
    private final Registry<TrustAnchor> anchors;
    private final Registry<Profile> profiles;

    public RequiredPermissions(Account account, Tags tags, Registry<TrustAnchor> anchors, Registry<Profile> profiles) {
        this.account = account;
        this.tags = tags;
        this.anchors = anchors;
        this.profiles = profiles;
    }

    /**
     * @param segments the variable segments of the path: a resource's id
     */
    List<Permission> of(String operation, Request request, List<String> segments) {
        JsonNode body = request.method().equals("GET") ? Json.object() : Json.read(request.body());
        Map<String, List<String>> requestTags = requestTags(body);
        String resource = resource(operation, request, segments, body);
        List<Permission> needed = new ArrayList<>();
        needed.add(permission("rolesanywhere:" + operation, resource, requestTags));
        boolean creates = operation.startsWith("Create") || operation.startsWith("Import");
        if (creates && !requestTags.isEmpty()) {
            needed.add(permission("rolesanywhere:TagResource", arn(request, type(operation), "*"), requestTags));
        }
        if (operation.equals("CreateTrustAnchor") && anchors.all().isEmpty()) {
            needed.add(permission(
                    "iam:CreateServiceLinkedRole",
                    account.iam(SERVICE_LINKED_ROLE),
                    Map.of("iam:AWSServiceName", List.of(SERVICE))));
        }
        passedRoles(operation, segments, body)
                .forEach(role ->
                        needed.add(permission("iam:PassRole", role, Map.of("iam:PassedToService", List.of(SERVICE)))));
        return needed;
    }

    private Permission permission(String action, String resource, Map<String, List<String>> requestValues) {
        Map<String, List<String>> values = new HashMap<>(requestValues);
        tags.of(resource).forEach((key, value) -> values.put("aws:ResourceTag/" + key, List.of(value)));
        return new Permission(action, resource, new RequestContext(values));
    }

    private String resource(String operation, Request request, List<String> segments, JsonNode body) {
        if (operation.equals("TagResource") || operation.equals("UntagResource")) {
            return Json.requiredText(body, "resourceArn");
        }
        if (operation.endsWith("NotificationSettings")) {
            return arn(request, "trust-anchor", Json.requiredText(body, "trustAnchorId"));
        }
        return segments.isEmpty() ? NO_RESOURCE : arn(request, type(operation), segments.getFirst());
    }

    private String arn(Request request, String type, String id) {
        return account.rolesAnywhere(account.regionOf(request), type, id).toString();
    }

    private static String type(String operation) {
        if (operation.endsWith("TrustAnchor")) {
            return "trust-anchor";
        }
        if (operation.endsWith("Crl")) {
            return "crl";
        }
        return operation.endsWith("Subject") ? "subject" : "profile";
    }

    private static Map<String, List<String>> requestTags(JsonNode body) {
        Map<String, List<String>> values = new HashMap<>();
        List<String> keys = new ArrayList<>(Json.stringList(body, "tagKeys").orElse(List.of()));
        for (JsonNode tag : Json.list(body, "tags").orElse(List.of())) {
            String key = Json.requiredText(tag, "key");
            keys.add(key);
            values.put("aws:RequestTag/" + key, List.of(Json.requiredText(tag, "value")));
        }
        if (!keys.isEmpty()) {
            values.put("aws:TagKeys", keys);
        }
        return values;
    }

    private List<String> passedRoles(String operation, List<String> segments, JsonNode body) {
        return switch (operation) {
            case "CreateProfile", "UpdateProfile" ->
                Json.stringList(body, "roleArns").orElse(List.of());
            case "EnableProfile" ->
                profiles.get(segments.getFirst()).settings().roleArns().stream()
                        .map(Object::toString)
                        .toList();
            default -> List.of();
        };
    }
}
