/** Amazon Resource Names as Roles Anywhere and IAM use them. */
@NullMarked
package dev.rolesanywhere.client.arn;

import org.jspecify.annotations.NullMarked;
