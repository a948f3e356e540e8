package dev.rolesanywhere.operator.endpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.operator.caller.Bearers;
import dev.rolesanywhere.operator.caller.CallerIdentification;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.ServiceAccountKeys;
import dev.rolesanywhere.operator.issuance.IssuanceRecord;
import dev.rolesanywhere.operator.issuance.Issuer;
import dev.rolesanywhere.operator.issuance.NewKeys;
import dev.rolesanywhere.operator.issuance.PodRequests;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.limits.Allowances;
import dev.rolesanywhere.operator.outcome.PodOutcomes;
import dev.rolesanywhere.operator.servingtls.IssuerBundle;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.issuance.IssuingReason.About;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import dev.rolesanywhere.pki.request.RequestDefect;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The issuing protocol, version 1, without the transport: a path, a token and bytes in, an answer out. */
@Singleton
public class IssuingProtocol implements Decisions {
    private static final Logger LOG = Logger.getLogger(IssuingProtocol.class);
    private static final Set<String> PATHS =
            Set.of(Issuing.CERTIFICATES_PATH, Issuing.OUTCOMES_PATH, Issuing.KEYS_PATH);
    private static final int RETRY_SECONDS = 5;
    private static final int TOO_OFTEN_SECONDS = 60;
    /** Maximum log entries per minute about requests that failed with an error. */
    private static final int ERRORS_IN_A_MINUTE = 10;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final CallerIdentification callers;
    private final Issuer issuer;
    private final IssuanceRecord issuances;
    private final PodOutcomes outcomes;
    private final IssuerBundle bundle;
    private final EndpointReadiness readiness;
    private final Leadership leadership;
    private final NewKeys newKeys;
    private final ServiceAccountKeys serviceAccountKeys;
    private final Clock clock;
    private final Allowances errors;

    IssuingProtocol(
            CallerIdentification callers,
            Issuer issuer,
            IssuanceRecord issuances,
            PodOutcomes outcomes,
            IssuerBundle bundle,
            EndpointReadiness readiness,
            Leadership leadership,
            NewKeys newKeys,
            ServiceAccountKeys serviceAccountKeys,
            Clock clock) {
        this.callers = callers;
        this.issuer = issuer;
        this.issuances = issuances;
        this.outcomes = outcomes;
        this.bundle = bundle;
        this.readiness = readiness;
        this.leadership = leadership;
        this.newKeys = newKeys;
        this.serviceAccountKeys = serviceAccountKeys;
        this.clock = clock;
        this.errors = new Allowances(ERRORS_IN_A_MINUTE, ERRORS_IN_A_MINUTE, clock);
    }

    /** The answer if neither the caller nor the body matters; empty if both matter. */
    @Override
    public Optional<Answer> beforeReading(String path) {
        if (!readiness.isReady()) {
            return Optional.of(Answer.later(
                    Answer.UNAVAILABLE, IssuingReason.Starting, "This replica is starting. Retry.", RETRY_SECONDS));
        }
        if (!leadership.answers(clock.instant())) {
            return Optional.of(Answer.later(
                    Answer.UNAVAILABLE,
                    IssuingReason.Standby,
                    "This replica is a standby and issues no certificates. Send the request to the Service of the issuing endpoint,"
                            + " which selects the active replica.",
                    RETRY_SECONDS));
        }
        return PATHS.contains(path)
                ? Optional.empty()
                : Optional.of(Answer.refused(
                        Answer.NOT_FOUND,
                        IssuingReason.NotFound,
                        "This path does not exist. This operator supports version 1 of the protocol: "
                                + Issuing.CERTIFICATES_PATH + ", " + Issuing.OUTCOMES_PATH + ", and "
                                + Issuing.KEYS_PATH + " for node agents."));
    }

    /**
     * Blocks during calls of the API server. Never throws, and reveals no internal error.
     *
     * @param address of the sender
     */
    @Override
    public Answer answer(String path, Bearers bearers, String address, byte[] body) {
        try {
            return beforeReading(path).orElseGet(() -> switch (path) {
                case Issuing.CERTIFICATES_PATH -> certificates(bearers, address, body);
                case Issuing.OUTCOMES_PATH -> outcomes(bearers, address, body);
                default -> keys(bearers, address);
            });
        } catch (RuntimeException e) {
            // Only our log has the exception. API errors never contain the request.
            if (errors.take(path)) {
                LOG.errorf(e, "%s could not be answered", path);
            }
            return Answer.later(
                    Answer.UNAVAILABLE,
                    IssuingReason.TemporarilyUnavailable,
                    "The request could not be processed. Retry; the operator's log has the cause.",
                    RETRY_SECONDS);
        }
    }

    @Override
    public void unread(IssuingReason reason) {
        issuances.unread(reason);
    }

    private Answer certificates(Bearers bearers, String address, byte[] body) {
        return withCaller(bearers, address, caller -> read(body, CertificatesRequest.class)
                .map(request -> certificates(caller, request))
                .orElseGet(this::notJson));
    }

    private Answer certificates(Identification.Known caller, CertificatesRequest request) {
        return switch (CertificateRequestReader.read(der(request.csr()))) {
            case CertificateRequest.Refused(RequestDefect defect, String message) -> {
                IssuingReason reason = IssuingReason.of(defect);
                issuances.refused(caller, null, reason, message);
                yield Answer.refused(
                        defect == RequestDefect.CsrTooLarge ? Answer.TOO_LARGE : Answer.BAD_REQUEST, reason, message);
            }
            case CertificateRequest.Proven proven ->
                newKeys.refusal(caller, proven.publicKey())
                        .map(refused -> refused(caller, refused))
                        .orElseGet(() -> issued(caller, proven, request));
        };
    }

    private Answer issued(Identification.Known caller, CertificateRequest.Proven proven, CertificatesRequest request) {
        var issuance = issuer.issue(
                caller, new PodRequests(proven, named(request), request.assumesTargetRoles()), request.needs());
        issuances.decided(caller, proven.publicKey(), issuance);
        return Answer.ok(CertificatesAnswer.of(bundle.bundlePem().orElse(""), issuance));
    }

    private Answer refused(Identification.Known caller, NewKeys.Refused refused) {
        issuances.refused(caller, null, refused.reason(), refused.message());
        return Answer.later(
                refused.reason() == IssuingReason.Standby ? Answer.UNAVAILABLE : Answer.TOO_MANY,
                refused.reason(),
                refused.message(),
                (int) Math.max(1, refused.retryAfter().toSeconds()));
    }

    private Answer outcomes(Bearers bearers, String address, byte[] body) {
        return withCaller(
                bearers,
                address,
                caller -> caller.asksTooOften()
                        ? tooOften(caller)
                        : read(body, OutcomesRequest.class)
                                .map(request -> {
                                    outcomes.take(caller, request.reports());
                                    request.asked().ifPresent(asked -> outcomes.takeClients(caller, asked));
                                    return Answer.noContent();
                                })
                                .orElseGet(this::notJson));
    }

    private Answer tooOften(Identification.Known caller) {
        IssuingReason reason = IssuingReason.PodAsksTooOften;
        issuances.refused(caller, null, reason, NewKeys.tooOften(caller));
        return Answer.later(Answer.TOO_MANY, reason, NewKeys.tooOften(caller), TOO_OFTEN_SECONDS);
    }

    private Answer withCaller(Bearers bearers, String address, Function<Identification.Known, Answer> then) {
        String bearer = bearers.caller();
        return bearer == null
                ? withoutToken()
                : decided(callers.identify(bearer, bearers.agent(), address), address, then);
    }

    /** The keys are public, but only authenticated agents may read them, as everywhere here. */
    private Answer keys(Bearers bearers, String address) {
        String bearer = bearers.caller();
        return bearer == null
                ? withoutToken()
                : callers.refusalOfAgent(bearer, address)
                        .map(refused -> decided(refused, address, caller -> notJson()))
                        .orElseGet(() -> Answer.ok(
                                KeysAnswer.of(bundle.bundlePem().orElse(""), serviceAccountKeys.published())));
    }

    private Answer withoutToken() {
        issuances.unread(IssuingReason.TokenNotAuthenticated);
        return Answer.refused(
                Answer.UNAUTHORIZED,
                IssuingReason.TokenNotAuthenticated,
                "The request has no token. Send the pod's projected ServiceAccount token as 'Authorization: Bearer …'.");
    }

    private Answer decided(Identification identification, String address, Function<Identification.Known, Answer> then) {
        return switch (identification) {
            case Identification.Known caller -> then.apply(caller);
            case Identification.Turned(IssuingReason reason, String message, var pod) -> {
                pod.ifPresentOrElse(
                        it -> issuances.turnedAway(it, reason, message), () -> issuances.turnedAway(address, reason));
                yield turned(reason, message);
            }
            case Identification.NotReviewed _ -> {
                issuances.unread(IssuingReason.TooManyRequests);
                yield Answer.later(
                        Answer.TOO_MANY,
                        IssuingReason.TooManyRequests,
                        "Too many tokens from this address were rejected within the last minute. Retry later.",
                        RETRY_SECONDS);
            }
        };
    }

    private static Answer turned(IssuingReason reason, String message) {
        if (reason == IssuingReason.PodAsksTooOften) {
            return Answer.later(Answer.TOO_MANY, reason, message, TOO_OFTEN_SECONDS);
        }
        return Answer.refused(reason.about() == About.TOKEN ? Answer.UNAUTHORIZED : Answer.FORBIDDEN, reason, message);
    }

    private static @Nullable Map<String, byte[]> named(CertificatesRequest request) {
        if (request.named() == null) {
            return null;
        }
        Map<String, byte[]> named = new HashMap<>();
        request.named().forEach((role, csr) -> named.put(role, der(csr)));
        return named;
    }

    private static byte[] der(@Nullable String base64) {
        try {
            return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static <T> Optional<T> read(byte[] body, Class<T> type) {
        try {
            return Optional.ofNullable(JSON.readValue(body, type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Answer notJson() {
        issuances.unread(IssuingReason.RequestMalformed);
        return Answer.refused(
                Answer.BAD_REQUEST,
                IssuingReason.RequestMalformed,
                "The body is not a valid JSON object for this path. See the issuing protocol in"
                        + " docs/architecture.md.");
    }

    static byte[] write(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException("records of strings and numbers always have a JSON form", e);
        }
    }
}
