package dev.rolesanywhere.client.transport;

/** Sends a request and waits for the whole answer. */
public interface Transport {
    /** @throws TransportException where no whole answer was had within the time limits */
    HttpResponse send(HttpRequest request) throws TransportException;
}
