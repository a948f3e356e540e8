/** CAs whose key is outside the cluster's Secrets: KMS, Private CA, PKCS#11 tokens and cert-manager's issuers. */
@NullMarked
package dev.rolesanywhere.operator.external;

import org.jspecify.annotations.NullMarked;
