package dev.rolesanywhere.operator.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceFenceTest {
    private static final Map<String, String> LABELS = Map.of("team", "shop", "stage", "prod");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {names: [shop]}                                                                        | true
            {names: [other]}                                                                       | false
            {names: []}                                                                            | false
            {selector: {}}                                                                         | true
            {names: [other], selector: {}}                                                         | true
            {selector: {matchLabels: {team: shop}}}                                                | true
            {selector: {matchLabels: {team: shop, stage: test}}}                                   | false
            {selector: {matchExpressions: [{key: team, operator: In, values: [shop, x]}]}}         | true
            {selector: {matchExpressions: [{key: team, operator: In, values: [x]}]}}               | false
            {selector: {matchExpressions: [{key: none, operator: In, values: [x]}]}}               | false
            {selector: {matchExpressions: [{key: team, operator: NotIn, values: [shop]}]}}         | false
            {selector: {matchExpressions: [{key: none, operator: NotIn, values: [x]}]}}            | true
            {selector: {matchExpressions: [{key: team, operator: Exists}]}}                        | true
            {selector: {matchExpressions: [{key: none, operator: Exists}]}}                        | false
            {selector: {matchExpressions: [{key: none, operator: DoesNotExist}]}}                  | true
            {selector: {matchExpressions: [{key: team, operator: DoesNotExist}]}}                  | false
            {selector: {matchExpressions: [{key: team, operator: Gt, values: ['1']}]}}             | false
            {selector: {matchLabels: {team: shop}, matchExpressions: [{key: stage, operator: DoesNotExist}]}} | false
            """)
    void allows_the_listed_names_and_matching_labels(String allowed, boolean expected) {
        assertThat(NamespaceFence.allows(read(allowed), "shop", LABELS)).isEqualTo(expected);
    }

    @Test
    void unknown_labels_match_no_selector_but_the_empty_one() {
        assertThat(NamespaceFence.allows(
                        read("{selector: {matchExpressions: [{key: x, operator: DoesNotExist}]}}"), "shop", null))
                .isFalse();
        assertThat(NamespaceFence.allows(read("{selector: {}}"), "shop", null)).isTrue();
        assertThat(NamespaceFence.allows(new AllowedNamespaces(List.of("shop"), null), "shop", null))
                .isTrue();
    }

    private static AllowedNamespaces read(String yaml) {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(yaml, AllowedNamespaces.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
