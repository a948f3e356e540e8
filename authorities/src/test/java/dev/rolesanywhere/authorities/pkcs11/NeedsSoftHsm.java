package dev.rolesanywhere.authorities.pkcs11;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Reports the test as skipped, by name, where SoftHSM is not installed. An assumption in a {@code @BeforeAll} method would not do: the
 * class would then vanish from the reports.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "dev.rolesanywhere.authorities.pkcs11.SoftHsm#installed", disabledReason = NeedsSoftHsm.REASON)
@interface NeedsSoftHsm {
    String REASON = "Not run: install SoftHSM (Debian package softhsm2)";
}
