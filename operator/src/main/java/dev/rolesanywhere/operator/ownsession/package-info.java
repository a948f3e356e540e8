/** The operator as its own first customer: sessions by leaves that it signs for itself, and AWS credentials for its own calls. */
@NullMarked
package dev.rolesanywhere.operator.ownsession;

import org.jspecify.annotations.NullMarked;
