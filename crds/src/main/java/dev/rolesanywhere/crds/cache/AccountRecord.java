package dev.rolesanywhere.crds.cache;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.Map;

/**
 * The cached part of a ServiceAccount.
 *
 * @param uid a token names the ServiceAccount by it
 * @param annotations those of our domain
 */
public record AccountRecord(String uid, String resourceVersion, Map<String, String> annotations) {

    /** For an informer of ServiceAccounts. */
    public static Records<ServiceAccount, AccountRecord> records() {
        return new Records<>(AccountRecord::of, AccountRecord::named);
    }

    private static AccountRecord of(ServiceAccount account) {
        return new AccountRecord(
                account.getMetadata().getUid(),
                account.getMetadata().getResourceVersion(),
                LeanMetadata.ours(account.getMetadata().getAnnotations()));
    }

    private static ServiceAccount named(String key, AccountRecord kept) {
        int slash = key.indexOf('/');
        ServiceAccount account = new ServiceAccount();
        account.setMetadata(new ObjectMetaBuilder()
                .withNamespace(slash < 0 ? null : key.substring(0, slash))
                .withName(key.substring(slash + 1))
                .withUid(kept.uid())
                .withResourceVersion(kept.resourceVersion())
                .withAnnotations(kept.annotations())
                .build());
        return account;
    }
}
