/** A real one-node Kubernetes for the tests that need an API server. */
@NullMarked
package dev.rolesanywhere.e2e.cluster;

import org.jspecify.annotations.NullMarked;
