/** The Java applications of the scenarios: each an unmodified AWS SDK that asks who it is. Knows nothing of this project. */
@NullMarked
package dev.rolesanywhere.e2e.workload;

import org.jspecify.annotations.NullMarked;
