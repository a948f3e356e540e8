/** AWSRole: an IAM role that workloads may use. */
@NullMarked
package dev.rolesanywhere.crds.role;

import org.jspecify.annotations.NullMarked;
