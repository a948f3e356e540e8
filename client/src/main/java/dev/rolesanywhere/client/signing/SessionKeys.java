package dev.rolesanywhere.client.signing;

/** The three secrets that sign as a session; only the access key id may be shown. */
public record SessionKeys(String accessKeyId, String secretAccessKey, String sessionToken) {
    @Override
    public String toString() {
        return accessKeyId;
    }
}
