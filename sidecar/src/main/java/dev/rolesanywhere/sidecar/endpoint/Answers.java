package dev.rolesanywhere.sidecar.endpoint;

/** Decides what a request is answered with. */
interface Answers {
    Answer to(RequestHead request);
}
