package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.egress.ResolvedEgress;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.slots.Slot;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.slots.Urgency;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.request.CertificateRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Issues one leaf for each role that is bound to a caller and passes the policy, all for the same key. */
@Singleton
public class Issuer {
    private static final Logger LOG = Logger.getLogger(Issuer.class);

    private final Inventory inventory;
    private final SigningAuthorities authorities;
    private final TimeSlots slots;
    private final EgressResolver egressResolver;
    private final RoleDossiers dossiers;
    private final IssuingTimes times;
    private final Clock clock;

    public Issuer(
            Inventory inventory,
            SigningAuthorities authorities,
            TimeSlots slots,
            OperatorSettings settings,
            IssuingTimes times,
            Clock clock) {
        this.inventory = inventory;
        this.authorities = authorities;
        this.slots = slots;
        this.egressResolver = new EgressResolver(inventory, settings);
        this.dossiers = new RoleDossiers(inventory, authorities, settings, clock);
        this.times = times;
        this.clock = clock;
    }

    /**
     * Decides each of the caller's roles.
     *
     * @param needs which of its roles need a time slot
     */
    public Issuance issue(Identification.Known caller, PodRequests requests, SessionNeeds needs) {
        return issue(caller, Order.ofSidecar(requests, needs), role -> true);
    }

    /** Decides one role, the requested role or else the default. */
    public Issuance issueDefault(Identification.Known caller, Order order) {
        Issuance issuance = issue(caller, order, Given::isDefault);
        if (!issuance.roles().isEmpty() || !issuance.refused().isEmpty()) {
            return issuance;
        }
        List<String> roles = GivenRole.of(
                        bindingsNow(caller.pod()), caller.pod().serviceAccount())
                .stream()
                .map(GivenRole::role)
                .toList();
        return new Issuance(
                List.of(), List.of(RoleRefusals.withoutDefault(caller, roles, issuance.dryRuns())), issuance.dryRuns());
    }

    private record Given(GivenRole role, boolean isDefault) {}

    private Issuance issue(Identification.Known caller, Order order, Predicate<Given> wanted) {
        List<AWSRoleBinding> bindings = bindingsNow(caller.pod());
        List<GivenRole> given = GivenRole.of(bindings, caller.pod().serviceAccount());
        List<String> dryRuns = dryRuns(bindings, caller.pod().serviceAccount());
        Optional<String> defaultRole = GivenRole.defaultOf(given, caller.askedRole());
        List<IssuedRole> issued = new ArrayList<>();
        List<RefusedRole> refused = new ArrayList<>(RoleRefusals.notBound(caller, given, dryRuns));
        given.stream()
                .map(role ->
                        new Given(role, defaultRole.filter(role.role()::equals).isPresent()))
                .filter(wanted)
                .forEach(it -> issueOrRefuse(it.role(), it.isDefault(), caller, order, issued)
                        .ifPresent(refused::add));
        return new Issuance(issued, refused, dryRuns);
    }

    private List<AWSRoleBinding> bindingsNow(PodReference pod) {
        return times.time(IssuingTimes.Step.Bindings, () -> inventory.bindingsNow(pod.namespace()));
    }

    private static List<String> dryRuns(List<AWSRoleBinding> bindings, String serviceAccount) {
        return bindings.stream()
                .filter(binding -> binding.getSpec() != null
                        && binding.getSpec().isDryRun()
                        && binding.getSpec().names(serviceAccount))
                .map(binding -> binding.getMetadata().getName())
                .sorted()
                .toList();
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

    /** An error of one role affects only this role. */
    private Optional<RefusedRole> issueOrRefuse(
            GivenRole role, boolean isDefault, Identification.Known caller, Order order, List<IssuedRole> issued) {
        try {
            return decide(role, isDefault, caller, order, issued);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The operator could not decide whether to issue a certificate for AWSRole %s to a pod of ServiceAccount %s/%s, because of the exception below. The pod gets no certificate for this AWSRole and retries",
                    role.role(),
                    caller.pod().namespace(),
                    caller.pod().serviceAccount());
            slots.giveBack(caller.pod().uid(), role.role());
            return Optional.of(RoleRefusals.undecided(role.role(), isDefault));
        }
    }

    private Optional<RefusedRole> decide(
            GivenRole given, boolean isDefault, Identification.Known caller, Order order, List<IssuedRole> issued) {
        RoleDossiers.Judged judged = times.time(IssuingTimes.Step.Policy, () -> dossiers.judge(given, caller.pod()));
        return judged.refusal().isPresent()
                ? judged.refusal()
                        .map(it -> RoleRefusals.of(it, judged.dossier().roleName(), isDefault))
                : serve(judged.dossier().servable(), isDefault, caller, order, issued);
    }

    private Optional<RefusedRole> serve(
            ServableRole role, boolean isDefault, Identification.Known caller, Order order, List<IssuedRole> issued) {
        return switch (egressResolver.of(role.role(), role.anchor())) {
            case ResolvedEgress.NotAllowed notAllowed ->
                Optional.of(RoleRefusals.of(notAllowed, role.name(), isDefault));
            case ResolvedEgress.Allowed(AWSAccess egress) ->
                switch (chosen(role, caller.pod(), order.requests())) {
                    case PodRequests.Chosen.Unfit unfit -> Optional.of(RoleRefusals.of(unfit, role.name(), isDefault));
                    case PodRequests.Chosen.Fit(CertificateRequest.Proven request) ->
                        signInTurn(role, caller, request, isDefault, order, egress, issued);
                };
        };
    }

    private Optional<RefusedRole> signInTurn(
            ServableRole role,
            Identification.Known caller,
            CertificateRequest.Proven request,
            boolean isDefault,
            Order order,
            AWSAccess egress,
            List<IssuedRole> issued) {
        Optional<LeafTemplate> template = role.template(caller.pod(), request, order.terms(), clock.instant());
        if (template.isEmpty()) {
            return Optional.of(RoleRefusals.endsTooSoon(role, isDefault));
        }
        Slot slot = slot(role, caller, order);
        Optional<Duration> comeBack = order.comeBackAfter(slot);
        if (comeBack.isPresent()) {
            return comeBack.map(wait -> RoleRefusals.queued(role.name(), isDefault, wait));
        }
        try {
            issued.add(times.time(
                    IssuingTimes.Step.Signing,
                    () -> sign(role, caller.pod(), template.orElseThrow(), isDefault, slot, egress)));
            return Optional.empty();
        } catch (IssuingFailedException e) {
            slots.giveBack(caller.pod().uid(), role.name());
            return Optional.of(RoleRefusals.of(e, role.name(), isDefault));
        }
    }

    /**
     * Most authorities need only the pod's key. An authority that signs the names of a request needs a request with the
     * derived names.
     */
    private static PodRequests.Chosen chosen(ServableRole role, PodReference pod, PodRequests requests) {
        if (role.role().getSpec().targetRole() != null && !requests.assumesTargetRoles()) {
            return PodRequests.withoutTargetRole(role.name());
        }
        if (requests.unnamed().isBare() && !role.signsBareKeys()) {
            return role.isIssuedElsewhere()
                    ? PodRequests.issuedElsewhere(role.name())
                    : PodRequests.needed(role.name());
        }
        return role.wantsNamedRequest()
                ? requests.under(role.names(pod), role.name())
                : new PodRequests.Chosen.Fit(requests.unnamed());
    }

    private Slot slot(ServableRole role, Identification.Known caller, Order order) {
        if (!order.needsSlot(role.name())) {
            return Slot.AT_ONCE;
        }
        boolean pressing = !caller.started() || order.needs().ending().contains(role.name());
        return slots.next(
                role.place(),
                caller.pod().namespace(),
                caller.pod().uid(),
                role.name(),
                pressing ? Urgency.Pressing : Urgency.Renewing);
    }

    private IssuedRole sign(
            ServableRole role,
            PodReference pod,
            LeafTemplate template,
            boolean isDefault,
            Slot slot,
            AWSAccess egress) {
        return new IssuedRole(
                role.name(),
                role.given().profile(),
                isDefault,
                role.role().getSpec().roleARN(),
                role.registration(),
                role.sessionDuration(),
                role.prove(pod, template),
                slot,
                egress,
                role.roleSessionName(pod),
                role.instanceProperties(pod),
                role.target(pod));
    }
}
