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

/** The meaning of a failed exchange, by exception type. */
public final class Failures {
    private Failures() {}

    /** Whether the peer's certificate does not chain to a trusted authority, or names another host. */
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

    /** One line, without the class name if the type is known. */
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
