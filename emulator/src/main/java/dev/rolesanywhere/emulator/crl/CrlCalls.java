package dev.rolesanywhere.emulator.crl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Account;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.resource.CommonCalls;
import dev.rolesanywhere.emulator.resource.Names;
import dev.rolesanywhere.emulator.resource.Registry;
import dev.rolesanywhere.emulator.resource.Tags;
import dev.rolesanywhere.emulator.trustanchor.TrustAnchor;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The management calls for revocation lists. */
public final class CrlCalls {
    private static final int MAX_BYTES = 300_000;

    private final Registry<Crl> lists;
    private final Registry<TrustAnchor> anchors;
    private final Tags tags;
    private final Account account;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final CommonCalls<Crl> common;

    public CrlCalls(
            Registry<Crl> lists,
            Registry<TrustAnchor> anchors,
            Tags tags,
            Account account,
            Clock clock,
            Supplier<UUID> ids) {
        this.lists = lists;
        this.anchors = anchors;
        this.tags = tags;
        this.account = account;
        this.clock = clock;
        this.ids = ids;
        this.common = new CommonCalls<>("Crl", lists, tags, account, clock, Crl::withEnabled, CrlCalls::json);
    }

    public List<Route> routes() {
        return Stream.concat(common.routes().stream(), own()).toList();
    }

    private Stream<Route> own() {
        return Stream.of(
                Route.aws("ImportCrl", "POST", "/crls", (request, none) -> importCrl(request)),
                Route.aws("UpdateCrl", "PATCH", "/crl/{id}", (request, id) -> update(request, id.getFirst())));
    }

    private Answer importCrl(Request request) {
        JsonNode body = Json.read(request.body());
        String name = Names.name(Json.requiredText(body, "name"));
        TrustAnchor anchor = anchors.get(Arn.parse(Json.requiredText(body, "trustAnchorArn"))
                .orElseThrow(() -> Refusal.invalid("Value at '/trustAnchorArn' must be the ARN of a trust anchor")));
        Crl crl = lists.put(new Crl(
                account.rolesAnywhere(anchor.arn().region(), "crl", ids.get().toString()),
                name,
                anchor.arn(),
                read(body, anchor),
                Json.bool(body, "enabled").orElse(false),
                now(),
                now()));
        tags.add(crl.arn().toString(), body);
        return common.answer(201, crl);
    }

    private Answer update(Request request, String id) {
        JsonNode body = Json.read(request.body());
        return common.answer(
                200,
                lists.update(
                        id,
                        crl -> crl.with(
                                Json.text(body, "name").map(Names::name).orElse(crl.name()),
                                body.hasNonNull("crlData") ? read(body, anchors.get(crl.trustAnchor())) : crl.list(),
                                now())));
    }

    /** A list from the anchor's own CA must have its signature; a list from a CA below it cannot be checked here. */
    private static Crl.RevocationList read(JsonNode body, TrustAnchor anchor) {
        try {
            String encoded = Json.requiredText(body, "crlData");
            byte[] data = Base64.getDecoder().decode(encoded);
            if (data.length == 0 || data.length > MAX_BYTES) {
                throw Refusal.invalid("1 validation error detected: Value at '/crlData' failed to satisfy constraint:"
                        + " Member must have length between 1 and " + MAX_BYTES);
            }
            X509CRL parsed =
                    (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(data));
            if (forged(parsed, anchor)) {
                throw new CRLException("Not signed by the named authority");
            }
            return new Crl.RevocationList(encoded, parsed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Refusal.invalid(
                    "Invalid CRL: it must be a PEM X.509 CRL, signed by the trust anchor's CA or one below it");
        }
    }

    private static boolean forged(X509CRL list, TrustAnchor anchor) {
        List<X509Certificate> issuers = anchor.source().certificates().stream()
                .filter(authority -> authority.getSubjectX500Principal().equals(list.getIssuerX500Principal()))
                .toList();
        return !issuers.isEmpty() && issuers.stream().noneMatch(issuer -> signed(list, issuer));
    }

    private static boolean signed(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Instant now() {
        return clock.instant();
    }

    private static ObjectNode json(Crl crl) {
        return Json.object()
                .put("crlId", crl.id())
                .put("crlArn", crl.arn().toString())
                .put("name", crl.name())
                .put("enabled", crl.enabled())
                .put("crlData", crl.list().data())
                .put("trustAnchorArn", crl.trustAnchor().toString())
                .put("createdAt", crl.createdAt().toString())
                .put("updatedAt", crl.updatedAt().toString());
    }
}
