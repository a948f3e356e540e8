package dev.rolesanywhere.operator.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/certificates}.
 *
 * @param csr base64 of the DER PKCS#10
 * @param sidecar version of the caller; nothing depends on it
 */
record CertificatesRequest(@Nullable String csr, @Nullable String sidecar) {}
