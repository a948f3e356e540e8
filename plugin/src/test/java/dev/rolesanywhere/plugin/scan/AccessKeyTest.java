package dev.rolesanywhere.plugin.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                " AKIAIOSFODNN7EXAMPLE\n",
                "[default]\n"
                        + "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"
                        + "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
            })
    void the_id_is_read(String value) {
        assertThat(AccessKey.id(value)).contains("AKIAIOSFODNN7EXAMPLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "AKIAIOSFODNN7EXAMPLEwJalrXUtnFEMI",
                "aws_access_key_id = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "aws_access_key_id = AKIAIOSFODNN7EXAMPLEKEYTHATISLONGER"
            })
    void other_text_is_not_an_access_key_id(String value) {
        assertThat(AccessKey.id(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_ACCESS_KEY_ID,x,true",
        "AWS_SECRET_ACCESS_KEY,x,true",
        "accessKeyId,secretAccessKey,true",
        "access-key,secret-key,true",
        "accessKey,username,false",
        "password,username,false"
    })
    void two_names_together_identify_a_key(String first, String second, boolean key) {
        assertThat(AccessKey.areOfAKey(Set.of(first, second))).isEqualTo(key);
    }

    @Test
    void a_value_that_is_not_base64_is_empty() {
        assertThat(AccessKey.decoded("%%%")).isEmpty();
    }
}
