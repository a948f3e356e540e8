package dev.rolesanywhere.pki.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerShapeTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "020101, true, a number",
        "3000, true, an empty sequence",
        "30060201013001ff, false, a child cut short",
        "3006020101300100, false, a child longer than its parent",
        "30080201013003020102, true, a sequence in a sequence",
        "300a30003000300030003000, true, many empty sequences",
        "308103020101, true, a long length",
        "3080, false, an indefinite length",
        "30800000, false, an indefinite length with its end",
        "3084000000030201 01, false, a length of four octets",
        "30830000, false, a length cut short",
        "0202010101, false, something behind it",
        "1f8101, false, a long tag",
        "30, false, a tag alone",
        "3005020101, false, shorter than it says",
    })
    void only_definite_lengths_within_their_parents_are_sound(String hex, boolean sound, String what) {
        assertThat(DerShape.isSound(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isEqualTo(sound);
    }
}
