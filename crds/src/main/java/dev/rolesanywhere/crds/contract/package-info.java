/** The contract between the components: names, paths, ports, annotations. Constants only; documented in docs/reference.md. */
@NullMarked
package dev.rolesanywhere.crds.contract;

import org.jspecify.annotations.NullMarked;
