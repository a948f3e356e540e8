/** Certificate authorities, requests, leaves and the issuing policy; pure Java and Bouncy Castle, no Kubernetes and no AWS. */
@NullMarked
package dev.rolesanywhere.pki;

import org.jspecify.annotations.NullMarked;
