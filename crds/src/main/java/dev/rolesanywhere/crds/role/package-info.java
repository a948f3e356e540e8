/** AWSRole: an IAM role that workloads here may be given. */
@NullMarked
package dev.rolesanywhere.crds.role;

import org.jspecify.annotations.NullMarked;
