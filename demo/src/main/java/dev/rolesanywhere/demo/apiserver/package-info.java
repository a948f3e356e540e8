/**
 * An API server without a cluster: Fabric8's CRUD server, with additions for the demo. It is not Kubernetes, and only
 * for demonstration.
 */
@NullMarked
package dev.rolesanywhere.demo.apiserver;

import org.jspecify.annotations.NullMarked;
