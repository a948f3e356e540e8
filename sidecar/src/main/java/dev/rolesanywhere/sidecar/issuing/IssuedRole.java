package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One role with its leaf, from the issuer's answer.
 *
 * @param profile the AWS profile name; safe as a file name
 * @param certificate DER
 * @param chain DER, the leaf's issuer first, without the trust anchor
 * @param files set if another component writes certificate and key into files; the certificate here is then empty
 * @param waitFor how long to wait before calling AWS
 * @param renewAfter the shortest time that the quota allows between two calls; null for no limit
 * @param target the role whose session is served instead of this role's; null to serve this role's
 */
public record IssuedRole(
        String name,
        String profile,
        boolean isDefault,
        String roleArn,
        String profileArn,
        String trustAnchorArn,
        String region,
        @Nullable Integer sessionSeconds,
        byte[] certificate,
        List<byte[]> chain,
        Instant notAfter,
        Duration waitFor,
        @Nullable Duration renewAfter,
        Attribution attribution,
        @Nullable TargetRole target,
        AwsAccess aws,
        @Nullable IssuedFiles files) {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final long MAX_WAIT_SECONDS = 3600;
    /** AWS's longest session. */
    private static final long MAX_RENEW_AFTER_SECONDS = 43200;

    /** With a certificate of the operator. */
    public IssuedRole(
            String name,
            String profile,
            boolean isDefault,
            String roleArn,
            String profileArn,
            String trustAnchorArn,
            String region,
            @Nullable Integer sessionSeconds,
            byte[] certificate,
            List<byte[]> chain,
            Instant notAfter,
            Duration waitFor,
            @Nullable Duration renewAfter,
            Attribution attribution,
            @Nullable TargetRole target,
            AwsAccess aws) {
        this(
                name,
                profile,
                isDefault,
                roleArn,
                profileArn,
                trustAnchorArn,
                region,
                sessionSeconds,
                certificate,
                chain,
                notAfter,
                waitFor,
                renewAfter,
                attribution,
                target,
                aws,
                null);
    }

    static IssuedRole read(JsonObject json) throws MalformedJsonException {
        Long session = json.integer("sessionDurationSeconds");
        Long wait = json.integer("waitSeconds");
        Long renewAfter = json.integer("renewAfterSeconds");
        JsonObject aws = json.object("aws");
        JsonObject files = json.object("files");
        JsonObject target = json.object("targetRole");
        try {
            String profile = name(json.requiredString("profile"), "profile");
            return new IssuedRole(
                    name(json.requiredString("name"), "role"),
                    profile,
                    json.bool("default", false),
                    json.requiredString("roleARN"),
                    json.requiredString("profileARN"),
                    json.requiredString("trustAnchorARN"),
                    json.requiredString("region"),
                    session == null ? null : Integer.valueOf(Math.toIntExact(session)),
                    files == null ? Base64.getDecoder().decode(json.requiredString("certificate")) : new byte[0],
                    decode(json.strings("chain")),
                    time(json.requiredString("notAfter")),
                    Duration.ofSeconds(wait == null ? 0 : Math.clamp(wait, 0, MAX_WAIT_SECONDS)),
                    renewAfter == null ? null : Duration.ofSeconds(Math.clamp(renewAfter, 0, MAX_RENEW_AFTER_SECONDS)),
                    Attribution.read(json),
                    target == null ? null : TargetRole.read(target),
                    aws == null ? AwsAccess.DIRECT : AwsAccess.read(aws),
                    files == null ? null : IssuedFiles.read(files));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new MalformedJsonException("a time or a duration is malformed");
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("a certificate is not base64");
        }
    }

    private static List<byte[]> decode(List<String> texts) {
        List<byte[]> decoded = new ArrayList<>();
        for (String text : texts) {
            decoded.add(Base64.getDecoder().decode(text));
        }
        return decoded;
    }

    /** A certificate's time, within the range of date arithmetic. */
    private static Instant time(String rfc3339) throws MalformedJsonException {
        Instant time = Instant.parse(rfc3339);
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
            throw new MalformedJsonException("a time is outside the years 1970 to 9999");
        }
        return time;
    }

    /** Both become file names and paths of the endpoint, and the profile becomes a section of an INI file. */
    private static String name(String name, String whose) throws MalformedJsonException {
        if (!isProfile(name)) {
            throw new MalformedJsonException("the " + whose
                    + " name must be 1 to 64 letters, digits, '-', '_' or '.' and start with a letter or digit");
        }
        return name;
    }

    /** The same role, not as the default. */
    IssuedRole withoutDefault() {
        return new IssuedRole(
                name,
                profile,
                false,
                roleArn,
                profileArn,
                trustAnchorArn,
                region,
                sessionSeconds,
                certificate,
                chain,
                notAfter,
                waitFor,
                renewAfter,
                attribution,
                target,
                aws,
                files);
    }

    /**
     * Whether a name is valid for a profile: {@link dev.rolesanywhere.crds.contract.Sidecar#PROFILE_PATTERN}, without
     * the start-up cost of a regular expression.
     */
    public static boolean isProfile(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && (i == 0 || "-_.".indexOf(c) < 0)) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= 64;
    }

    /**
     * What CloudTrail shows about the caller.
     *
     * @param roleSessionName null if the profile does not accept one
     */
    public record Attribution(@Nullable String roleSessionName, Map<String, String> instanceProperties) {
        static Attribution read(JsonObject json) throws MalformedJsonException {
            JsonObject properties = json.object("instanceProperties");
            return new Attribution(
                    json.string("roleSessionName"), properties == null ? Map.of() : properties.strings());
        }
    }

    /**
     * How to reach AWS.
     *
     * @param proxy may contain a password
     * @param caBundle PEM of trusted authorities in addition to the JDK's
     * @param stsEndpoint replaces STS's own endpoint in the region, for a target role
     */
    public record AwsAccess(
            @Nullable String endpoint,
            boolean fips,
            boolean dualStack,
            @Nullable String proxy,
            @Nullable String caBundle,
            @Nullable String stsEndpoint) {
        static final AwsAccess DIRECT = new AwsAccess(null, false, false, null, null, null);

        static AwsAccess read(JsonObject json) throws MalformedJsonException {
            return new AwsAccess(
                    json.string("endpoint"),
                    json.bool("fips", false),
                    json.bool("dualStack", false),
                    json.string("proxy"),
                    json.string("caBundle"),
                    json.string("stsEndpoint"));
        }

        @Override
        public String toString() {
            return "AwsAccess[" + endpoint + "]";
        }
    }
}
