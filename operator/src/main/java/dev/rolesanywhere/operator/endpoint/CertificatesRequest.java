package dev.rolesanywhere.operator.endpoint;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/certificates}.
 *
 * @param csr base64 of the DER PKCS#10
 * @param named the same by AWSRole, under names that earlier answers told; absent from sidecars that know of no such thing
 * @param sidecar version of the caller; nothing depends on it
 */
record CertificatesRequest(
        @Nullable String csr,
        @Nullable Map<String, @Nullable String> named,
        @Nullable String sidecar) {}
