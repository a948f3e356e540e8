package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.caller.PodReference;
import java.util.Map;
import java.util.TreeMap;

/**
 * The caller's identity as CreateSession's {@code instanceProperties}, which AWS stores with the subject and CloudTrail
 * shows. Derived from the authenticated caller; no decision depends on it. AWS accepts 1 to 200 characters per value.
 */
final class Attribution {
    private static final int MAX_VALUE = 200;
    private static final int MIN_SESSION_NAME = 2;
    private static final int MAX_SESSION_NAME = 64;

    private Attribution() {}

    static Map<String, String> of(PodReference pod, String trustDomain) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("cluster", cut(trustDomain));
        properties.put("namespace", cut(pod.namespace()));
        properties.put("serviceAccount", cut(pod.serviceAccount()));
        properties.put("pod", cut(pod.name()));
        return properties;
    }

    /**
     * The last 64 characters of the pod's name, because pods of one workload differ at the end. AWS accepts 2 to 64.
     */
    static String sessionName(PodReference pod) {
        String name = pod.name();
        String padded = name.length() < MIN_SESSION_NAME ? name + "-" : name;
        return padded.substring(Math.max(0, padded.length() - MAX_SESSION_NAME));
    }

    /** Names of pods and ServiceAccounts may have 253 characters. */
    private static String cut(String value) {
        return value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
    }
}
