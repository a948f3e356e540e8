package dev.rolesanywhere.operator.schedule;

import org.jspecify.annotations.Nullable;

/** An exception in one line: its message and the message of its root cause. */
public final class FailureText {
    /** Limits the depth, because causes may form a cycle. */
    private static final int DEEPEST = 16;

    private FailureText() {}

    public static String of(Exception failure) {
        String own = words(failure);
        String last = words(lastCause(failure));
        return own.contains(last) ? own : own + ": " + last;
    }

    private static Throwable lastCause(Throwable failure) {
        Throwable last = failure;
        for (int depth = 0; depth < DEEPEST; depth++) {
            @Nullable Throwable cause = last.getCause();
            if (cause == null) {
                break;
            }
            last = cause;
        }
        return last;
    }

    private static String words(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
