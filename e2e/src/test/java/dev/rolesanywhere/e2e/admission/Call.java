package dev.rolesanywhere.e2e.admission;

/** When the API server calls another webhook: before ours or after it, and again after further changes or not. Each has a namespace. */
enum Call {
    FirstNever("a-first-never", "Never"),
    FirstIfNeeded("a-first-if-needed", "IfNeeded"),
    LastNever("z-last-never", "Never"),
    LastIfNeeded("z-last-if-needed", "IfNeeded");

    static final String LABEL = "others.test/call";

    private final String configuration;
    private final String reinvocationPolicy;

    /** @param configuration name of the configuration: the API server calls in their order */
    Call(String configuration, String reinvocationPolicy) {
        this.configuration = configuration;
        this.reinvocationPolicy = reinvocationPolicy;
    }

    String configuration() {
        return configuration;
    }

    String reinvocationPolicy() {
        return reinvocationPolicy;
    }

    String namespace() {
        return "others-" + configuration;
    }

    /** Whether the other webhook is called after our sidecar was injected. */
    boolean seesTheSidecar() {
        return this != FirstNever;
    }

    /** Whether the other webhook is called after our last call. */
    boolean hasTheLastWord() {
        return this == LastIfNeeded;
    }
}
