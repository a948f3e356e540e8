package dev.rolesanywhere.webhook.admission;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** The only place that chooses the source of randomness. */
class SystemRandomness {
    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }
}
