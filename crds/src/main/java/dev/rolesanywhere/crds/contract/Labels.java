package dev.rolesanywhere.crds.contract;

/**
 * Labels that the webhook sets on a Pod, for selectors of users and of the guards. Our components never trust them, because users who may change a pod
 * may change its labels: the guards check a pod with {@link #INJECTED} more strictly.
 */
public final class Labels {
    /** {@code "true"} on an injected pod. */
    public static final String INJECTED = Annotations.DOMAIN + "/injected";

    /** The pod's default AWSRole, if there is one and its name fits into a label. */
    public static final String ROLE = Annotations.DOMAIN + "/role";

    /** Characters of a label's value. */
    private static final int LONGEST = 63;

    private Labels() {}

    public static boolean fits(String role) {
        return role.length() <= LONGEST;
    }
}
