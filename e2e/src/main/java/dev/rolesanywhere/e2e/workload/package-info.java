/**
 * The Java applications of the scenarios: each is an unmodified AWS SDK that calls GetCallerIdentity. They know nothing
 * of this project.
 */
@NullMarked
package dev.rolesanywhere.e2e.workload;

import org.jspecify.annotations.NullMarked;
