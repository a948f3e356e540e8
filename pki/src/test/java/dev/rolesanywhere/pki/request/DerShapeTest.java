package dev.rolesanywhere.pki.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
        "308100, true, a long length of nothing",
        "3083000003020101, true, a length of three octets",
        "3080, false, an indefinite length",
        "30800000, false, an indefinite length with its end",
        "3084000000030201 01, false, a length of four octets",
        "30830000, false, a length cut short",
        "300430830000, false, a length cut short in a sequence",
        "0202010101, false, something behind it",
        "1f8101, false, a long tag",
        "30, false, a tag alone",
        "3005020101, false, shorter than it says",
        "'', false, nothing",
    })
    void only_definite_lengths_within_their_parents_are_sound(String hex, boolean sound, String what) {
        assertThat(DerShape.isSound(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({"32, true", "33, false", "4000, false"})
    void sequences_in_sequences_are_sound_to_a_depth_of_32(int depth, boolean sound) {
        byte[] der = new byte[0];
        for (int i = 0; i < depth; i++) {
            byte[] length = {0x30, (byte) 0x83, (byte) (der.length >> 16), (byte) (der.length >> 8), (byte) der.length};
            byte[] outer = Arrays.copyOf(length, length.length + der.length);
            System.arraycopy(der, 0, outer, length.length, der.length);
            der = outer;
        }
        assertThat(DerShape.isSound(der)).isEqualTo(sound);
    }
}
