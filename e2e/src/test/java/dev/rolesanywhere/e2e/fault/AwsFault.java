package dev.rolesanywhere.e2e.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** AWS's faults for the sessions of one role, with their names in the sidecar's log. */
enum AwsFault {
    AWAY("AWS closes every connection", "EndpointUnreachable", "\"kind\":\"away\""),
    SLOW("AWS answers after 30 s", "EndpointUnreachable", "\"kind\":\"slow\",\"milliseconds\":30000"),
    INTERNAL("AWS answers 500", "RefusedUnknown", "\"kind\":\"fail\",\"status\":500"),
    THROTTLED_400("AWS throttles with 400", "Throttled", "\"kind\":\"throttle\",\"perSecond\":0"),
    THROTTLED_429(
            "AWS throttles with 429",
            "Throttled",
            "\"kind\":\"fail\",\"status\":429,\"code\":\"TooManyRequestsException\""),
    RESET("AWS's answer ends in the middle of its body", "EndpointUnreachable", "\"kind\":\"reset\""),
    EMPTY("AWS answers 201 with an empty credentialSet", "RefusedUnknown", "\"kind\":\"emptyCredentialSet\""),
    GARBAGE("AWS answers 201 with garbage", "RefusedUnknown", "\"kind\":\"garbage\""),
    LEAF_EXPIRED(
            "AWS finds the leaf expired",
            "UntrustedCertificate",
            "\"kind\":\"clock\",\"certificateOffsetSeconds\":7200"),
    /**
     * For this node it looks as if AWS's clock were fast. The certificate has the time of the operator's clock, which
     * is correct.
     */
    CLOCK_BEHIND("the node's clock is 20 min behind", "ClockSkew", "\"kind\":\"clock\",\"offsetSeconds\":1200"),
    CLOCK_AHEAD("the node's clock is 20 min ahead", "ClockSkew", "\"kind\":\"clock\",\"offsetSeconds\":-1200");

    final String words;
    final String reason;
    private final String members;

    AwsFault(String words, String reason, String members) {
        this.words = words;
        this.reason = reason;
        this.members = members;
    }

    /** A sidecar has one clock for all its roles, so a wrong clock needs a separate pod, from the pod's start. */
    boolean isOfTheClock() {
        return reason.equals("ClockSkew");
    }

    static List<String> json(Predicate<AwsFault> which) {
        return Arrays.stream(values()).filter(which).map(AwsFault::json).toList();
    }

    String role() {
        return "faults-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For the emulator: the fault, of this role's sessions only. */
    private String json() {
        return "{" + members + ",\"role\":\"" + role() + "\"}";
    }
}
