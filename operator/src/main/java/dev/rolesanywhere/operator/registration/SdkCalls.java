package dev.rolesanywhere.operator.registration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.rolesanywhere.model.AttributeMapping;
import software.amazon.awssdk.services.rolesanywhere.model.MappingRule;
import software.amazon.awssdk.services.rolesanywhere.model.NotificationEvent;
import software.amazon.awssdk.services.rolesanywhere.model.NotificationSetting;
import software.amazon.awssdk.services.rolesanywhere.model.NotificationSettingDetail;
import software.amazon.awssdk.services.rolesanywhere.model.ProfileDetail;
import software.amazon.awssdk.services.rolesanywhere.model.Source;
import software.amazon.awssdk.services.rolesanywhere.model.Tag;
import software.amazon.awssdk.services.rolesanywhere.model.TrustAnchorDetail;
import software.amazon.awssdk.services.rolesanywhere.model.TrustAnchorType;

/** The calls through AWS's SDK, rate-limited. */
final class SdkCalls implements AccountCalls {
    private final RolesAnywhereClient client;
    private final CallRateLimit pace;

    SdkCalls(RolesAnywhereClient client, CallRateLimit pace) {
        this.client = client;
        this.pace = pace;
    }

    @Override
    public Optional<ObservedAnchor> anchor(DesiredRegistration wish) {
        String token = null;
        do {
            String from = token;
            pace.await();
            var page = client.listTrustAnchors(r -> r.nextToken(from));
            for (TrustAnchorDetail anchor : page.trustAnchors()) {
                if (anchor.name().equals(wish.name())) {
                    return Optional.of(found(anchor, isOurs(anchor.trustAnchorArn(), wish)));
                }
            }
            token = page.nextToken();
        } while (token != null);
        return Optional.empty();
    }

    @Override
    public Optional<ObservedProfile> profile(DesiredRegistration wish) {
        String token = null;
        do {
            String from = token;
            pace.await();
            var page = client.listProfiles(r -> r.nextToken(from));
            for (ProfileDetail profile : page.profiles()) {
                if (profile.name().equals(wish.name())) {
                    return Optional.of(found(profile, isOurs(profile.profileArn(), wish)));
                }
            }
            token = page.nextToken();
        } while (token != null);
        return Optional.empty();
    }

    @Override
    public ObservedAnchor createAnchor(DesiredRegistration wish) {
        pace.await();
        return found(
                client.createTrustAnchor(r -> r.name(wish.name())
                                .enabled(true)
                                .source(source(wish))
                                .notificationSettings(notices())
                                .tags(tags(wish)))
                        .trustAnchor(),
                true);
    }

    @Override
    public ObservedAnchor updateAnchor(String id, DesiredRegistration wish) {
        pace.await();
        return found(
                client.updateTrustAnchor(r -> r.trustAnchorId(id).source(source(wish)))
                        .trustAnchor(),
                true);
    }

    @Override
    public ObservedAnchor putNotices(String id) {
        pace.await();
        return found(
                client.putNotificationSettings(r -> r.trustAnchorId(id).notificationSettings(notices()))
                        .trustAnchor(),
                true);
    }

    @Override
    public ObservedProfile createProfile(DesiredRegistration wish) {
        pace.await();
        return found(
                client.createProfile(r -> r.name(wish.name())
                                .enabled(true)
                                .roleArns(wish.roleArns())
                                .durationSeconds(wish.durationSeconds())
                                .tags(tags(wish)))
                        .profile(),
                true);
    }

    @Override
    public ObservedProfile updateProfile(String id, DesiredRegistration wish) {
        pace.await();
        return found(
                client.updateProfile(
                                r -> r.profileId(id).roleArns(wish.roleArns()).durationSeconds(wish.durationSeconds()))
                        .profile(),
                true);
    }

    /** Adds required mappings before it deletes others, because pods renew meanwhile and their roles' policies compare the tags. */
    @Override
    public ObservedProfile mapAttributes(ObservedProfile profile) {
        ObservedProfile now = profile;
        for (Map.Entry<String, Set<String>> field : DesiredRegistration.MAPPINGS.entrySet()) {
            if (!field.getValue().equals(now.mappings().get(field.getKey()))) {
                pace.await();
                now = found(
                        client.putAttributeMapping(r -> r.profileId(profile.id())
                                        .certificateField(field.getKey())
                                        .mappingRules(field.getValue().stream()
                                                .sorted()
                                                .map(it -> MappingRule.builder()
                                                        .specifier(it)
                                                        .build())
                                                .toList()))
                                .profile(),
                        true);
            }
        }
        for (Map.Entry<String, Set<String>> field : Map.copyOf(now.mappings()).entrySet()) {
            Set<String> wanted = DesiredRegistration.MAPPINGS.getOrDefault(field.getKey(), Set.of());
            List<String> extra = field.getValue().stream()
                    .filter(it -> !wanted.contains(it))
                    .sorted()
                    .toList();
            if (!extra.isEmpty()) {
                pace.await();
                now = found(
                        client.deleteAttributeMapping(r -> r.profileId(profile.id())
                                        .certificateField(field.getKey())
                                        .specifiers(extra))
                                .profile(),
                        true);
            }
        }
        return now;
    }

    @Override
    public void deleteProfile(String id) {
        pace.await();
        client.deleteProfile(r -> r.profileId(id));
    }

    @Override
    public void deleteAnchor(String id) {
        pace.await();
        client.deleteTrustAnchor(r -> r.trustAnchorId(id));
    }

    @Override
    public void close() {
        client.close();
    }

    private boolean isOurs(String arn, DesiredRegistration wish) {
        pace.await();
        return client.listTagsForResource(r -> r.resourceArn(arn)).tags().containsAll(tags(wish));
    }

    private static ObservedAnchor found(TrustAnchorDetail anchor, boolean ours) {
        String pem = anchor.source().sourceData().x509CertificateData();
        return new ObservedAnchor(
                anchor.trustAnchorId(),
                anchor.trustAnchorArn(),
                ours,
                anchor.enabled(),
                pem == null ? "" : pem,
                hasNotices(anchor.notificationSettings()));
    }

    private static ObservedProfile found(ProfileDetail profile, boolean ours) {
        return new ObservedProfile(
                profile.profileId(),
                profile.profileArn(),
                ours,
                profile.enabled(),
                Set.copyOf(profile.roleArns()),
                profile.durationSeconds() == null ? 0 : profile.durationSeconds(),
                mappings(profile));
    }

    private static Map<String, Set<String>> mappings(ProfileDetail profile) {
        return profile.attributeMappings().stream()
                .filter(field -> !field.mappingRules().isEmpty())
                .collect(Collectors.toMap(
                        AttributeMapping::certificateFieldAsString, field -> field.mappingRules().stream()
                                .map(MappingRule::specifier)
                                .collect(Collectors.toSet())));
    }

    private static Source source(DesiredRegistration wish) {
        return Source.builder()
                .sourceType(TrustAnchorType.CERTIFICATE_BUNDLE)
                .sourceData(d -> d.x509CertificateData(wish.bundlePem()))
                .build();
    }

    private static List<Tag> tags(DesiredRegistration wish) {
        return wish.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static List<NotificationSetting> notices() {
        return List.of(
                NotificationSetting.builder()
                        .event(NotificationEvent.CA_CERTIFICATE_EXPIRY)
                        .enabled(true)
                        .threshold(DesiredRegistration.NOTICE_DAYS)
                        .build(),
                NotificationSetting.builder()
                        .event(NotificationEvent.END_ENTITY_CERTIFICATE_EXPIRY)
                        .enabled(false)
                        .build());
    }

    private static boolean hasNotices(List<NotificationSettingDetail> settings) {
        boolean ofCa = settings.stream()
                .anyMatch(it -> it.event() == NotificationEvent.CA_CERTIFICATE_EXPIRY
                        && it.enabled()
                        && it.threshold() != null
                        && it.threshold() == DesiredRegistration.NOTICE_DAYS);
        boolean ofLeaves = settings.stream()
                .anyMatch(it -> it.event() == NotificationEvent.END_ENTITY_CERTIFICATE_EXPIRY && it.enabled());
        return ofCa && !ofLeaves;
    }
}
