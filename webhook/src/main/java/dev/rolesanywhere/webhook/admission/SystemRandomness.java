package dev.rolesanywhere.webhook.admission;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** The only place that knows where chance comes from. */
class SystemRandomness {
    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }
}
