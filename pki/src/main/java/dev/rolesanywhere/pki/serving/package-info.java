/** The authority behind the operator's own TLS, never used for workloads. */
@NullMarked
package dev.rolesanywhere.pki.serving;

import org.jspecify.annotations.NullMarked;
