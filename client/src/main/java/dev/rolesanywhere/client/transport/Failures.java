package dev.rolesanywhere.client.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What a failed exchange means, told apart by exception type. */
public final class Failures {
    private Failures() {}

    /** Whether the peer's certificate did not chain to what is trusted, or names another host. */
    public static boolean isUntrusted(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    /** One line without a class name where the type says it all. */
    public static String describe(IOException failure) {
        @Nullable String message = failure.getMessage();
        if (failure instanceof UnknownHostException) {
            return "unknown host " + message;
        } else if (failure instanceof SocketTimeoutException) {
            return "timed out";
        } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "cannot connect (" + message + ")";
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
