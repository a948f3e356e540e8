package dev.rolesanywhere.crds.naming;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms that Kubernetes allows for names (RFC 1123, ASCII only). The API client inserts a name into a URL unchanged, so external
 * names are checked here first: {@code kube-system/../x} would name another object.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object Names and IDs</a>
 */
public enum ObjectName {
    /** Of Namespaces and containers: at most 63 characters. */
    LABEL(63, "[a-z0-9]([-a-z0-9]*[a-z0-9])?", "lower case letters, digits and '-', at most 63 characters"),

    /** Of most other objects (ServiceAccounts, Pods, Secrets, custom resources): at most 253 characters. */
    SUBDOMAIN(
            253,
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            "lower case letters, digits, '-' and '.', at most 253 characters");

    private final int longest;
    private final Pattern form;
    private final String rule;

    ObjectName(int longest, String form, String rule) {
        this.longest = longest;
        this.form = Pattern.compile(form);
        this.rule = rule;
    }

    /** Whether the API server takes the name; false for null. */
    public boolean allows(@Nullable String name) {
        return name != null && name.length() <= longest && form.matcher(name).matches();
    }

    /** For messages: the allowed characters. */
    public String rule() {
        return rule;
    }

    /**
     * @param what the kind of the named object, such as {@code Namespace}
     * @return the name
     * @throws InvalidNameException if Kubernetes does not allow the name; the message does not repeat it
     */
    public String require(@Nullable String name, String what) {
        if (name == null || !allows(name)) {
            throw new InvalidNameException(what + " has an invalid name: use " + rule + ".");
        }
        return name;
    }
}
