package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.operator.issuance.SessionNeeds;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/certificates}.
 *
 * @param csr base64 of the DER PKCS#10
 * @param named requests by AWSRole, with the names from earlier answers; absent from older sidecars
 * @param sidecar version of the caller; no decision depends on it
 * @param supports features of the caller that its older versions do not have
 * @param held names of roles for which the caller needs no time slot
 * @param ending names of roles whose sessions end soon
 */
record CertificatesRequest(
        @Nullable String csr,
        @Nullable Map<String, @Nullable String> named,
        @Nullable String sidecar,
        @Nullable List<@Nullable String> supports,
        @Nullable List<@Nullable String> held,
        @Nullable List<@Nullable String> ending) {
    boolean assumesTargetRoles() {
        return names(supports).contains(Issuing.SUPPORTS_TARGET_ROLE);
    }

    SessionNeeds needs() {
        return new SessionNeeds(names(held), names(ending));
    }

    private static Set<String> names(@Nullable List<@Nullable String> written) {
        return written == null
                ? Set.of()
                : written.stream().filter(Objects::nonNull).collect(Collectors.toSet());
    }
}
