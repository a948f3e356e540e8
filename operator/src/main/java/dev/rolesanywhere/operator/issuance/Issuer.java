package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.binding.BindingOrder;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.egress.WayToAws;
import dev.rolesanywhere.operator.egress.WaysToAws;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.operator.role.ArnPlace;
import dev.rolesanywhere.operator.role.RegistrationChoice;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.operator.slots.Place;
import dev.rolesanywhere.operator.slots.Slot;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.slots.Urgency;
import dev.rolesanywhere.operator.trustanchor.SigningAuthorities;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuingChains;
import dev.rolesanywhere.pki.issuance.PolicyChain;
import dev.rolesanywhere.pki.issuance.RoleRequest;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import dev.rolesanywhere.pki.leaf.LeafNames;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One leaf for each role that is bound to a caller and passes the policy, all for the same key. */
@Singleton
public class Issuer {
    private static final PolicyChain<RoleRequest> POLICY = IssuingChains.role();

    private final Inventory inventory;
    private final SigningAuthorities authorities;
    private final TimeSlots slots;
    private final WaysToAws ways;
    private final OperatorSettings settings;
    private final Clock clock;

    private record Refused(String reason, String message) {
        RefusedRole forRole(String role, boolean isDefault) {
            return new RefusedRole(role, isDefault, reason, message);
        }
    }

    public Issuer(
            Inventory inventory,
            SigningAuthorities authorities,
            TimeSlots slots,
            OperatorSettings settings,
            Clock clock) {
        this.inventory = inventory;
        this.authorities = authorities;
        this.slots = slots;
        this.ways = new WaysToAws(inventory, settings);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Decides each of the caller's roles.
     *
     * @param needs which of its roles need a time slot
     */
    public Issuance issue(Identification.Known caller, PodRequests requests, SessionNeeds needs) {
        List<AWSRoleBinding> bindings = bindingsOf(caller.pod());
        Optional<String> defaultRole = DefaultRole.choose(
                bindings.stream()
                        .map(binding -> new DefaultRole.Given(
                                binding.getSpec().roleRef().name(),
                                binding.getSpec().makesDefault()))
                        .toList(),
                caller.askedRole());
        List<IssuedRole> issued = new ArrayList<>();
        List<RefusedRole> refused = new ArrayList<>(Unserved.notBound(caller, bindings));
        Set<String> profiles = new HashSet<>();
        for (AWSRoleBinding binding : bindings) {
            RoleDossier dossier = dossier(binding);
            boolean isDefault = defaultRole.filter(dossier.roleName()::equals).isPresent();
            Optional<Refused> refusal = refusal(dossier, caller.pod()).or(() -> profileTaken(binding, profiles));
            if (refusal.isPresent()) {
                refused.add(refusal.get().forRole(dossier.roleName(), isDefault));
                continue;
            }
            WayToAws way =
                    ways.of(dossier.role().orElseThrow(), dossier.anchor().orElseThrow());
            if (!(way instanceof WayToAws.Open(AWSAccess egress))) {
                refused.add(Unserved.of((WayToAws.Refused) way, dossier.roleName(), isDefault));
                continue;
            }
            PodRequests.Chosen chosen = chosen(dossier, caller.pod(), requests);
            if (!(chosen instanceof PodRequests.Chosen.Fit(CertificateRequest.Proven request))) {
                refused.add(Unserved.of(chosen, dossier.roleName(), isDefault));
                continue;
            }
            Slot slot = slot(dossier, caller, needs);
            if (slot.comeBackAfter().isPresent()) {
                refused.add(Unserved.queued(
                        dossier.roleName(), isDefault, slot.comeBackAfter().get()));
                continue;
            }
            try {
                issued.add(sign(dossier, caller, request, isDefault, slot, egress));
            } catch (IssuingFailedException e) {
                slots.giveBack(caller.pod().uid(), dossier.roleName());
                refused.add(Unserved.of(e, dossier.roleName(), isDefault));
            }
        }
        return new Issuance(issued, refused);
    }

    /** Each role once, by the oldest binding that gives it. */
    private List<AWSRoleBinding> bindingsOf(PodReference pod) {
        Map<String, AWSRoleBinding> byRole = new LinkedHashMap<>();
        inventory.bindingsNow(pod.namespace()).stream()
                .filter(binding -> binding.getSpec().names(pod.serviceAccount()))
                .sorted(BindingOrder.OLDEST_FIRST)
                .forEach(binding ->
                        byRole.putIfAbsent(binding.getSpec().roleRef().name(), binding));
        return List.copyOf(byRole.values());
    }

    private RoleDossier dossier(AWSRoleBinding binding) {
        String namespace = binding.getMetadata().getNamespace();
        Optional<AWSRole> role = inventory.roleNow(binding.getSpec().roleRef().name());
        Optional<AWSTrustAnchor> anchor =
                role.flatMap(found -> inventory.trustAnchorNow(found.getSpec().trustAnchorName()));
        return new RoleDossier(
                binding,
                role,
                anchor,
                anchor.flatMap(authorities::of),
                inventory.namespaceNow(namespace),
                settings.excludes(namespace));
    }

    private Optional<Refused> refusal(RoleDossier dossier, PodReference pod) {
        return switch (POLICY.decide(dossier.request(pod, clock.instant()))) {
            case Decision.Accepted _ -> Optional.empty();
            case Decision.Refused(var reason, String message) -> Optional.of(new Refused(reason.name(), message));
        };
    }

    /** Two roles under one profile name would overwrite each other's files in the pod. */
    private static Optional<Refused> profileTaken(AWSRoleBinding binding, Set<String> profiles) {
        String profile = binding.getSpec().profileName();
        return profiles.add(profile)
                ? Optional.empty()
                : Optional.of(new Refused(
                        BindingCondition.Reason.Duplicate.name(),
                        "An older AWSRoleBinding uses the profile '" + profile
                                + "' for another role. Set spec.profile of AWSRoleBinding '"
                                + binding.getMetadata().getName() + "' to another name."));
    }

    /** Most authorities take the pod's key and nothing else; one that signs the names of a request must be sent the derived ones. */
    private static PodRequests.Chosen chosen(RoleDossier dossier, PodReference pod, PodRequests requests) {
        return dossier.authority()
                        .filter(CertificateAuthority::wantsNamedRequest)
                        .isPresent()
                ? requests.under(LeafNames.of(identity(dossier, pod), dossier.roleName()), dossier.roleName())
                : new PodRequests.Chosen.Fit(requests.unnamed());
    }

    private static WorkloadIdentity identity(RoleDossier dossier, PodReference pod) {
        return new WorkloadIdentity(
                dossier.anchor().orElseThrow().getSpec().trustDomain(), pod.namespace(), pod.serviceAccount());
    }

    private Slot slot(RoleDossier dossier, Identification.Known caller, SessionNeeds needs) {
        if (needs.held().contains(dossier.roleName())) {
            return Slot.AT_ONCE;
        }
        boolean pressing = !caller.started() || needs.ending().contains(dossier.roleName());
        ArnPlace place = served(dossier).place();
        return slots.next(
                new Place(place.account(), place.region()),
                caller.pod().uid(),
                dossier.roleName(),
                pressing ? Urgency.Pressing : Urgency.Renewing);
    }

    private static RegistrationChoice.Served served(RoleDossier dossier) {
        return (RegistrationChoice.Served) dossier.choice().orElseThrow();
    }

    private IssuedRole sign(
            RoleDossier dossier,
            Identification.Known caller,
            CertificateRequest.Proven request,
            boolean isDefault,
            Slot slot,
            AWSAccess egress) {
        PodReference pod = caller.pod();
        AWSRole role = dossier.role().orElseThrow();
        AWSTrustAnchor anchor = dossier.anchor().orElseThrow();
        CertificateAuthority authority = dossier.authority().orElseThrow();
        Instant now = clock.instant();
        Validity validity = LeafLifetime.choose(
                authority.validity(), duration(anchor.getSpec().leafDuration()).orElse(LeafLifetime.DEFAULT), now);
        LeafTemplate template = new LeafTemplate(identity(dossier, pod), dossier.roleName(), request, validity);
        return new IssuedRole(
                dossier.roleName(),
                dossier.binding().getSpec().profileName(),
                isDefault,
                role.getSpec().roleARN(),
                served(dossier),
                duration(role.getSpec().sessionDuration()).orElse(null),
                authority.issue(template),
                authority.chain(),
                slot,
                egress,
                role.getSpec().sessionName() == AWSRoleSpec.SessionName.Pod ? Attribution.sessionName(pod) : null,
                Attribution.of(pod, anchor.getSpec().trustDomain()));
    }

    private static Optional<Duration> duration(@Nullable String written) {
        return Optional.ofNullable(written).map(WrittenDuration::parse);
    }
}
