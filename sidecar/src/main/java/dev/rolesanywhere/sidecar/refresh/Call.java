package dev.rolesanywhere.sidecar.refresh;

/** What may take long: a request to the operator or to AWS. It ends with exactly one event, which {@link Inbox.Pending} sees to. */
interface Call {
    /** Runs apart from the thread that decides. */
    Event make() throws Exception;

    /** What to decide by where there was no answer, or where the call could not even start. Runs on the thread that decides. */
    Event failed(Throwable cause);
}
