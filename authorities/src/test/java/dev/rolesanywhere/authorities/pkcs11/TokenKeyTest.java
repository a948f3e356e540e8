package dev.rolesanywhere.authorities.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rolesanywhere.authorities.AuthorityContract;
import dev.rolesanywhere.authorities.Pods;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import java.security.AuthProvider;
import java.security.Provider;
import java.security.Security;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Over SoftHSM. */
@NeedsSoftHsm
class TokenKeyTest extends AuthorityContract {
    private static final String LABEL = "roles-anywhere";
    private static SoftHsm hsm;

    private boolean away;
    private final CertificateAuthorityLoader loader = new CertificateAuthorityLoader(Pods.CLOCK, Pods.RANDOM);

    @BeforeAll
    static void make_a_token() throws Exception {
        hsm = SoftHsm.shared();
        hsm.authority(LABEL, "secp256r1");
    }

    @Override
    protected CertificateAuthority authority() {
        TokenKey key = new TokenKey(hsm.uri(LABEL), Pods.PIN.toCharArray(), (uri, pin) -> {
            if (away) {
                throw new UnusableAuthorityException(AuthorityDefect.BackendUnavailable, "pulled out", null);
            }
            return Token.open(uri, pin);
        });
        return ((LoadedAuthority.Usable) load(key)).authority();
    }

    /** A logout of another session really ends the login of all sessions. That a new login fails is only simulated. */
    @Override
    protected void goAway() {
        away = true;
        logOut();
    }

    @Override
    protected void comeBack() {
        away = false;
    }

    @Test
    void sessions_that_broke_are_opened_again_by_the_next_signature() {
        CertificateAuthority authority = checked();
        logOut();

        assertThat(authority.issue(pods.template())).isNotNull();
    }

    @Test
    void the_key_is_not_in_this_process() {
        Token.Opened opened = Token.open(hsm.uri(LABEL), Pods.PIN.toCharArray());

        assertThat(opened.key().getEncoded()).isNull();
        assertThat(opened.key().getFormat()).isNull();
        assertThat(opened.key()).isNotInstanceOf(ECPrivateKey.class);
    }

    @Test
    void a_p384_key_signs_as_well() throws Exception {
        hsm.authority("p384", "secp384r1");
        TokenKey key = new TokenKey(hsm.uri("p384"), Pods.PIN.toCharArray());

        CertificateAuthority authority = ((LoadedAuthority.Usable) load(key)).authority();

        assertThat(authority.issue(pods.template()).getSigAlgName()).isEqualTo("SHA384withECDSA");
    }

    @Test
    void a_wrong_pin_is_sent_once_and_never_again() {
        logOut(); // a token needs no PIN while another session of the process is logged in
        AtomicInteger attempts = new AtomicInteger();
        TokenKey key = new TokenKey(hsm.uri(LABEL), "00000000".toCharArray(), (uri, pin) -> {
            attempts.incrementAndGet();
            return Token.open(uri, pin);
        });

        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(UnusableAuthorityException.class)
                    .isThrownBy(key::publicKey)
                    .withMessageContaining("rejected the PIN")
                    .withMessageContaining("does not retry")
                    .withMessageNotContaining("00000000")
                    .satisfies(e -> assertThat(e.defect()).isEqualTo(AuthorityDefect.PinRefused));
        }

        assertThat(attempts).hasValue(1);
    }

    @Test
    void a_closed_key_sends_no_pin_and_signs_nothing_while_other_keys_of_the_token_sign() {
        List<String> pins = new ArrayList<>();
        TokenKey key = new TokenKey(hsm.uri(LABEL), Pods.PIN.toCharArray(), (uri, pin) -> {
            pins.add(new String(pin));
            return Token.open(uri, pin);
        });
        CertificateAuthority other = authority();
        assertThat(load(key)).isInstanceOf(LoadedAuthority.Usable.class);
        key.close();

        assertThatExceptionOfType(UnusableAuthorityException.class)
                .isThrownBy(key::path)
                .withMessageEndingWith(" is no longer in use.");
        assertThat(pins).hasSize(1);
        assertThat(other.issue(pods.template())).isNotNull();
    }

    @Test
    void a_missing_key_is_named() {
        assertUnusable(hsm.uri("nobody"), AuthorityDefect.BackendNotFound, "'nobody'");
    }

    @Test
    void a_missing_module_is_named() {
        assertUnusable(
                Pkcs11Uri.parse("pkcs11:slot-id=0;object=ca?module-path=/nowhere/module.so"),
                AuthorityDefect.BackendNotFound,
                "/nowhere/module.so");
        assertUnusable(
                Pkcs11Uri.parse("pkcs11:token=ca;object=ca?module-path=/nowhere/module.so"),
                AuthorityDefect.BackendNotFound,
                "/nowhere/module.so");
    }

    @ParameterizedTest
    @EnumSource
    void a_token_is_found_by_its_attributes(TokenName.Attribute attribute) {
        TokenName token = hsm.tokens("ca").getFirst();
        Map<TokenName.Attribute, String> named = new EnumMap<>(TokenName.Attribute.class);
        named.put(TokenName.Attribute.LABEL, "ca");
        named.put(attribute, token.attributes().get(attribute));

        assertThat(new TokenKey(hsm.uri(LABEL, named), Pods.PIN.toCharArray()).path())
                .isEqualTo(new TokenKey(hsm.uri(LABEL), Pods.PIN.toCharArray()).path());
    }

    @Test
    void a_missing_token_is_reported_with_the_present_tokens() {
        Pkcs11Uri uri = hsm.uri(LABEL, Map.of(TokenName.Attribute.LABEL, "ca", TokenName.Attribute.SERIAL, "1"));

        assertUnusable(uri, AuthorityDefect.BackendNotFound, "No token matches token=ca;serial=1. ");
        assertUnusable(
                uri,
                AuthorityDefect.BackendNotFound,
                hsm.tokens("ca").getFirst().toString());
    }

    @Test
    void two_tokens_with_one_label_get_no_pin_without_a_serial_in_the_uri() {
        assertUnusable(
                hsm.uri(LABEL, Map.of(TokenName.Attribute.LABEL, "twin")),
                AuthorityDefect.BackendNotFound,
                "2 tokens match token=twin; choose one by serial or slot-id.");
        String serial = hsm.tokens("twin").getLast().attributes().get(TokenName.Attribute.SERIAL);
        assertUnusable(
                hsm.uri(LABEL, Map.of(TokenName.Attribute.LABEL, "twin", TokenName.Attribute.SERIAL, serial)),
                AuthorityDefect.BackendNotFound,
                "(token=twin;serial=" + serial + ") has no private key '" + LABEL + "'");
    }

    @Test
    void a_tokens_certificate_that_is_not_a_ca_is_rejected() throws Exception {
        hsm.endEntity("leaf");

        assertUnusable(hsm.uri("leaf"), AuthorityDefect.NotACA, "not a CA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "object=a|does not begin with pkcs11:",
                "pkcs11:object=a;slot-id=1|module-path",
                "pkcs11:object=a;slot-id=1?module-path=lib.so|module-path",
                "pkcs11:slot-id=1?module-path=/lib.so|no object",
                "pkcs11:object=a?module-path=/lib.so|no token, serial or slot-id",
                "pkcs11:object=a;model=b?module-path=/lib.so|no token, serial or slot-id",
                "pkcs11:object=a;slot-id=x?module-path=/lib.so|not a number",
                "pkcs11:object=a;slot-id=1;id=%01?module-path=/lib.so|'id'",
                "pkcs11:object=a;slot-id=1;type=cert?module-path=/lib.so|a type other than private",
                "pkcs11:object=a;object=b;slot-id=1?module-path=/lib.so|twice",
                "pkcs11:object=a;slot-id=1?module-path=/lib.so&pin-value=1234|pinSecretRef",
                "pkcs11:object=a;slot-id=1?module-path=/lib.so%0Aattributes=compatibility|module-path"
            })
    void a_uri_without_a_key_is_rejected_with_the_correction(String uri, String what) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Pkcs11Uri.parse(uri))
                .withMessageContaining(what)
                .withMessageContaining("Write it like pkcs11:")
                .withMessageNotContaining("1234");
    }

    @Test
    void a_uri_is_parsed_according_to_rfc_7512() {
        assertThat(Pkcs11Uri.parse(
                        "pkcs11:model=v2;manufacturer=Some%20Vendor;serial=0a1;token=prod;slot-id=07;object=my%20ca+1;"
                                + "type=private?module-path=/usr/lib/x.so"))
                .isEqualTo(new Pkcs11Uri(
                        "/usr/lib/x.so",
                        new TokenName(Map.of(
                                TokenName.Attribute.SLOT, "7",
                                TokenName.Attribute.LABEL, "prod",
                                TokenName.Attribute.SERIAL, "0a1",
                                TokenName.Attribute.MANUFACTURER, "Some Vendor",
                                TokenName.Attribute.MODEL, "v2")),
                        "my ca+1"));
    }

    private static void logOut() {
        Provider another = Security.getProvider("SunPKCS11").configure(hsm.configuration("another"));
        try {
            ((AuthProvider) another).logout();
        } catch (LoginException e) {
            throw new AssertionError(e);
        }
    }

    private LoadedAuthority load(TokenKey key) {
        return loader.load(key.path(), key);
    }

    private static void assertUnusable(Pkcs11Uri uri, AuthorityDefect defect, String message) {
        TokenKey key = new TokenKey(uri, Pods.PIN.toCharArray());
        CertificateAuthorityLoader loader = new CertificateAuthorityLoader(Pods.CLOCK, Pods.RANDOM);
        LoadedAuthority.Unusable unusable;
        try {
            unusable = (LoadedAuthority.Unusable) loader.load(key.path(), key);
        } catch (UnusableAuthorityException e) {
            unusable = e.unusable();
        }
        assertThat(unusable.message()).contains(message);
        assertThat(unusable.defect()).isEqualTo(defect);
    }
}
