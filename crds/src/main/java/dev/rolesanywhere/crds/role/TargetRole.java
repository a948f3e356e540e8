package dev.rolesanywhere.crds.role;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The role whose session pods get, assumed with the session of {@code spec.roleARN}. The patterns are those of STS's
 * AssumeRole.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetRole(
        @Required
        @Size(max = 1011)
        @ValidationRule(
                value = "self.matches('" + AWSRoleSpec.ROLE_ARN + "')",
                message =
                        "targetRole.roleARN must be an IAM role's ARN, such as arn:aws:iam::444455556666:role/reports-writer")
        @JsonPropertyDescription("ARN of the IAM role to assume, in this or another account of the same partition.")
        String roleARN,

        @Size(min = 2, max = 1224)
        @ValidationRule(
                value = "self.matches('" + TargetRole.EXTERNAL_ID + "')",
                message = "externalID must be 2 to 1224 letters, digits or any of _+=,.@:/-")
        @JsonPropertyDescription("The sts:ExternalId that the target role's trust policy requires. It is not a secret.")
        @Nullable
        String externalID,

        @Size(max = 16)
        @ValidationRule(
                value =
                        "self.matches('^([0-9]+h)?([0-9]+m)?([0-9]+s)?$') && duration(self) >= duration('900s') && duration(self) <= duration('1h')",
                message =
                        "targetRole.sessionDuration must be between 15m and 1h: AWS limits the sessions of chained roles to 1h")
        @JsonPropertyDescription(
                "Duration of the target role's session, 15m to 1h. Default: 1h, AWS's limit for chained roles. spec.sessionDuration applies to the first role's session.")
        @Nullable
        String sessionDuration,

        @Size(max = 2048)
        @ValidationRule(
                value = "self.matches('^\\\\s*[{][\\\\s\\\\S]*[}]\\\\s*$')",
                message =
                        "sessionPolicy must be the JSON of an IAM policy, such as {\"Version\":\"2012-10-17\",\"Statement\":[…]}")
        @JsonPropertyDescription(
                "An IAM policy, JSON of at most 2048 characters. The session may do what both this and the target role's policies allow.")
        @Nullable
        String sessionPolicy,

        @Size(max = 50)
        @ValidationRule(
                value = "self.all(a, self.exists_one(b, b.key.lowerAscii() == a.key.lowerAscii()))",
                message = "tags must not have two keys that differ only in case: IAM ignores the case of keys")
        @JsonPropertyDescription("Session tags, which policies compare as aws:PrincipalTag/<key>.")
        @Nullable
        List<Tag> tags,

        @JsonPropertyDescription("If true, the tags persist into sessions of further roles that the pod assumes.")
        @Nullable
        Boolean transitiveTags) {
    /** The length is checked separately, because the API server's RE2 limits repetitions to 1,000. */
    static final String EXTERNAL_ID = "^[A-Za-z0-9_+=,.@:/-]+$";

    static final String TAG_TEXT = "[\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+@-]";
    /** Tags of AWS, and tags with the names that the operator signed. */
    static final String RESERVED = "^(?i)(aws:|x509(subject|issuer|san)/)";

    private static final int MAX_POLICY = 2048;
    private static final int MAX_TAGS = 50;

    /** An object from before the schema may lack any field, so readers must accept missing fields. */
    public TargetRole {
        roleARN = roleARN == null ? "" : roleARN;
        tags = tags == null ? null : tags.stream().filter(Objects::nonNull).toList();
    }

    /** One session tag. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Tag(
            @Required
            @Size(min = 1, max = 128)
            @ValidationRule(
                    value = "self.matches('^" + TargetRole.TAG_TEXT + "+$')",
                    message = "a tag's key may hold letters, digits, spaces and _.:/=+-@")
            @ValidationRule(
                    value = "!self.matches('" + TargetRole.RESERVED + "')",
                    message =
                            "a tag's key must not begin with aws:, x509Subject/, x509Issuer/ or x509SAN/: AWS sets the tags with these prefixes from the certificate")
            @JsonPropertyDescription("Key of the tag.")
            String key,

            @Required
            @Size(max = 256)
            @ValidationRule(
                    value = "self.matches('^" + TargetRole.TAG_TEXT + "*$')",
                    message = "a tag's value may hold letters, digits, spaces and _.:/=+-@")
            @JsonPropertyDescription("Value of the tag.")
            String value) {
        public Tag {
            key = key == null ? "" : key;
            value = value == null ? "" : value;
        }

        private boolean isUsable() {
            String text = TAG_TEXT.replace("\\\\", "\\");
            return key.length() <= 128
                    && key.matches("^" + text + "+$")
                    && !key.matches(RESERVED + ".*")
                    && value.length() <= 256
                    && value.matches("^" + text + "*$");
        }
    }

    /** The tags; empty if there are none. */
    public List<Tag> sessionTags() {
        return tags == null ? List.of() : tags;
    }

    /** Why the target role is unusable, with the correction; empty if it is usable. */
    Optional<String> defect() {
        if (!roleARN.matches(AWSRoleSpec.ROLE_ARN)) {
            return Optional.of(
                    "spec.targetRole.roleARN is not an IAM role's ARN. Write it like arn:aws:iam::444455556666:role/reports-writer.");
        }
        if (externalID != null
                && (externalID.length() < 2 || externalID.length() > 1224 || !externalID.matches(EXTERNAL_ID))) {
            return Optional.of(
                    "spec.targetRole.externalID is invalid. Write 2 to 1224 letters, digits or any of _+=,.@:/-.");
        }
        if (sessionDuration != null && !sessionDuration.matches(AWSRoleSpec.DURATION)) {
            return Optional.of("spec.targetRole.sessionDuration is not a duration. Write it like 1h or 30m.");
        }
        return policyDefect().or(this::tagsDefect);
    }

    private Optional<String> policyDefect() {
        if (sessionPolicy == null) {
            return Optional.empty();
        }
        if (sessionPolicy.length() > MAX_POLICY) {
            return Optional.of(
                    "spec.targetRole.sessionPolicy has %d characters, but STS accepts at most %d. Shorten the policy."
                            .formatted(sessionPolicy.length(), MAX_POLICY));
        }
        try {
            JsonReader.readObject(sessionPolicy);
            return sessionPolicy.contains("\"Statement\"")
                    ? Optional.empty()
                    : Optional.of(
                            "spec.targetRole.sessionPolicy has no Statement, so STS rejects it. Write {\"Version\":\"2012-10-17\",\"Statement\":[…]}.");
        } catch (MalformedJsonException e) {
            return Optional.of("spec.targetRole.sessionPolicy is not the JSON of a policy (" + e.getMessage()
                    + "). Write {\"Version\":\"2012-10-17\",\"Statement\":[…]}.");
        }
    }

    private Optional<String> tagsDefect() {
        if (sessionTags().size() > MAX_TAGS) {
            return Optional.of("spec.targetRole.tags has %d tags, but STS accepts at most %d. Remove tags."
                    .formatted(sessionTags().size(), MAX_TAGS));
        }
        if (!sessionTags().stream().allMatch(Tag::isUsable)) {
            return Optional.of(
                    "spec.targetRole.tags has a key or a value that STS does not accept, or a key that is reserved for AWS. Write letters, digits, spaces and _.:/=+-@, and no key that begins with aws:, x509Subject/, x509Issuer/ or x509SAN/.");
        }
        long keys = sessionTags().stream()
                .map(tag -> tag.key().toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        return keys < sessionTags().size()
                ? Optional.of(
                        "spec.targetRole.tags has the same key twice. Write each key once; IAM ignores the case of keys.")
                : Optional.empty();
    }
}
