package dev.rolesanywhere.sidecar.endpoint;

/** Decides on the answer to a request. */
interface RequestHandler {
    Answer answer(RequestHead request);
}
