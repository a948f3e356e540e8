package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.egress.WayToAws;
import dev.rolesanywhere.operator.egress.WaysToAws;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.operator.registration.ArnPlace;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.operator.slots.Place;
import dev.rolesanywhere.operator.slots.Slot;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.slots.Urgency;
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
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One leaf for each role that is bound to a caller and passes the policy, all for the same key. */
@Singleton
public class Issuer {
    private static final Logger LOG = Logger.getLogger(Issuer.class);
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
        List<GivenRole> given = GivenRole.of(
                inventory.bindingsNow(caller.pod().namespace()), caller.pod().serviceAccount());
        Optional<String> defaultRole = GivenRole.defaultOf(given, caller.askedRole());
        List<IssuedRole> issued = new ArrayList<>();
        List<RefusedRole> refused = new ArrayList<>(RoleRefusals.notBound(caller, given));
        for (GivenRole role : given) {
            boolean isDefault = defaultRole.filter(role.role()::equals).isPresent();
            issueOrRefuse(role, isDefault, caller, requests, needs, issued).ifPresent(refused::add);
        }
        return new Issuance(issued, refused);
    }

    /** Whether a leaf of one of the pod's roles costs money or writes an object. */
    public boolean costsPerLeaf(PodReference pod) {
        return GivenRole.of(inventory.bindings(pod.namespace()), pod.serviceAccount()).stream()
                .flatMap(given -> inventory.role(given.role()).stream())
                .filter(role -> role.getSpec() != null)
                .flatMap(role -> inventory.trustAnchor(role.getSpec().trustAnchorName()).stream())
                .flatMap(anchor -> authorities.of(anchor).stream())
                .anyMatch(CertificateAuthority::costsPerLeaf);
    }

    /** Whatever is wrong with one role costs that role alone. */
    private Optional<RefusedRole> issueOrRefuse(
            GivenRole role,
            boolean isDefault,
            Identification.Known caller,
            PodRequests requests,
            SessionNeeds needs,
            List<IssuedRole> issued) {
        try {
            return decide(dossier(role), isDefault, caller, requests, needs, issued);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "AWSRole %s could not be decided for ServiceAccount %s/%s",
                    role.role(),
                    caller.pod().namespace(),
                    caller.pod().serviceAccount());
            slots.giveBack(caller.pod().uid(), role.role());
            return Optional.of(RoleRefusals.undecided(role.role(), isDefault));
        }
    }

    private Optional<RefusedRole> decide(
            RoleDossier dossier,
            boolean isDefault,
            Identification.Known caller,
            PodRequests requests,
            SessionNeeds needs,
            List<IssuedRole> issued) {
        Optional<Refused> refusal =
                defect(dossier).or(() -> refusal(dossier, caller.pod())).or(() -> withoutProfile(dossier.given()));
        if (refusal.isPresent()) {
            return refusal.map(it -> it.forRole(dossier.roleName(), isDefault));
        }
        WayToAws way = ways.of(dossier.role().orElseThrow(), dossier.anchor().orElseThrow());
        if (!(way instanceof WayToAws.Open(AWSAccess egress))) {
            return Optional.of(RoleRefusals.of((WayToAws.Refused) way, dossier.roleName(), isDefault));
        }
        PodRequests.Chosen chosen = chosen(dossier, caller.pod(), requests);
        if (!(chosen instanceof PodRequests.Chosen.Fit(CertificateRequest.Proven request))) {
            return Optional.of(RoleRefusals.of(chosen, dossier.roleName(), isDefault));
        }
        Slot slot = slot(dossier, caller, needs);
        if (slot.comeBackAfter().isPresent()) {
            return slot.comeBackAfter().map(wait -> RoleRefusals.queued(dossier.roleName(), isDefault, wait));
        }
        try {
            issued.add(sign(dossier, caller, request, isDefault, slot, egress));
            return Optional.empty();
        } catch (IssuingFailedException e) {
            slots.giveBack(caller.pod().uid(), dossier.roleName());
            return Optional.of(RoleRefusals.of(e, dossier.roleName(), isDefault));
        }
    }

    private RoleDossier dossier(GivenRole given) {
        String namespace = given.binding().getMetadata().getNamespace();
        Optional<AWSRole> role = inventory.roleNow(given.role());
        Optional<AWSTrustAnchor> anchor =
                role.flatMap(found -> inventory.trustAnchorNow(found.getSpec().trustAnchorName()));
        return new RoleDossier(
                given,
                role,
                anchor,
                anchor.flatMap(authorities::of),
                inventory.namespaceNow(namespace),
                settings.excludes(namespace));
    }

    private static Optional<Refused> defect(RoleDossier dossier) {
        return dossier.defect().map(message -> new Refused(RoleCondition.Reason.SpecInvalid.name(), message));
    }

    private Optional<Refused> refusal(RoleDossier dossier, PodReference pod) {
        return switch (POLICY.decide(dossier.request(pod, clock.instant()))) {
            case Decision.Accepted _ -> Optional.empty();
            case Decision.Refused(var reason, String message) -> Optional.of(new Refused(reason.name(), message));
        };
    }

    /** Two roles under one profile name would overwrite each other's files in the pod; a bad name would be no file. */
    private static Optional<Refused> withoutProfile(GivenRole given) {
        return given.profileDefect().map(defect -> new Refused(defect.reason().name(), defect.message()));
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
                caller.pod().namespace(),
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
                dossier.given().profile(),
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
