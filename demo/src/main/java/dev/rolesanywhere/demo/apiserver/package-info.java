/** Where there is no cluster: Fabric8's CRUD server, completed where the path needs more. Not a Kubernetes; for demonstration only. */
@NullMarked
package dev.rolesanywhere.demo.apiserver;

import org.jspecify.annotations.NullMarked;
