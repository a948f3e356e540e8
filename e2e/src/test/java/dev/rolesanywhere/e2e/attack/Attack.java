package dev.rolesanywhere.e2e.attack;

import static dev.rolesanywhere.e2e.attack.Attack.From.BOUND_POD;
import static dev.rolesanywhere.e2e.attack.Attack.From.CUSTOMER;
import static dev.rolesanywhere.e2e.attack.Attack.From.HOST_NETWORK;
import static dev.rolesanywhere.e2e.attack.Attack.From.STRANGER;
import static dev.rolesanywhere.e2e.attack.Attack.On.ACTIVE;
import static dev.rolesanywhere.e2e.attack.Attack.On.HEALTH;
import static dev.rolesanywhere.e2e.attack.Attack.On.ISSUERS;
import static dev.rolesanywhere.e2e.attack.Attack.On.LOOPBACK;
import static dev.rolesanywhere.e2e.attack.Attack.On.SIDECARS;
import static dev.rolesanywhere.e2e.attack.Attack.On.STANDBY;
import static dev.rolesanywhere.e2e.attack.Attack.On.WEBHOOK;

import java.util.List;

/**
 * One kind of traffic to one kind of listener.
 *
 * @param name a sentence about the sender and the traffic
 * @param kind as {@link dev.rolesanywhere.e2e.attacker.Attacker} knows it
 * @param path of the requests
 * @param each concurrent connections to each listener
 */
record Attack(String name, From from, On on, String kind, String path, int each) {
    /** The pod that sends the traffic. */
    enum From {
        /** The pod has no token, and its ServiceAccount has no permissions. */
        STRANGER,
        /** The same with hostNetwork. A listener sees the node's address, like for the API server and the kubelet. */
        HOST_NETWORK,
        /** The pod has its own token for the issuing endpoint, and its own role. */
        BOUND_POD,
        /** The attacked sidecar's own pod. */
        CUSTOMER
    }

    /** The target listeners. */
    enum On {
        WEBHOOK,
        ACTIVE,
        STANDBY,
        ISSUERS,
        /** Port 8080 of the operator and the webhook: the kubelet's probes and metrics. */
        HEALTH,
        /** Port 9912 of every address of the node's pod network, including pods that start during the attack. */
        SIDECARS,
        /** Port 9911 inside a pod. */
        LOOPBACK
    }

    private static final String MUTATE = "/mutate";
    private static final String CERTIFICATES = "/v1/certificates";
    private static final String OUTCOMES = "/v1/outcomes";
    private static final String CREDENTIALS = "/v1/credentials";

    static final Attack BURST =
            new Attack("500 clients of one pod ask at once", CUSTOMER, LOOPBACK, "burst", CREDENTIALS, 500);
    static final Attack STANDBY_KEYS = new Attack(
            "new keys with the pod's own token, to the standby", BOUND_POD, STANDBY, "new-keys", CERTIFICATES, 1);
    static final Attack ACTIVE_KEYS = new Attack(
            "new keys with the pod's own token, to the active replica", BOUND_POD, ACTIVE, "new-keys", CERTIFICATES, 1);
    static final Attack OUTCOME_TEXTS =
            new Attack("outcomes with hostile text", BOUND_POD, ACTIVE, "hostile-outcomes", OUTCOMES, 1);
    static final Attack EVENT_FLOOD =
            new Attack("refusals of many pods of one namespace", STRANGER, ACTIVE, "reported-refusals", OUTCOMES, 2);

    /** The attacks of the short form. */
    static final List<Attack> OBSERVED = List.of(
            new Attack("a request.namespace of 7 MB", STRANGER, WEBHOOK, "long-namespace", MUTATE, 2),
            new Attack("8 MB of [{},{},…]", STRANGER, WEBHOOK, "empty-objects", MUTATE, 4),
            new Attack("nesting a million deep", STRANGER, WEBHOOK, "deep-nesting", MUTATE, 4),
            new Attack("names that are none", STRANGER, WEBHOOK, "foreign-names", MUTATE, 4),
            new Attack("a new namespace in each request", STRANGER, WEBHOOK, "many-namespaces", MUTATE, 8),
            new Attack("bodies of a byte now and then", STRANGER, WEBHOOK, "slow-body", MUTATE, 200),
            new Attack("idle connections", STRANGER, WEBHOOK, "idle", MUTATE, 300),
            new Attack("handshakes that are never finished", STRANGER, WEBHOOK, "half-handshake", MUTATE, 500),
            new Attack("bodies of a byte now and then", STRANGER, ISSUERS, "slow-body", CERTIFICATES, 150),
            new Attack("heads of a byte now and then", STRANGER, ISSUERS, "slow-head", CERTIFICATES, 150),
            new Attack("idle connections", STRANGER, ISSUERS, "idle", CERTIFICATES, 200),
            new Attack("handshakes that are never finished", STRANGER, ISSUERS, "half-handshake", CERTIFICATES, 300),
            new Attack("a flood of garbage tokens", STRANGER, ISSUERS, "garbage-tokens", CERTIFICATES, 4),
            new Attack(
                    "a flood of well-formed tokens that nobody signed",
                    STRANGER,
                    ISSUERS,
                    "unsigned-tokens",
                    CERTIFICATES,
                    4),
            new Attack("bodies of 8 MB", STRANGER, ISSUERS, "oversized", CERTIFICATES, 4),
            new Attack("three idle connections", STRANGER, SIDECARS, "silent", "/started", 3),
            new Attack("heads of a byte now and then", STRANGER, SIDECARS, "slow-head", "/started", 3),
            new Attack("many idle connections", STRANGER, SIDECARS, "idle", "/started", 20),
            new Attack("a flood without a token", CUSTOMER, LOOPBACK, "no-token", CREDENTIALS, 32),
            new Attack("idle connections", CUSTOMER, LOOPBACK, "idle", CREDENTIALS, 100));

    /** More attacks of the same kinds, for the long form. */
    static final List<Attack> FURTHER = List.of(
            new Attack("a pod of 3 MB of [{},{},…]", STRANGER, WEBHOOK, "empty-objects-in-a-pod", MUTATE, 8),
            new Attack("30 bodies of 2 MB at once on a connection", STRANGER, WEBHOOK, "streams", MUTATE, 2),
            new Attack("a body without end", STRANGER, WEBHOOK, "endless-body", MUTATE, 8),
            new Attack("64 MB in a small gzip", STRANGER, WEBHOOK, "gzip", MUTATE, 4),
            new Attack(
                    "a new namespace of 60 kB in each request", STRANGER, WEBHOOK, "many-long-namespaces", MUTATE, 8),
            new Attack("heads of a byte now and then", STRANGER, WEBHOOK, "slow-head", MUTATE, 200),
            new Attack("connections without a handshake", STRANGER, WEBHOOK, "silent", MUTATE, 500),
            new Attack("30 bodies of 2 MB at once on a connection", STRANGER, ISSUERS, "streams", CERTIFICATES, 1),
            new Attack("a body without end", STRANGER, ISSUERS, "endless-body", CERTIFICATES, 4),
            ACTIVE_KEYS,
            new Attack("idle connections", STRANGER, HEALTH, "idle-after-an-answer", "/q/health/live", 100),
            new Attack("heads of a byte now and then", STRANGER, HEALTH, "slow-head", "/q/metrics", 100),
            new Attack("8 MB of [{},{},…]", STRANGER, HEALTH, "empty-objects", "/q/health/live", 4),
            new Attack("heads of a byte now and then", CUSTOMER, LOOPBACK, "slow-head", CREDENTIALS, 100),
            new Attack("idle connections from the node's address", HOST_NETWORK, WEBHOOK, "idle", MUTATE, 300),
            new Attack(
                    "bodies of a byte now and then from the node's address",
                    HOST_NETWORK,
                    WEBHOOK,
                    "slow-body",
                    MUTATE,
                    200),
            new Attack("idle connections from the node's address", HOST_NETWORK, ISSUERS, "idle", CERTIFICATES, 200),
            new Attack(
                    "bodies of a byte now and then from the node's address",
                    HOST_NETWORK,
                    ISSUERS,
                    "slow-body",
                    CERTIFICATES,
                    150),
            new Attack(
                    "idle connections from the node's address",
                    HOST_NETWORK,
                    HEALTH,
                    "idle-after-an-answer",
                    "/q/health/live",
                    100),
            new Attack(
                    "many idle connections from the node's address", HOST_NETWORK, SIDECARS, "idle", "/started", 20));

    @Override
    public String toString() {
        return on.name().toLowerCase(java.util.Locale.ROOT) + ": " + name;
    }
}
