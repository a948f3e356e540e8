/** The operator's own sessions, with leaf certificates that it signs for itself, and AWS credentials for its own calls. */
@NullMarked
package dev.rolesanywhere.operator.ownsession;

import org.jspecify.annotations.NullMarked;
