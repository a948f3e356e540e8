package dev.rolesanywhere.e2e.breakage;

import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.UserAuthority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Breakages of a role, a trust anchor and AWS. */
final class Roles {
    private static final String DISABLED_PROFILE = "dddddddd-0000-4000-8000-000000000001";
    private static final String DISABLED_ANCHOR = "dddddddd-0000-4000-8000-000000000002";
    private static final String OTHERS_ANCHOR = "dddddddd-0000-4000-8000-000000000004";
    private static final String NO_ANCHOR = "dddddddd-0000-4000-8000-000000000003";
    /** An address from a range that is reserved for documentation (RFC 5737). */
    private static final String NOWHERE = "198.51.100.1";

    private static final String OTHERS_POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"},
              "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
              "Condition": {"StringEquals": {"aws:PrincipalTag/x509Subject/OU": "another-role"}}}]}
            """;

    private Roles() {}

    static void missing(Place place) {
        place.workload();
        place.bind();
        place.start(place.pod());
    }

    static void notAllowed(Place place) {
        place.workload();
        place.role("allowedNamespaces: {names: [another]}");
        place.bind();
        place.start(place.pod());
    }

    static void inAnExcludedNamespace(Place place) {
        place.apply("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: app, namespace: $NAME}
            """);
        place.role("allowedNamespaces: {selector: {}}");
        place.bind();
        place.start(place.pod());
    }

    static void ofNoAuthority(Place place) {
        place.anchors().fromSecret(place.name(), NO_ANCHOR);
        place.unknownToAws(place.name());
    }

    static void ofAnExpiredAuthority(Place place) {
        UserAuthority expired =
                UserAuthority.valid("expired", Instant.now().minus(Duration.ofDays(9)), Duration.ofDays(8));
        of(place, expired, NO_ANCHOR);
    }

    static void deniedByTheTrustPolicy(Place place) {
        Installation.get().emulator().createRole(place.name(), OTHERS_POLICY);
        place.unknownToAws("default");
    }

    static void notInTheProfile(Place place) {
        place.unknownToAws("default");
    }

    static void ofADisabledProfile(Place place) {
        Installation.get().emulator().disableProfile(DISABLED_PROFILE, place.name());
        place.workload();
        place.role("""
            allowedNamespaces: {selector: {}}
              profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/%s
            """.formatted(DISABLED_PROFILE));
        place.bind();
        place.start(place.pod());
    }

    static void ofADisabledAnchor(Place place) {
        UserAuthority good = UserAuthority.root("disabled");
        Installation.get().emulator().disableTrustAnchor(DISABLED_ANCHOR, good.certificatePem());
        of(place, good, DISABLED_ANCHOR);
    }

    static void ofAnotherAuthorityThanAws(Place place) {
        Installation.get()
                .emulator()
                .registerTrustAnchor(OTHERS_ANCHOR, UserAuthority.root("older").certificatePem());
        of(place, UserAuthority.root("newer"), OTHERS_ANCHOR);
    }

    static void throttled(Place place) {
        place.bound(pod -> pod);
    }

    /** An address for documentation, which no machine has. */
    static void withoutAWayToAws(Place place) {
        Pods.unreachable(NOWHERE);
        place.workload();
        place.role("""
            allowedNamespaces: {selector: {}}
              aws: {endpoint: "http://%s:8080"}
            """.formatted(NOWHERE));
        place.bind();
        place.start(place.pod());
    }

    /** The emulator answers on its port but does not open tunnels. */
    static void behindAWrongProxy(Place place) {
        place.workload();
        place.role("""
            allowedNamespaces: {selector: {}}
              aws: {endpoint: "https://rolesanywhere.example.org", proxy: "http://emulator.aws.svc:8080"}
            """);
        place.bind();
        place.start(place.pod());
    }

    /** The faults of AWS for the roles of these cases, from before their pods start until the end. */
    static List<String> faults() {
        return List.of("{\"kind\":\"throttle\",\"perSecond\":0,\"role\":\"%s\"}"
                .formatted(Breakage.QUOTA.place().name()));
    }

    private static void of(Place place, UserAuthority authority, String id) {
        place.anchors()
                .secret(place.name(), Map.of("tls.crt", authority.certificatePem(), "tls.key", authority.keyPem()));
        place.anchors().fromSecret(place.name(), id);
        place.unknownToAws(place.name());
    }
}
