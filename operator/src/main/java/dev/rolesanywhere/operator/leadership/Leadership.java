package dev.rolesanywhere.operator.leadership;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this replica is the active one. */
@Singleton
public class Leadership {
    private final AtomicBoolean leading = new AtomicBoolean();

    public boolean isLeading() {
        return leading.get();
    }

    public void gained() {
        leading.set(true);
    }

    void lost() {
        leading.set(false);
    }
}
