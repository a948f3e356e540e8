import java.nio.file.Path;

/**
 * The environment of a webhook on this machine.
 *
 * @param apiServer of this project's webhook
 * @param peersApiServer of the peer, which reads other kinds
 * @param certificate for localhost, PEM, with its key
 */
record WebhookEnvironment(Path directory, String apiServer, String peersApiServer, Path certificate, Path key) {}
