package dev.rolesanywhere.plugin.cluster;

import dev.rolesanywhere.plugin.output.Plain;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The error message of a failed command, with what to do. */
public final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        command.getErr().println("error: " + Plain.line(words(failure)));
        command.getErr().flush();
        return failure instanceof PluginException known ? known.exit().code() : ExitCode.CLUSTER.code();
    }

    static String words(Exception failure) {
        if (failure instanceof PluginException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof KubernetesClientException answered) {
            if (answered.getCode() <= 0) {
                return "The API server does not answer: %s. Try 'kubectl version' with the same kubeconfig and context."
                        .formatted(cause(answered));
            }
            return switch (answered.getCode()) {
                case 401 -> "The API server rejected your login. Log in again, or choose another --context.";
                case 403 -> "The API server denied the request: %s".formatted(said(answered));
                default -> "The API server answered %d: %s".formatted(answered.getCode(), said(answered));
            };
        }
        return "%s: %s".formatted(failure.getClass().getSimpleName(), failure.getMessage());
    }

    private static @Nullable String said(KubernetesClientException answer) {
        return answer.getStatus() == null || answer.getStatus().getMessage() == null
                ? answer.getMessage()
                : answer.getStatus().getMessage();
    }

    /** Texts for exceptions without a message. */
    private static String cause(Throwable failure) {
        Throwable deepest = failure;
        String message = "";
        while (true) {
            if (deepest instanceof ConnectException) {
                return "the connection was refused";
            }
            if (deepest instanceof UnresolvedAddressException || deepest instanceof UnknownHostException) {
                return "the host name cannot be resolved";
            }
            if (deepest instanceof TimeoutException || deepest instanceof HttpTimeoutException) {
                return "no answer in time";
            }
            message = Objects.requireNonNullElse(deepest.getMessage(), message);
            if (deepest.getCause() == null) {
                return deepest.getClass().getSimpleName() + ", " + message;
            }
            deepest = deepest.getCause();
        }
    }
}
