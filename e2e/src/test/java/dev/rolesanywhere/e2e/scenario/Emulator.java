package dev.rolesanywhere.e2e.scenario;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NodePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** IAM Roles Anywhere and STS in the cluster: the only part that cannot be real. */
public final class Emulator {
    public static final String URL = "http://emulator.aws.svc:8080";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A node's port may lead to an address without a listener. Such a request must not delay the next one. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String address;
    private final Map<String, ObjectNode> given = new LinkedHashMap<>();
    private final Set<String> roles = new TreeSet<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** Its address from outside the cluster. */
    public String address() {
        return address;
    }

    private Emulator(String address) {
        this.address = address;
    }

    static void apply(Cluster cluster) {
        Manifests.apply(cluster.client(), "emulator.yaml");
    }

    static Emulator deploy(Cluster cluster) {
        apply(cluster);
        cluster.client()
                .apps()
                .deployments()
                .inNamespace("aws")
                .withName("emulator")
                .waitUntilReady(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var emulator = new Emulator("http://" + cluster.address(NodePorts.EMULATOR));
        await("the emulator answers from outside")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> emulator.sessions().contains("\"sessions\""));
        return emulator;
    }

    /** The same AWS after its cluster was restarted. An emulator stores nothing, so everything is registered again. */
    Emulator in(Cluster restarted) {
        Emulator again = deploy(restarted);
        again.roles.addAll(roles);
        given.forEach(again::put);
        return again;
    }

    /** Like the platform team in AWS: creates a trust anchor with the CA's PEM. */
    public void registerTrustAnchor(String id, String caBundle) {
        put(
                "/_emulator/trustanchors/" + id,
                JSON.createObjectNode().put("region", "eu-west-1").put("certificates", caBundle));
    }

    /** A disabled trust anchor. */
    public void disableTrustAnchor(String id, String caBundle) {
        put(
                "/_emulator/trustanchors/" + id,
                JSON.createObjectNode()
                        .put("region", "eu-west-1")
                        .put("certificates", caBundle)
                        .put("enabled", false));
    }

    /** A disabled profile with this role. */
    public void disableProfile(String id, String role) {
        ObjectNode profile = JSON.createObjectNode().put("region", "eu-west-1").put("enabled", false);
        profile.putArray("roleArns").add("arn:aws:iam::111122223333:role/" + role);
        put("/_emulator/profiles/" + id, profile);
    }

    /** An IAM role with this trust policy, listed in the profile. */
    public synchronized void createRole(String name, String trustPolicy) {
        put("/_emulator/roles/" + name, JSON.createObjectNode().set("trustPolicy", json(trustPolicy)));
        roles.add("arn:aws:iam::111122223333:role/" + name);
        ObjectNode profile = JSON.createObjectNode().put("region", "eu-west-1").put("durationSeconds", 3600);
        profile.set("roleArns", JSON.valueToTree(roles));
        put("/_emulator/profiles/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", profile);
    }

    /** A policy for a role that is there: what its sessions may do. */
    public synchronized void allow(String role, String policy) {
        put("/_emulator/roles/" + role, definition(role).set("policy", json(policy)));
    }

    /** An IAM role of a second account, with this trust policy. */
    public synchronized void createTarget(String name, String account, String trustPolicy) {
        ObjectNode role = JSON.createObjectNode().put("account", account);
        put("/_emulator/roles/" + name, role.set("trustPolicy", json(trustPolicy)));
    }

    private ObjectNode definition(String role) {
        return Objects.requireNonNull(given.get("/_emulator/roles/" + role), role)
                .deepCopy();
    }

    private static JsonNode json(String policy) {
        try {
            return JSON.readTree(policy);
        } catch (IOException e) {
            throw new UncheckedIOException("the printed policy is no JSON: " + policy, e);
        }
    }

    /** Sets the lifetime of the role's sessions, for every request. AWS grants none below 900 s. */
    public synchronized void shortenSessions(String role, Duration life) {
        put("/_emulator/roles/" + role, definition(role).put("sessionSeconds", life.toSeconds()));
    }

    /** Sets AWS's faults from now on, and removes all others (docs/emulator.md). */
    public void faults(Collection<String> json) {
        request("PUT", "/_emulator/faults", "{\"faults\":[" + String.join(",", json) + "]}");
    }

    /** The role's sessions so far, oldest first. */
    public List<JsonNode> sessionsOf(String role) {
        List<JsonNode> sessions = new ArrayList<>();
        try {
            for (JsonNode session : JSON.readTree(sessions()).path("sessions")) {
                if (session.path("roleArn").asText().endsWith(":role/" + role)) {
                    sessions.add(session);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sessions;
    }

    /**
     * Like a user with the CA's key in AWS: imports a CRL (DER) for the trust anchor of these sessions, and enables it.
     */
    public void importCrl(String name, String trustAnchorArn, byte[] crl) {
        request(
                "POST",
                "/crls",
                JSON.createObjectNode()
                        .put("name", name)
                        .put("trustAnchorArn", trustAnchorArn)
                        .put("enabled", true)
                        .put("crlData", crl)
                        .toString());
    }

    public void clearFaults() {
        request("DELETE", "/_emulator/faults", "");
    }

    /** The open sessions; they contain no secrets. */
    public String sessions() {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(address + "/_emulator/sessions"))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body()).toPrettyString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * For each client and service with calls of the role's sessions ("aws-cli/2.23.6 sts"), the number of used
     * sessions.
     */
    Map<String, Integer> callers(String role) {
        Map<String, Integer> callers = new TreeMap<>();
        for (JsonNode session : sessionsOf(role)) {
            session.path("callers").fieldNames().forEachRemaining(client -> callers.merge(client, 1, Integer::sum));
        }
        return callers;
    }

    private synchronized void put(String path, ObjectNode body) {
        given.put(path, body);
        request("PUT", path, body.toString());
    }

    private void request(String method, String path, String body) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
